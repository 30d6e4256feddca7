"""Archives: followed as deep as declared, measured while unpacked, damaged only where damaged."""

from __future__ import annotations

import gzip
import hashlib
import io
import resource
import struct
import tarfile
import zipfile

import pytest

from tests.core.feeds.feed_documents import Published
from tests.core.feeds.feeding import LIMITS, Feeding, read_paths, reasons


def document(serial: int) -> bytes:
    return Published(serial=serial).bytes()


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], *, mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


PACKED = {
    "a.zip": zipped({"x/1.xml": document(1), "2.xml": document(2)}),
    "a.tar": tarred({"x/1.xml": document(1), "2.xml": document(2)}),
    "a.tar.gz": tarred({"x/1.xml": document(1), "2.xml": document(2)}, mode="w:gz"),
    "a.tgz": tarred({"x/1.xml": document(1), "2.xml": document(2)}, mode="w:gz"),
}


@pytest.mark.parametrize("name", PACKED)
def test_members_are_read_and_named_behind_the_archive(feeding: Feeding, name: str) -> None:
    path = feeding.put(name, PACKED[name])
    outcome = read_paths(feeding.catalogue, path)
    assert [row.file for row in outcome.rows] == [f"{path}!x/1.xml", f"{path}!2.xml"]


def test_a_single_packed_file_is_named_like_its_content(feeding: Feeding) -> None:
    path = feeding.put("week.xml.gz", gzip.compress(document(1)))
    assert [row.file for row in read_paths(feeding.catalogue, path).rows] == [f"{path}!week.xml"]


def nested(levels: int) -> bytes:
    content = zipped({"1.xml": document(1)})
    for level in range(levels):
        content = zipped({f"level{level}.zip": content, f"{level + 2}.xml": document(level + 2)})
    return content


def test_archives_in_archives_are_followed_to_the_declared_depth(feeding: Feeding) -> None:
    followed = read_paths(feeding.catalogue, feeding.put("two.zip", nested(2)))
    assert len(followed.rows) == 3
    assert followed.codes == []
    refused = read_paths(feeding.catalogue, feeding.put("three.zip", nested(3)))
    assert len(refused.rows) == 3
    (record,) = refused.set_aside
    assert record.problems[0].code == "archive.too_deep"
    assert record.problems[0].values == {"received": "3", "expected": "2"}
    assert record.file.endswith("three.zip!level2.zip!level1.zip!level0.zip")


ZEROS = b"\0" * 40_000_000


@pytest.mark.parametrize("kind", ["zip", "gz", "tar.gz", "sparse tar"])
def test_bombs_are_refused_and_the_rest_of_the_feed_kept(feeding: Feeding, kind: str) -> None:
    bombs = {
        "zip": ("bomb.zip", lambda: zipped({"0.xml": ZEROS, "good.xml": document(2)})),
        "gz": ("bomb.xml.gz", lambda: gzip.compress(ZEROS)),
        "tar.gz": ("bomb.tar.gz", lambda: tarred({"0.xml": ZEROS}, mode="w:gz")),
        "sparse tar": ("bomb.tar", sparse_tar),
    }
    name, build = bombs[kind]
    bomb = feeding.put(name, build())
    good = feeding.put("good.xml", document(1))
    report = feeding.take(bomb, good)
    ((file, _, code),) = reasons(report)
    assert code == "archive.expands_too_far"
    assert file.startswith(name)
    kept = ["CN110000001A"] + (["CN110000002A"] if kind == "zip" else [])
    assert sorted(feeding.documents()) == kept


def sparse_tar() -> bytes:
    """Return a tar with one member of 100 GB that is nothing but a hole (GNU format)."""
    info = tarfile.TarInfo("hole.xml")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    number = b"\x80" + (100 * 1024**3).to_bytes(11, "big")  # too large for octal digits
    header[386:398] = number  # offset of the only piece, which is empty
    header[398:410] = b"%011o\0" % 0
    header[483:495] = number  # size of the file when unpacked
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + b"\0" * 1024


def test_a_member_that_lies_about_its_size_is_cut_there(feeding: Feeding) -> None:
    packed = bytearray(zipped({"liar.xml": ZEROS, "good.xml": document(1)}))
    said = struct.pack("<L", len(ZEROS))
    assert packed.count(said) == 2  # in the member's own header and in the directory
    lying = bytes(packed).replace(said, struct.pack("<L", 100))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = feeding.take(feeding.put("liar.zip", lying))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes
    ((_, _, code),) = reasons(report)
    assert code in ("file.unreadable", "file.empty", "xml.malformed")
    assert list(feeding.documents()) == ["CN110000001A"]


def test_nested_bombs_are_measured_against_what_lies_on_disk(feeding: Feeding) -> None:
    inner = gzip.compress(b"\0" * 200_000_000)  # 194 000 bytes, themselves packing a thousandfold
    outer = zipped({"inner.xml.gz": inner})
    report = feeding.take(feeding.put("nested.zip", outer), feeding.put("g.xml", document(1)))
    ((file, _, code),) = reasons(report)
    assert (file, code) == ("nested.zip!inner.xml.gz", "archive.expands_too_far")
    assert list(feeding.documents()) == ["CN110000001A"]


def test_many_members_below_the_ratio_add_up(feeding: Feeding) -> None:
    # Each member stays below the ratio of 200; three share one packed body.
    each = zipped({f"{n}.xml": b" " * 9_000_000 + bytes(range(256)) * 200 for n in range(3)})
    small = {**LIMITS, "archive-ratio": 150}
    outcome = read_paths(
        feeding.catalogue, feeding.put("sum.zip", zipped({"in.zip": each})), limits=small
    )
    assert "archive.expands_too_far" in outcome.codes


def encrypted() -> bytes:
    packed = bytearray(zipped({"locked.xml": document(1), "open.xml": document(2)}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + offset] |= 1
    return bytes(packed)


def test_an_encrypted_member_is_named_and_the_others_are_read(feeding: Feeding) -> None:
    report = feeding.take(feeding.put("e.zip", encrypted()))
    assert reasons(report) == [("e.zip!locked.xml", "", "archive.encrypted")]
    assert list(feeding.documents()) == ["CN110000002A"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_damaged_member_is_named_and_the_others_are_read(
    feeding: Feeding, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhiheng.core.feeds.reading.WORTH_WORKERS_BYTES", 0)
    feeding.workers = workers
    members = {f"{serial}.xml": document(serial) for serial in (1, 2, 3)}
    packed = bytearray(zipped(members, method=zipfile.ZIP_STORED))
    packed[packed.index(b"110000002")] ^= 1
    report = feeding.take(feeding.put("d.zip", bytes(packed)))
    ((file, _, code),) = reasons(report)
    assert (file, code) == ("d.zip!2.xml", "file.unreadable")
    assert "CRC" in report.set_aside[0].problems[0].values["received"]
    assert sorted(feeding.documents()) == ["CN110000001A", "CN110000003A"]


def test_names_that_climb_out_are_only_labels(feeding: Feeding) -> None:
    name = "../../../../climbed.xml"
    for path in (
        feeding.put("c.zip", zipped({name: document(1), "/abs.xml": document(2)})),
        feeding.put("c.tar", tarred({name: document(3)})),
    ):
        report = feeding.take(path)
        assert report.set_aside == []
    assert {row["source_file"].rpartition("!")[2] for row in feeding.rows("patent-documents")} == {
        name,
        "/abs.xml",
    }
    written = {path.name for path in feeding.folder.rglob("*") if path.is_file()}
    assert "climbed.xml" not in written


@pytest.mark.parametrize("name", ["t.gz", "t.xml.gz", "t.tar.gz", "t.tar", "t.zip"])
def test_truncated_archives_keep_what_came_before(feeding: Feeding, name: str) -> None:
    # What hardly packs, so that four fifths of the archive hold the first member.
    filling = "".join(hashlib.sha512(b"%d" % n).hexdigest() for n in range(400)).encode()
    members = {f"{n}.xml": document(n) + b"<!--" + filling + b"-->" for n in (1, 2)}
    whole = {
        "t.gz": gzip.compress(document(1)),
        "t.xml.gz": gzip.compress(document(1)),
        "t.tar.gz": tarred(members, mode="w:gz"),
        "t.tar": tarred(members),
        "t.zip": zipped(members),
    }[name]
    stop = len(whole) * 4 // 5
    report = feeding.take(feeding.put(name, whole[:stop]), feeding.put("g.xml", document(9)))
    assert [(file.partition("!")[0], code) for file, _, code in reasons(report)] == [
        (name, "file.unreadable")
    ]
    assert "CN110000009A" in feeding.documents()
    if name in ("t.tar", "t.tar.gz"):
        assert "CN110000001A" in feeding.documents()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"no archive at all" * 99])
@pytest.mark.parametrize("name", ["n.zip", "n.tar", "n.tar.gz", "n.gz"])
def test_files_that_only_call_themselves_archives(
    feeding: Feeding, name: str, content: bytes
) -> None:
    report = feeding.take(feeding.put(name, content))
    codes = [code for _, _, code in reasons(report)]
    assert codes in (["file.unreadable"], ["file.unknown_format"], ["file.empty"])
    assert report.new == 0


def test_names_in_gb18030_are_read_as_chinese(feeding: Feeding) -> None:
    packed = zipped({"XXXX.xml": document(1)}).replace(b"XXXX", "专利".encode("gb18030"))
    (row,) = read_paths(feeding.catalogue, feeding.put("gb.zip", packed)).rows
    assert row.file.endswith("gb.zip!专利.xml")


def test_what_desktops_add_is_passed_over(feeding: Feeding) -> None:
    members = {"__MACOSX/._1.xml": b"\0\5\x16\7", "1.xml": document(1), "Thumbs.db": b"\xd0\xcf"}
    report = feeding.take(feeding.put("mac.zip", zipped(members)))
    assert (report.new, report.companions, report.set_aside) == (1, 2, [])
