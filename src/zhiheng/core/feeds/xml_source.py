"""Safe XML: no network, no external entities, bounded memory, and Chinese encodings told apart.

A record is one element whose name a reader knows, whether it is the root of its file or one of
many inside a wrapper. Small files are parsed at once (several times faster); large ones, and
broken ones of which the whole records shall be kept, are fed to the parser in blocks, so that a
wrapper of any size needs only one record's memory. Files that are many documents one after the
other, as the USPTO delivers a week, are taken apart at the XML declarations.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import IO

from lxml import etree

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.records import FeedFile, SetAside, received_text
from zhiheng.core.feeds.sgml_entities import character_named
from zhiheng.core.feeds.text_encoding import encoding_of
from zhiheng.core.feeds.xml_documents import Document, documents, holds_several

AT_ONCE_BYTES = 8 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024
DECLARATION = re.compile(r"""^\s*<\?xml(?:[^>]*?encoding\s*=\s*["']([\w.-]+)["'])?[^>]*\?>""")
CHINESE = ("gb2312", "gbk", "gb18030")
# The parser's own limit for one text or attribute, in bytes, and its code for passing a limit.
LONGEST_TEXT_BYTES = 10_000_000
LIMIT_PASSED = 114
LAST_COUNTED_LINE = 65_535  # libxml2 counts no further
SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
}
PARSER = etree.XMLParser(**SAFE)
CHINESE_DECLARED = re.compile(
    rb"""\s*<\?xml[^>]*?encoding\s*=\s*["'](gb[\w-]*)["']""", re.IGNORECASE
)


@dataclass(frozen=True)
class XmlRecord:
    """One record's element, the digest of its bytes, and a remark about how it was read."""

    element: etree._Element
    name: str
    position: str
    digest: str
    notice: Problem | None = None


@dataclass(frozen=True)
class _Source:
    """A file being read: what its records are called and how large one may be."""

    file: FeedFile
    names: Collection[str]
    largest: int
    document: str = ""  # which one of a file that holds several

    def at(self, position: str) -> str:
        """Return a position in the file of what stands there in the document."""
        return ", ".join(part for part in (self.document, position) if part)

    @property
    def tags(self) -> list[str]:
        return [f"{{*}}{name}" for name in self.names]


def xml_records(
    file: FeedFile, names: Collection[str], *, largest: int
) -> Iterator[XmlRecord | SetAside]:
    """Yield every record in the file; what cannot be read is set aside and the rest kept.

    `names` are local element names, `largest` the most bytes one record may have.
    """
    source = _Source(file, names, largest)
    with file.open() as handle:
        head = handle.read(AT_ONCE_BYTES)
        if not head.strip():
            yield SetAside([Problem("file.empty")], file.name, "")
        elif len(head) < AT_ONCE_BYTES:
            yield from _small(source, head)
        else:
            yield from _large(source, head, handle)


def _small(source: _Source, data: bytes) -> Iterator[XmlRecord | SetAside]:
    truly, notice = _truly_declared(data)
    try:
        root = etree.fromstring(truly, PARSER)
    except etree.XMLSyntaxError:
        if not source.document and holds_several(data):
            yield from _each(source)
        else:
            yield from _large(source, truly, io.BytesIO())
        return
    if _declares_entities(root):
        yield _entity_refused(source, "<!ENTITY", "")
    elif _local(root) in source.names:
        digest = hashlib.sha256(data).hexdigest()
        yield _record(source, root, source.at("record 1"), digest, notice, entities=b"&" in data)
    else:
        yield from _wrapped(source, root)


def _each(source: _Source) -> Iterator[XmlRecord | SetAside]:
    """Yield the records of documents that follow one another; one that is broken goes alone."""
    with source.file.open() as handle:
        for found in documents(handle, largest=source.largest):
            one = replace(source, document=f"document {found.number}")
            if found.too_large:
                values = {"received": str(found.size), "expected": str(source.largest)}
                problem = Problem("record.too_large", values)
                yield SetAside([problem], source.file.name, one.document)
            else:
                yield from _one(one, found)


def _one(source: _Source, found: Document) -> Iterator[XmlRecord | SetAside]:
    if len(found.content) < AT_ONCE_BYTES:
        yield from _small(source, found.content)
    else:
        yield from _large(source, found.content, io.BytesIO())


def _truly_declared(data: bytes) -> tuple[bytes, Problem | None]:
    """Return the bytes with UTF-8 declared where they are UTF-8 and declare a Chinese encoding.

    The parser believes the declaration; UTF-8 read as GBK becomes mojibake without an error.
    """
    declared = CHINESE_DECLARED.match(data)
    if declared is None or data.isascii():
        return data, None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data, None
    problem = Problem("xml.read_as_utf8", {"received": declared[1].decode()})
    return data[: declared.start(1)] + b"UTF-8" + data[declared.end(1) :], problem


def _wrapped(source: _Source, root: etree._Element) -> Iterator[XmlRecord | SetAside]:
    found = 0
    for element in list(root.iter(*source.tags)):
        found += 1
        position = source.at(_position(found, element))
        yield _record(source, element, position, _digest(element), None)
    if not found:
        problem = Problem("xml.unknown_root", {"received": _local(root)})
        yield SetAside([problem], source.file.name, source.document)


def _record(
    source: _Source,
    element: etree._Element,
    position: str,
    digest: str,
    notice: Problem | None,
    *,
    entities: bool = True,
) -> XmlRecord | SetAside:
    refused = _resolve_entities(element) if entities else ""
    if refused:
        return _entity_refused(source, refused, position)
    return XmlRecord(element, _local(element), position, digest, notice)


def _large(source: _Source, head: bytes, rest: IO[bytes]) -> Iterator[XmlRecord | SetAside]:
    if not source.document and holds_several(head):
        yield from _each(source)
        return
    stream = _Stream(source, encoding_of(io.BytesIO(head)))
    block = head
    while block and not stream.stopped:
        for start in range(0, len(block), BLOCK_BYTES):
            if not stream.stopped:
                yield from stream.read(block[start : start + BLOCK_BYTES])
        block = rest.read(BLOCK_BYTES)
    if not stream.stopped:
        yield from stream.close()


class _Stream:
    """Cuts records out of a file as its blocks come in, and says why when it cannot go on."""

    def __init__(self, source: _Source, encoding: str) -> None:
        self.stopped = False
        self._source = source
        self._parser = etree.XMLPullParser(events=("start", "end"), tag=source.tags, **SAFE)
        # The parser reads UTF-8 and UTF-16 itself; GB 18030 only where the file says so rightly.
        self._decoder = (
            codecs.getincrementaldecoder("gb18030")("replace") if encoding == "gb18030" else None
        )
        self._notice: Problem | None = None
        self._digest = hashlib.sha256()
        self._fed = self._begun = self._found = 0
        self._inside = False
        self._root: etree._Element | None = None

    def read(self, block: bytes) -> Iterator[XmlRecord | SetAside]:
        """Yield the records that end in this block."""
        broken = self._feed(block)
        events = list(self._parser.read_events())
        if broken is not None and broken.code == LIMIT_PASSED:
            events = events[:-1]  # what passed the limit is closed as if it were whole
        for event, element in events:
            self._inside, self._begun = event == "start", self._fed
            if _declares_entities(element):
                yield self._stop(_entity_refused(self._source, "<!ENTITY", ""))
                return
            if event == "end":
                yield from self._end(element)
        if broken is not None:
            yield self._stop(self._malformed(broken))
        elif self._fed - self._begun > self._source.largest:
            yield self._stop(self._too_large(self._source.largest))

    def close(self) -> Iterator[XmlRecord | SetAside]:
        """Yield the record that is the whole file, or what is wrong with its end."""
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            yield self._malformed(error)
            return
        if self._root is not None:
            digest = self._digest.hexdigest()
            position = self._source.at("record 1")
            yield _record(self._source, self._root, position, digest, self._notice)
        elif not self._found:
            yield SetAside(
                [Problem("xml.unknown_root", {"received": _local(root)})],
                self._source.file.name,
                self._source.document,
            )

    def _feed(self, block: bytes) -> etree.XMLSyntaxError | None:
        self._digest.update(block)
        self._fed += len(block)
        try:
            self._parser.feed(self._decoded(block) if self._decoder else block)
        except etree.XMLSyntaxError as error:
            return error
        return None

    def _decoded(self, block: bytes) -> bytes:
        assert self._decoder is not None
        # A damaged character becomes one that XML does not allow, so the parser names its place.
        text = self._decoder.decode(block).replace("\ufffd", "\uffff")
        if self._fed == len(block):
            declared = DECLARATION.match(text)
            encoding = (declared and declared[1]) or "UTF-8"
            if encoding.lower() not in CHINESE:
                self._notice = Problem("xml.read_as_gb18030", {"received": encoding})
            text = text[declared.end() :] if declared else text
        return text.encode("utf-8")

    def _end(self, element: etree._Element) -> Iterator[XmlRecord | SetAside]:
        if element.getparent() is None:
            self._root = element  # kept until the file is known to end well
            return
        self._found += 1
        position = self._source.at(_position(self._found, element))
        yield _record(self._source, element, position, _digest(element), self._notice)
        _forget(element)

    def _stop(self, reason: SetAside) -> SetAside:
        self.stopped = True
        return reason

    def _too_large(self, limit: int) -> SetAside:
        values = {"received": str(self._fed - self._begun), "expected": str(limit)}
        code = "record.too_large" if self._inside else "xml.no_record_found"
        position = self._source.at(f"record {self._found + 1}")
        return SetAside([Problem(code, values)], self._source.file.name, position)

    def _malformed(self, error: etree.XMLSyntaxError) -> SetAside:
        # Where a record began is known to the block only, hence the two blocks.
        long_text = self._fed - self._begun > LONGEST_TEXT_BYTES - 2 * BLOCK_BYTES
        if error.code == LIMIT_PASSED and long_text:
            return self._too_large(LONGEST_TEXT_BYTES)
        line, column = error.position if error.lineno else (1, 1)
        problem = Problem("xml.malformed", {"received": received_text(error.msg)})
        position = self._source.at(f"line {line}, column {column}")
        return SetAside([problem], self._source.file.name, position)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _digest(element: etree._Element) -> str:
    return hashlib.sha256(etree.tostring(element, with_tail=False)).hexdigest()


def _position(number: int, element: etree._Element) -> str:
    line = element.sourceline or LAST_COUNTED_LINE
    return f"record {number}, line {line}" if line < LAST_COUNTED_LINE else f"record {number}"


def _entity_refused(source: _Source, name: str, position: str) -> SetAside:
    position = position or source.document
    return SetAside([Problem("xml.entity_refused", {"received": name})], source.file.name, position)


def _declares_entities(element: etree._Element) -> bool:
    """Tell whether the document declares entities of its own.

    Nothing official needs them, and they are how files are read or memory is exhausted. Names of
    drawings are declared as unparsed entities (`NDATA`), which never stand for text.
    """
    declared = element.getroottree().docinfo.internalDTD
    if declared is None:
        return False
    return any(not _is_unparsed(entity) for entity in declared.iterentities())


def _is_unparsed(entity: etree._DTDEntityDecl) -> bool:
    # Only an unparsed entity has both an address and something in place of its text: its notation.
    return entity.system_url is not None and entity.content is not None


def _resolve_entities(root: etree._Element) -> str:
    """Replace ISO character entities by their character; return the first other entity's name.

    Official documents use names such as `&alpha;` from a DTD that is not delivered with them.
    """
    for entity in list(root.iter(etree.Entity)):
        character = character_named(str(entity.name))
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
