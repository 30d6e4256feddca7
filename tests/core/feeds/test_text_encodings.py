"""Files that say one encoding and hold another; nothing may enter a register as mojibake."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.core.feeds.feed_documents import Published, wrapped
from tests.core.feeds.feeding import Feeding, read_paths, reasons
from zhiheng.core.feeds.text_encoding import encoding_of, is_gb18030

LARGE = "<!-- " + "填充" * 1_600_000 + " -->"  # beyond what is parsed at once
TEXT = "一种用于高温含尘气体净化的静电热管热交换式除尘器，包括阳极板与阴极线。"


@pytest.mark.parametrize("padding", ["", LARGE], ids=["small", "large"])
def test_gb18030_that_says_utf8_is_read_with_a_remark(feeding: Feeding, padding: str) -> None:
    data = (Published().xml() + padding).encode("gb18030")
    outcome = read_paths(feeding.catalogue, feeding.put("gb.xml", data))
    assert outcome.titles == ["一种静电除尘器"]
    (notice,) = outcome.notices
    assert notice.problem.code == "xml.read_as_gb18030"
    assert notice.problem.values["received"] == "utf-8"


@pytest.mark.parametrize("padding", ["", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("declared", ["GB18030", "gb2312", "GBK"])
def test_chinese_encodings_said_rightly_need_no_remark(
    feeding: Feeding, declared: str, padding: str
) -> None:
    # 鄢 and 珵 are in GB 18030 only, as in many names under a declared gb2312.
    document = Published(encoding=declared, applicant="鄢瑭珵")
    data = (document.xml() + padding).encode("gb18030")
    outcome = read_paths(feeding.catalogue, feeding.put("gb.xml", data))
    assert outcome.rows[0].values["applicants"] == ["鄢瑭珵"]
    assert outcome.notices == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf16_with_a_mark_is_read(feeding: Feeding, encoding: str) -> None:
    mark = {"utf-16-be": codecs.BOM_UTF16_BE, "utf-16-le": codecs.BOM_UTF16_LE}.get(encoding, b"")
    data = mark + Published(encoding="UTF-16").xml().encode(encoding)
    assert read_paths(feeding.catalogue, feeding.put("u.xml", data)).titles == ["一种静电除尘器"]


def test_an_entity_declared_in_utf16_is_refused_too(feeding: Feeding) -> None:
    bomb = Published(doctype='<!DOCTYPE x [<!ENTITY a "b">]>', title="&a;", encoding="UTF-16")
    outcome = read_paths(feeding.catalogue, feeding.put("u.xml", bomb.xml().encode("utf-16")))
    assert outcome.codes == ["xml.entity_refused"]


def test_one_damaged_byte_of_utf8_is_not_read_as_something_else(feeding: Feeding) -> None:
    data = bytearray(Published().bytes())
    place = data.index("静电".encode()) + 1
    data[place] = 0xFF
    good = feeding.put("good.xml", Published(serial=2).xml())
    report = feeding.take(feeding.put("damaged.xml", bytes(data)), good)
    assert [(name, code) for name, _, code in reasons(report)] == [("damaged.xml", "xml.malformed")]
    line = data[:place].count(b"\n") + 1
    assert report.set_aside[0].position.startswith(f"line {line}, column ")
    assert list(feeding.documents()) == ["CN110000002A"]


def test_a_damaged_character_of_gb18030_is_named_and_costs_one_record(feeding: Feeding) -> None:
    data = wrapped(Published(), Published(serial=2, title="伤痕累累"), Published(serial=3))
    data = data.replace(b"UTF-8", b"GB2312").decode().encode("gb18030")
    damaged = data.replace("伤".encode("gb18030"), b"\xff\xff")
    report = feeding.take(feeding.put("w.xml", damaged))
    assert [code for _, _, code in reasons(report)] == ["xml.malformed"]
    assert list(feeding.documents()) == ["CN110000001A"]


def test_big5_is_refused_and_not_taken_for_gb18030(feeding: Feeding) -> None:
    data = Published(title="一種靜電除塵器").xml().replace("一种静电", "").encode("big5", "ignore")
    outcome = read_paths(feeding.catalogue, feeding.put("big5.xml", data))
    assert outcome.rows == []
    assert outcome.codes == ["xml.malformed"]


everyday = st.text(
    alphabet=st.sampled_from("一种静电除尘器包括阳极板阴极线发明方法装置系统数据信号的和在"),
    min_size=4,
)


@settings(deadline=None)
@given(everyday, st.data())
def test_damaged_utf8_is_never_gb18030(text: str, data: st.DataObject) -> None:
    encoded = bytearray(text.encode())
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] = data.draw(st.sampled_from([0x80, 0xFF, 0xC0, encoded[place] ^ 0x40]))
    try:
        bytes(encoded).decode()
    except UnicodeDecodeError:
        assert not is_gb18030(bytes(encoded))


@settings(deadline=None)
@given(everyday)
@example(TEXT)
def test_everyday_chinese_in_gb18030_is_known(text: str) -> None:
    encoded = text.encode("gb18030")
    # A few characters, such as 一一, are by chance Cyrillic letters in UTF-8.
    assume("\ufffd" in encoded.decode(errors="replace"))
    assert is_gb18030(encoded)
    assert encoding_of(io.BytesIO(b"abc," * 600_000 + encoded)) == "gb18030"
    assert encoding_of(io.BytesIO(text.encode())) == "utf-8-sig"
    assert encoding_of(io.BytesIO(codecs.BOM_UTF8 + text.encode())) == "utf-8-sig"
