"""Attached files: kept once by their digest, refused, lost, changed, and cut off while writing."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.conftest import WHEN
from zhiheng.core.errors import InputError, StorageError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments import commands
from zhiheng.office.attachments.commands import attach, attach_bytes, check_files
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.queries import content_of, download, folder_of_files, path_of

pytestmark = pytest.mark.django_db
CONTENT = "第一季度完成情况".encode()


def keep(name: str = "report.pdf", content: bytes = CONTENT) -> Attachment:
    return attach_bytes(name=name, content=content, by=system_operator(), on=WHEN)


def test_a_file_is_kept_under_the_digest_of_its_bytes():
    kept = keep()
    assert kept.digest == hashlib.sha256(CONTENT).hexdigest()
    assert (kept.size, kept.media_type) == (len(CONTENT), "application/pdf")
    assert path_of(kept.digest).read_bytes() == CONTENT
    assert content_of(kept) == CONTENT


def test_two_of_the_same_bytes_share_them_under_their_own_names():
    first, second = keep("a.txt"), keep("b.txt")
    assert (first.pk != second.pk, first.name, second.name) == (True, "a.txt", "b.txt")
    assert first.digest == second.digest
    files = [path for path in path_of(first.digest).parent.iterdir() if first.digest in path.name]
    assert len(files) == 1


def test_a_name_that_would_end_a_header_or_hide_its_ending_is_cleaned():
    file = SimpleUploadedFile("ok.pdf", CONTENT)
    file._name = "Q1\r\nSet-Cookie: a=b\u202efdp.txt"
    kept = attach(file=file, by=system_operator(), on=WHEN)
    assert kept.name == "Q1Set-Cookie: a=bfdp.txt"
    answer = download(kept)
    answer.close()
    assert "Set-Cookie" not in answer.headers


def test_an_upload_is_kept_without_the_folders_of_its_name():
    file = SimpleUploadedFile("C:\\secret\\..\\plan.docx", CONTENT)
    kept = attach(file=file, by=system_operator(), on=WHEN)
    assert (kept.name, content_of(kept)) == ("plan.docx", CONTENT)


def test_a_name_keeps_its_ending_when_it_is_cut():
    assert keep("长" * 300 + ".xlsx").name.endswith("长.xlsx")


def test_what_can_be_run_is_empty_or_too_large_is_refused_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(commands, "LARGEST_FILE", 2 * 2**20)
    files = [
        SimpleUploadedFile("Good.PDF", b"x"),
        SimpleUploadedFile("page.HTML", b"<script>"),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("large.zip", bytes(3 * 2**20)),
    ]
    with pytest.raises(InputError) as refusal:
        check_files(files)
    assert [(each.code, each.values) for each in refusal.value.problems] == [
        ("attachment.kind_refused", {"received": "page.HTML"}),
        ("attachment.empty", {"received": "empty.txt"}),
        ("attachment.too_large", {"file": "large.zip", "received": "3", "expected": "2"}),
    ]


@pytest.mark.parametrize("name", ["a.exe", "a.js", "a.svg", "a.Bat", "a.pdf.lnk", "a.xhtml"])
def test_no_name_hides_what_can_be_run(name: str):
    with pytest.raises(InputError, match=r"attachment\.kind_refused"):
        attach(file=SimpleUploadedFile(name, b"x"), by=system_operator(), on=WHEN)
    assert not Attachment.objects.exists()


def test_bytes_that_are_gone_are_missed():
    kept = keep(content=b"to be lost")
    path_of(kept.digest).unlink()
    with pytest.raises(StorageError, match=r"attachment\.lost"):
        content_of(kept)
    with pytest.raises(StorageError, match=r"attachment\.lost"):
        download(kept)


def test_one_altered_byte_is_found():
    kept = keep(content=b"signed off: 120")
    path_of(kept.digest).write_bytes(b"signed off: 720")
    with pytest.raises(StorageError, match=r"attachment\.changed"):
        content_of(kept)


def test_a_browser_is_told_to_save_a_file_and_never_to_show_it():
    answer = download(keep("报告.pdf"))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert b"".join(answer.streaming_content) == CONTENT
    answer.close()


def test_a_power_cut_while_writing_leaves_no_half_file():
    def cut_off() -> Iterator[bytes]:
        yield b"first half, "
        raise KeyboardInterrupt

    before = set(folder_of_files().rglob("*")) if folder_of_files().exists() else set()
    with pytest.raises(KeyboardInterrupt):
        commands._store(cut_off())
    assert set(folder_of_files().rglob("*")) == before
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, r"storage\.full"), (errno.EACCES, r"storage\.refused")]
)
def test_a_disk_that_refuses_is_told(number: int, code: str, monkeypatch: pytest.MonkeyPatch):
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError, match=code):
        keep(content=b"no room")
    assert not Attachment.objects.exists()
