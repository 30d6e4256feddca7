"""Compile the translations of the pages, and keep their list of messages complete.

    python tools/compile_messages.py            # .po → .mo, skipped while up to date
    python tools/compile_messages.py --update   # add new messages to the .po, drop unused ones

Needs no gettext programs: messages are extracted with Babel, files handled with polib.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
OFFICE = ROOT / "src/zhiheng/office"
CATALOGUE = OFFICE / "locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(?:n?p?gettext|_)\((?:\s|,|count|{_LITERAL})*\)", re.DOTALL)
# (context, singular, plural); context and plural are "" where there is none.
Message = tuple[str, str, str]


def messages() -> dict[Message, list[tuple[str, str]]]:
    """Return every message of the office's Python files and templates, with where it occurs."""
    found: dict[Message, list[tuple[str, str]]] = {}
    for path in sorted(OFFICE.rglob("*.py")) + sorted(OFFICE.rglob("templates/**/*.*")):
        if "migrations" in path.parts:
            continue
        place = path.relative_to(ROOT / "src/zhiheng").as_posix()
        for line, message in _messages_in(path):
            found.setdefault(message, []).append((place, str(line)))
    return found


def compile_catalogue(catalogue: Path = CATALOGUE) -> Path:
    """Write the .mo beside the .po unless it is newer; return its path."""
    target = catalogue.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime <= catalogue.stat().st_mtime:
        polib.pofile(str(catalogue)).save_as_mofile(str(target))
    return target


def update(catalogue: Path = CATALOGUE) -> tuple[int, int]:
    """Bring the .po in step with the messages; return how many were added and dropped."""
    present = polib.pofile(str(catalogue), wrapwidth=100) if catalogue.exists() else _new()
    known = {_key(entry): entry for entry in present}
    wanted = messages()
    result = _new()
    # Without line numbers, or every edit of a page would change this file.
    for key in sorted(wanted, key=lambda message: (wanted[message][0][0], message)):
        entry = known.get(key) or _entry(key)
        entry.occurrences = sorted({(place, "") for place, _ in wanted[key]})
        result.append(entry)
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    result.save(str(catalogue))
    return len(wanted.keys() - known.keys()), len(known.keys() - wanted.keys())


def _messages_in(path: Path) -> Iterator[tuple[int, Message]]:
    from babel.messages.extract import extract

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text)
    for line, found, _comments, context in extract(
        "python", io.BytesIO(text.encode()), keywords=KEYWORDS
    ):
        singular, plural = found if isinstance(found, tuple) else (found, "")
        if singular:
            yield line, (context or "", singular, plural)


def _as_python(template: str) -> str:
    from django.utils.translation.template import templatize

    # Only the calls matter; what lies between them is not Python.
    return "\n".join(call.group() for call in _CALL.finditer(templatize(template)))


def _key(entry: polib.POEntry) -> Message:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(key: Message) -> polib.POEntry:
    context, singular, plural = key
    if plural:
        return polib.POEntry(
            msgctxt=context or None, msgid=singular, msgid_plural=plural, msgstr_plural={0: ""}
        )
    return polib.POEntry(msgctxt=context or None, msgid=singular, msgstr="")


def _new() -> polib.POFile:
    result = polib.POFile(wrapwidth=100)
    result.metadata = {
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return result


def main() -> int:
    """Do what was asked; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="add new messages, drop unused ones")
    if parser.parse_args().update:
        sys.path.insert(0, str(ROOT / "src"))
        added, dropped = update()
        print(f"{added} messages added, {dropped} dropped; fill the empty ones in {CATALOGUE}.")
    compile_catalogue()
    return 0


if __name__ == "__main__":
    sys.exit(main())
