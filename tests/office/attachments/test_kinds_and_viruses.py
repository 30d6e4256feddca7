"""Files that are not what their names say, and files with viruses, by a scanner on the network."""

from __future__ import annotations

import dataclasses
import io
import socket
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.conftest import WHEN
from zhiheng.core.errors import InputError, StorageError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.attachments.kinds import ending_of, is_what_it_says
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.scanning import EICAR, Scanner, harm_in

VIRUS = b"a virus that only the scanner knows"


def package(*members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return target.getvalue()


GENUINE = {
    "a.pdf": b"%PDF-1.7\n",
    "b.pdf": b"\n\n%PDF-1.4",
    "a.jpg": b"\xff\xd8\xff\xe0",
    "A.JPEG": b"\xff\xd8\xff\xe1",
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
    "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
    "a.docx": package("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "a.ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "a.zip": package("x.txt"),
    "a.mp3": b"ID3\x03",
    "b.mp3": b"\xff\xfb\x90",
    "a.mp4": b"\x00\x00\x00\x18ftypmp42",
    "a.txt": "随便".encode(),
}
NOT_GENUINE = {
    "a.pdf": b"MZ\x90\x00",
    "a.jpg": b"%PDF-1.7",
    "a.png": b"\x89PNX",
    "a.doc": b"{\\rtf1",
    "a.docx": package("[Content_Types].xml", "xl/workbook.xml"),
    "a.xlsx": b"PK\x03\x04 cut off",
    "a.ofd": package("x.txt"),
    "a.zip": b"Rar!",
    "a.mp3": b"\xff",
    "a.mp4": b"ftyp",
}


@pytest.mark.parametrize("name", GENUINE)
def test_a_file_is_what_its_name_says(name: str):
    stream = io.BytesIO(GENUINE[name])
    assert is_what_it_says(name, stream)
    assert stream.tell() == 0


@pytest.mark.parametrize("name", NOT_GENUINE)
def test_a_file_is_not_what_its_name_says(name: str):
    assert not is_what_it_says(name, io.BytesIO(NOT_GENUINE[name]))


def test_endings_are_told_apart_by_their_last_part():
    assert [ending_of(name) for name in ("a.PDF", "a.tar.gz", "无", ".pdf")] == [
        "pdf",
        "gz",
        "",
        "",
    ]


def test_the_test_string_is_found_wherever_chunks_end():
    content = b"%PDF-1.7 " + EICAR + b" end"
    for size in (1, 7, 40, len(content)):
        chunks = [content[at : at + size] for at in range(0, len(content), size)]
        assert harm_in(chunks, None) == "EICAR", size
    assert harm_in([content[:60]], None) == ""
    assert harm_in([], None) == ""


class Clamd(socketserver.StreamRequestHandler):
    """Speaks the command INSTREAM as the daemon of ClamAV does."""

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0", command
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(len(content))  # type: ignore[attr-defined]  # noted for the test
        if content.startswith(b"too much"):
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif VIRUS in content:
            self.wfile.write(b"stream: Unix.Test.Known FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture
def scanner() -> Iterator[tuple[Scanner, list[int]]]:
    """A scanner on this machine, and how many bytes it was shown."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.seen = []  # type: ignore[attr-defined]  # noted for the test
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Scanner("127.0.0.1", server.server_address[1]), server.seen  # type: ignore[attr-defined]
        server.shutdown()


def test_the_scanner_is_shown_every_byte_and_says_what_it_found(
    scanner: tuple[Scanner, list[int]],
):
    where, seen = scanner
    assert harm_in([b"a" * 200_000, b"b"], where) == ""
    assert harm_in([b"..", VIRUS], where) == "Unix.Test.Known"
    assert harm_in([EICAR], where) == "EICAR", "known here too"
    assert seen == [200_001, len(VIRUS) + 2, len(EICAR)]


def test_an_answer_that_is_none_keeps_nothing(scanner: tuple[Scanner, list[int]]):
    with pytest.raises(StorageError) as caught:
        harm_in([b"too much of it"], scanner[0])
    [problem] = caught.value.problems
    assert (problem.code, problem.values["reason"]) == (
        "attachment.scanner_silent", "INSTREAM size limit exceeded. ERROR",
    )  # fmt: skip


def test_a_scanner_that_is_not_there_is_told_and_nothing_is_kept():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(StorageError) as caught:
        harm_in([b"x"], Scanner("127.0.0.1", port))
    assert caught.value.problems[0].values["received"] == f"127.0.0.1:{port}"


@pytest.mark.django_db
def test_an_office_with_a_scanner_keeps_what_is_clean_and_looks_once(
    scanner: tuple[Scanner, list[int]], monkeypatch: pytest.MonkeyPatch
):
    where, seen = scanner
    monkeypatch.setattr(settings, "ZHIHENG", dataclasses.replace(settings.ZHIHENG, clamd=where))
    clean = SimpleUploadedFile("clean.pdf", b"%PDF-1.7")
    check_files([clean])
    attach(file=clean, by=system_operator(), on=WHEN)
    assert (Attachment.objects.count(), seen) == (1, [8])
    with pytest.raises(InputError) as caught:
        check_files([SimpleUploadedFile("bad.pdf", VIRUS), SimpleUploadedFile("bad2.pdf", VIRUS)])
    assert [each.values["file"] for each in caught.value.problems] == ["bad.pdf", "bad2.pdf"]
