"""A written city read back without any code of the generator."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from sample.city import Manifest

BASE = "{http://www.sipo.gov.cn/XMLSchema/base}"
PATENTS, SEED, UNTIL = 1500, 7, date(2026, 6, 30)


@dataclass(frozen=True)
class Read:
    archive: str
    member: str
    dialect: str
    content: bytes
    root: Any
    number: str
    publication: str
    kind: str
    filed: str
    published: str
    address: str


@dataclass(frozen=True)
class City:
    folder: Path
    manifest: Manifest
    documents: list[Read]
    events: list[dict[str, str]]


def documents_of(folder: Path) -> Iterator[Read]:
    for path in sorted((folder / "patents").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            for member in archive.namelist():
                yield _read(path.stem, member, archive.read(member))


def _read(archive: str, member: str, content: bytes) -> Read:
    root = etree.fromstring(content)
    publication = _first(root, "PublicationReference", "cn-publication-reference")
    application = _first(root, "ApplicationReference", "application-reference")
    applicant = _first(root, "Applicant", "cn-applicant", "applicant")
    return Read(
        archive=archive,
        member=member,
        dialect=etree.QName(root).localname,
        content=content,
        root=root,
        number=_text(application, "DocNumber", "doc-number"),
        publication=_text(publication, "DocNumber", "doc-number"),
        kind=_text(publication, "Kind", "kind"),
        filed=_text(application, "Date", "date"),
        published=_text(publication, "Date", "date"),
        address=_text(applicant, "Text", "text"),
    )


def _first(node: Any, *names: str) -> Any:
    for element in node.iter("{*}*"):
        if etree.QName(element).localname in names:
            return element
    raise AssertionError(f"no {names} in {node.tag}")


def _text(node: Any, *names: str) -> str:
    return str(_first(node, *names).text)
