"""Safe XML: no network, no external entities, bounded memory, and Chinese encodings told apart.

A record is one element whose name a reader knows, whether it is the root of its file or one of
many inside a wrapper. Small files are parsed at once (several times faster); large ones are fed
to the parser in blocks, so that a wrapper of any size needs only one record's memory.
"""

from __future__ import annotations

import hashlib
import html.entities
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.records import FeedFile, SetAside, received_text

AT_ONCE_BYTES = 8 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024
DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
INTERNAL_ENTITY = re.compile(rb"<!ENTITY\s")
# Share of a text's Chinese characters that must be everyday ones (GB 2312 level 1) before bytes
# that are not UTF-8 are believed to be GB 18030; mojibake of UTF-8 stays far below.
EVERYDAY_SHARE = 0.7


@dataclass(frozen=True)
class XmlRecord:
    """One record's element, the digest of its bytes, and a remark about how it was read."""

    element: etree._Element
    name: str
    position: str
    digest: str
    notice: Problem | None = None


def xml_records(
    file: FeedFile, names: Collection[str], *, largest: int
) -> Iterator[XmlRecord | SetAside]:
    """Yield every record in the file; what cannot be read is set aside and the rest kept.

    `names` are local element names, `largest` the most bytes one record may have.
    """
    with file.open() as handle:
        head = handle.read(AT_ONCE_BYTES)
        if len(head) < AT_ONCE_BYTES:
            yield from _small(file.name, head, names)
        else:
            yield from _large(file.name, head, handle, names, largest)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )


def _small(name: str, data: bytes, names: Collection[str]) -> Iterator[XmlRecord | SetAside]:
    if not data.strip():
        yield SetAside([Problem("file.empty")], name, "")
        return
    notice = None
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        decoded = _as_gb18030(data)
        if decoded is None:
            yield _malformed(name, error)
            return
        try:
            root = etree.fromstring(decoded, _parser())
        except (etree.XMLSyntaxError, ValueError):
            yield _malformed(name, error)
            return
        notice = Problem("xml.read_as_gb18030", {"received": _declared(data)})
    yield from _records_under(root, name, data, names, notice)


def _records_under(
    root: etree._Element,
    name: str,
    data: bytes,
    names: Collection[str],
    notice: Problem | None,
) -> Iterator[XmlRecord | SetAside]:
    refused = _resolve_entities(root, data)
    if refused:
        yield SetAside([Problem("xml.entity_refused", {"received": refused})], name, "")
        return
    local = _local(root)
    if local in names:
        yield XmlRecord(root, local, "record 1", hashlib.sha256(data).hexdigest(), notice)
        return
    found = 0
    for element in root.iter(*(f"{{*}}{known}" for known in names)):
        found += 1
        digest = hashlib.sha256(etree.tostring(element, with_tail=False)).hexdigest()
        yield XmlRecord(element, _local(element), f"record {found}", digest, notice)
    if not found:
        yield SetAside([Problem("xml.unknown_root", {"received": local})], name, "")


def _large(
    name: str, head: bytes, rest: IO[bytes], names: Collection[str], largest: int
) -> Iterator[XmlRecord | SetAside]:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{known}" for known in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    found = fed = begun = 0
    inside = False
    block = head
    while block:
        try:
            parser.feed(block)
            events = list(parser.read_events())
        except etree.XMLSyntaxError as error:
            yield _malformed(name, error)
            return
        fed += len(block)
        for event, element in events:
            inside, begun = event == "start", fed
            if event == "end":
                found += 1
                digest = hashlib.sha256(etree.tostring(element, with_tail=False)).hexdigest()
                yield XmlRecord(element, _local(element), f"record {found}", digest)
                _forget(element)
        if fed - begun > largest:
            values = {"received": str(fed - begun), "expected": str(largest)}
            code = "record.too_large" if inside else "xml.no_record_found"
            yield SetAside([Problem(code, values)], name, f"record {found + 1}")
            return
        block = rest.read(BLOCK_BYTES)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        yield _malformed(name, error)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _malformed(name: str, error: etree.XMLSyntaxError) -> SetAside:
    line, column = error.position if error.lineno else (1, 1)
    values = {"received": received_text(error.msg)}
    return SetAside([Problem("xml.malformed", values)], name, f"line {line}, column {column}")


def _declared(data: bytes) -> str:
    found = DECLARED_ENCODING.match(data)
    return found.group(1).decode() if found else "UTF-8"


def _as_gb18030(data: bytes) -> str | None:
    """Return the text when the bytes are not UTF-8 but read naturally as GB 18030."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    chinese = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    everyday = sum(_is_everyday(character) for character in chinese)
    if not chinese or everyday < EVERYDAY_SHARE * len(chinese):
        return None
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _is_everyday(character: str) -> bool:
    encoded = character.encode("gb2312", "ignore")
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xD7


def _resolve_entities(root: etree._Element, data: bytes) -> str:
    """Replace ISO character entities by their character; return the first other entity's name.

    Official documents use names such as `&alpha;` from a DTD that is not delivered with them.
    Entities that the document declares itself are refused: nothing official needs them, and
    they are how files are read or memory is exhausted.
    """
    if b"&" not in data and b"ENTITY" not in data:
        return ""
    if INTERNAL_ENTITY.search(data):
        return "<!ENTITY"
    for entity in list(root.iter(etree.Entity)):
        character = html.entities.html5.get(f"{entity.name};")
        if character is None:
            return f"&{entity.name};"
        _put_text_in_place(entity, character + (entity.tail or ""))
    return ""


def _put_text_in_place(node: etree._Element, text: str) -> None:
    parent = node.getparent()
    previous = node.getprevious()
    if parent is None:
        return
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    node.tail = None
    parent.remove(node)
