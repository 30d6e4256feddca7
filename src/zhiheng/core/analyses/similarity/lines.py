"""Documents from a file of JSON lines: one object per line, with an identifier and texts.

A line that cannot be used is kept out and reported with its number; the others are compared. Lines
with nothing but white space are passed over.
"""

from __future__ import annotations

import json
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.errors import InputError, NotFoundError, Problem, StorageError

Name = str | int
BATCH = 50_000
BATCH_BYTES = 64 * 2**20
BETWEEN = "\n"  # several fields of one document are joined so


class Form(StrEnum):
    """Whether texts are brought into one of Unicode's normal forms before they are compared."""

    AS_GIVEN = "none"
    NFC = "nfc"
    NFKC = "nfkc"


@dataclass(frozen=True)
class Documents:
    """Identifiers as given (text or whole number), their texts, and what was kept out."""

    names: list[Name]
    texts: Texts
    problems: list[Problem]


def read_documents(
    path: Path, *, name_field: str, text_fields: Sequence[str], form: Form = Form.AS_GIVEN
) -> Documents:
    """Read the documents of a file; of two with one identifier the first is taken."""
    (documents,) = read_batches(
        path, name_field=name_field, text_fields=text_fields, form=form, most=None
    )
    return documents


def read_batches(
    path: Path,
    *,
    name_field: str,
    text_fields: Sequence[str],
    form: Form = Form.AS_GIVEN,
    most: int | None = BATCH,
) -> Iterator[Documents]:
    """Read the documents of a file of any size in batches of at most so many, at least one batch.

    A batch also ends at 64 MiB of text. No identifier occurs twice in the file; what was kept out
    is told with the batch in which it stood.
    """
    lines: dict[Name, int] = {}
    batch = _Batch()
    for number, line in _lines(path):
        try:
            name, text = _document(line, name_field, text_fields, form)
            if name in lines:
                raise InputError.of("similar.repeated", received=name, line=lines[name])
        except InputError as error:
            batch.problems += [each.at(path.name, f"line {number}") for each in error.problems]
            continue
        lines[name] = number
        if most is not None and (len(batch.names) == most or len(batch.data) >= BATCH_BYTES):
            yield batch.documents()
            batch = _Batch()
        batch.add(name, text)
    yield batch.documents()


@dataclass
class _Batch:
    """Documents as they are read; grown in place, so that of the texts there is no second copy."""

    names: list[Name] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)
    bounds: array[int] = field(default_factory=lambda: array("q", [0]))
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: Name, text: bytes) -> None:
        self.names.append(name)
        self.data += text
        self.bounds.append(len(self.data))

    def documents(self) -> Documents:
        texts = Texts(np.frombuffer(self.data, np.uint8), np.frombuffer(self.bounds, np.int64))
        return Documents(self.names, texts, self.problems)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if content.strip():
                    yield number, content
    except FileNotFoundError as error:
        raise NotFoundError.of("file.not_found", path=path) from error
    except OSError as error:
        raise StorageError.of("similar.unreadable", file=path, received=error.strerror) from error


def _document(
    line: bytes, name_field: str, text_fields: Sequence[str], form: Form
) -> tuple[Name, bytes]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError.of("similar.not_json", received=error) from error
    if not isinstance(record, dict):
        raise InputError.of("similar.not_an_object", received=_shortened(line.decode()))
    name = record.get(name_field)
    if isinstance(name, bool) or not isinstance(name, Name) or name == "":
        raise InputError.of("similar.no_id", field=name_field, received=_shown(record, name_field))
    text = BETWEEN.join(_text(record, field) for field in text_fields)
    _encoded(str(name), name_field)
    return name, _encoded(_normal(text, form), "，".join(text_fields))


def _text(record: dict[str, Any], field: str) -> str:
    text = record.get(field)
    if not isinstance(text, str):
        raise InputError.of("similar.no_text", field=field, received=_shown(record, field))
    return text


def _encoded(text: str, field: str) -> bytes:
    # JSON can spell half of a character beyond U+FFFF, which no Unicode text contains.
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise InputError.of("similar.half_character", field=field, received=half) from error


def _shown(record: dict[str, Any], field: str) -> str:
    return _shortened(json.dumps(record[field], ensure_ascii=True)) if field in record else "-"


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:40]}…"


def _normal(text: str, form: Form) -> str:
    if form is Form.AS_GIVEN:
        return text
    return unicodedata.normalize("NFC" if form is Form.NFC else "NFKC", text)
