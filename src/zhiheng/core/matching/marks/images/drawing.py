"""SVG drawings, made harmless and drawn as PNG.

A drawing may name files, addresses, scripts and entities, and may repeat itself until memory ends.
Everything that reaches out of the file is taken out before it is drawn, and what it would grow to
is counted first. It is drawn in a process of its own that is ended where it takes too long.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import math
import re
import signal
import subprocess
import sys
import zlib

from lxml import etree
from PIL import Image

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.marks.images import rendering

SVG = "{http://www.w3.org/2000/svg}"
LARGEST_DRAWING = 5 * 2**20  # bytes, unpacked
MOST_ELEMENTS = 50_000  # with everything that is repeated by `use`
DRAWN_SIDE = 768  # pixels of the longer side
DEFAULT_SIZE = (300.0, 150.0)  # of a drawing that names none, as browsers take it
MOST_SECONDS = 10  # of a processor; a mark takes less than one
LONGEST_WAIT = 30  # seconds, where many wait for the processors
# By the limit of time, or of memory: the renderer aborts where it gets none.
ENDED_BY_LIMITS = frozenset((-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT))
MOST_UNEQUAL = 100.0  # longer side by the shorter one
# Elements that run or fetch something, or cost without bound; a mark is the same without them.
REFUSED = frozenset(
    ("script", "foreignObject", "iframe", "audio", "video", "animate", "animateMotion",
     "animateTransform", "set", "filter", "handler", "listener", "cursor")
)  # fmt: skip
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
INLINE_PICTURE = re.compile(r"^data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
OUTSIDE = re.compile(r"@import|url\(\s*+['\"]?+(?!#)", re.IGNORECASE)
LENGTH = re.compile(
    r"^\s*([0-9]*\.?[0-9]+(?:e[-+]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*$", re.IGNORECASE
)


def is_drawing(data: bytes) -> bool:
    """Tell whether bytes look like an SVG drawing, packed by gzip or not."""
    if data[:2] == b"\x1f\x8b":
        return True
    start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    return start[:1] == b"<" and (b"<svg" in start or start.startswith((b"<?xml", b"<!")))


def draw(data: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """Return a drawing as PNG and what was taken out of it; `InputError` where it cannot be drawn.

    The longer side has 768 pixels. The background stays transparent.
    """
    root = _parsed(_unpacked(data, name), name)
    removed = _clean(root)
    if _grown(root) > MOST_ELEMENTS:
        values = {"expected": str(MOST_ELEMENTS)}
        raise InputError(Problem("mark_image.drawing_too_large", values, file=name))
    _resize(root, name)
    has_words = next(root.iter(f"{SVG}text", "text"), None) is not None
    notes = [Problem("mark_image.taken_out", {"received": "、".join(removed)}, file=name)]
    png = _rendered(etree.tostring(root, encoding="utf-8"), name, fonts=has_words)
    return png, notes * bool(removed)


def _rendered(drawing: bytes, name: str, *, fonts: bool) -> bytes:
    """Return a drawing as PNG, drawn in a process that is ended where it takes too long."""
    command = [sys.executable, "-P", rendering.__file__, str(MOST_SECONDS)]
    command += [rendering.FONTS] if fonts else []
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the drawing is its input
            command, input=drawing, capture_output=True, timeout=LONGEST_WAIT, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise InputError(Problem("mark_image.drawing_too_slow", file=name)) from late
    if done.returncode in ENDED_BY_LIMITS:
        raise InputError(Problem("mark_image.drawing_too_slow", file=name))
    if done.returncode:
        raise InputError(Problem("mark_image.damaged", file=name))
    return done.stdout


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(LARGEST_DRAWING + 1)
    except (OSError, EOFError, zlib.error) as damage:
        raise InputError(Problem("mark_image.damaged", file=name)) from damage
    if len(data) > LARGEST_DRAWING:
        most = f"{LARGEST_DRAWING // 2**20} MB"
        values = {"received": f"> {most}", "expected": most}
        raise InputError(Problem("mark_image.file_too_large", values, file=name))
    return data


def _parsed(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as damage:
        raise InputError(Problem("mark_image.damaged", file=name)) from damage
    if etree.QName(root).localname != "svg":
        raise InputError(Problem("mark_image.format", file=name))
    return root


def _clean(root: etree._Element) -> list[str]:
    """Take out of a drawing what runs or reaches out; return what it was, sorted."""
    removed: set[str] = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            removed.add("entity")
            _drop(element)
            continue
        local = etree.QName(element).localname
        if local in REFUSED or (local == "style" and OUTSIDE.search(element.text or "")):
            removed.add(local)
            _drop(element)
            continue
        removed |= _clean_attributes(element, local)
    return sorted(removed)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _clean_attributes(element: etree._Element, local: str) -> set[str]:
    removed = set()
    for key in list(element.attrib):
        value, plain = element.attrib[key], etree.QName(key).localname
        if plain.lower().startswith("on") or OUTSIDE.search(value):
            removed.add(plain)
            del element.attrib[key]
        elif key in HREFS and not _stays_inside(value.strip(), local):
            removed.add("href")
            del element.attrib[key]
    return removed


def _stays_inside(address: str, local: str) -> bool:
    """Tell whether an address names a part of the drawing, or a small picture written into it."""
    if address.startswith("#") or local == "a":
        return True
    if local != "image" or not INLINE_PICTURE.match(address):
        return False
    try:
        data = base64.b64decode(address.partition(",")[2], validate=False)
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            return picture.width * picture.height <= 4_000_000
    except (OSError, ValueError, SyntaxError, binascii.Error, Image.DecompressionBombError):
        return False


def _grown(root: etree._Element) -> int:
    """Return how many elements a drawing has once every `use` is replaced by what it names."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[etree._Element, int] = {}
    # Children come after their parents in document order, so counting from the end needs no stack;
    # what `use` names may come later or earlier, so it is repeated until nothing grows any more.
    elements = list(root.iter())
    for _ in range(32):
        before = known.get(root, 0)
        for element in reversed(elements):
            target = named.get(_target(element))
            total = 1 + sum(known.get(child, 1) for child in element)
            total += known.get(target, 1) if target is not None and target is not element else 0
            known[element] = min(total, MOST_ELEMENTS + 1)
        if known[root] == before or known[root] > MOST_ELEMENTS:
            break
    return known[root]


def _target(element: etree._Element) -> str:
    if etree.QName(element).localname != "use":
        return ""
    address = next((element.get(key) for key in HREFS if element.get(key)), "")
    return str(address).strip().removeprefix("#")


def _resize(root: etree._Element, name: str) -> None:
    """Give a drawing the size it is drawn in, whatever size it names."""
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [float(part) for part in re.findall(r"-?[0-9.]+(?:e-?\d+)?", root.get("viewBox") or "")]
    if len(box) != 4:
        width, height = width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1]
        box = [0.0, 0.0, width, height]
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    _, _, wide, high = box
    if not (math.isfinite(wide) and math.isfinite(high) and wide > 0 and high > 0):
        raise InputError(Problem("mark_image.empty", file=name))
    if max(wide, high) > MOST_UNEQUAL * min(wide, high):
        values = {"received": f"{wide:g} × {high:g}", "expected": f"{MOST_UNEQUAL:g} : 1"}
        raise InputError(Problem("mark_image.unequal", values, file=name))
    scale = DRAWN_SIDE / max(wide, high)
    root.set("width", f"{max(1.0, wide * scale):.2f}")
    root.set("height", f"{max(1.0, high * scale):.2f}")


def _length(text: str | None) -> float:
    """Return a length in the drawing's units, 0 where none is given or it is relative."""
    found = LENGTH.match(text or "")
    return float(found[1]) if found else 0.0
