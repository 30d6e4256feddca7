"""XML that is broken or means harm: each file says why, and the rest of the feed is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.feeds.feed_documents import Published, wrapped
from tests.core.feeds.feeding import Feeding, read_paths, reasons

WHOLE = Published().xml()
BAD = {
    "empty": (b"", "", "file.empty"),
    "blank": (b" \n\t ", "", "file.empty"),
    "truncated in a tag": (WHOLE[: WHOLE.index("<business:Claims") + 12], None, "xml.malformed"),
    "truncated in text": (WHOLE[: WHOLE.index("除尘领域")], None, "xml.malformed"),
    "wrong end tag": (WHOLE.replace("</business:Claims>", "</business:Claim>"), None,
                      "xml.malformed"),
    "two roots": (WHOLE + "<again/>", None, "xml.malformed"),
    "not XML at all": (b"\x89PNG\r\n\x1a\n\x00\x00", None, "xml.malformed"),
    "another root": ("<html><body>404</body></html>", "", "xml.unknown_root"),
    "no number": (Published().xml().replace("201910000001.9", ""), "record 1",
                  "patent.application_number_missing"),
    "wrong check digit": (Published().xml().replace("201910000001.9", "201910000001.1"),
                          "record 1", "application_number.check_digit"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_file_between_good_ones(feeding: Feeding, name: str) -> None:
    stored = feeding.take(feeding.put("stored.xml", Published(serial=9).xml()))
    assert stored.new == 1
    content, position, code = BAD[name]
    before = feeding.put("feed/a.xml", Published(serial=2).xml())
    feeding.put("feed/b.xml", content)
    feeding.put("feed/c.xml", Published(serial=3).xml())
    report = feeding.take(before.parent)
    ((file, said, reason),) = reasons(report)
    assert (file, reason) == ("b.xml", code)
    assert said == position if position is not None else said.startswith("line ")
    assert sorted(feeding.documents()) == ["CN110000002A", "CN110000003A", "CN110000009A"]


def test_only_bad_files_leave_the_lake_as_it_was(feeding: Feeding) -> None:
    feeding.take(feeding.put("stored.xml", Published().xml()))
    before = feeding.files()
    for index, (content, _, _) in enumerate(BAD.values()):
        feeding.put(f"bad/{index}.xml", content)
    report = feeding.take(feeding.folder / "feed" / "bad")
    assert len(report.set_aside) == len(BAD)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 0)
    assert feeding.files() == before


def test_whole_records_before_a_break_are_kept(feeding: Feeding) -> None:
    data = wrapped(*(Published(serial=serial) for serial in range(1, 6)))
    cut = data[: data.index(b"<DocNumber>") if b"<DocNumber>" in data else len(data) - 900]
    report = feeding.take(feeding.put("wrapper.xml", cut))
    assert [code for _, _, code in reasons(report)] == ["xml.malformed"]
    assert sorted(feeding.documents()) == [f"CN11000000{serial}A" for serial in range(1, 5)]


def test_records_of_a_wrapper_name_their_place_and_digest(feeding: Feeding) -> None:
    data = wrapped(*(Published(serial=serial) for serial in (1, 2, 3)))
    outcome = read_paths(feeding.catalogue, feeding.put("wrapper.xml", data))
    lines = data.decode().splitlines()
    for number, row in enumerate(outcome.rows, start=1):
        place, _, line = row.position.partition(", line ")
        assert place == f"record {number}"
        # A start tag that goes over two lines counts from its last.
        assert "PatentDocumentAndRelated" in "".join(lines[int(line) - 3 : int(line)])
    assert len({row.digest for row in outcome.rows}) == 3


@pytest.mark.parametrize("padding", ["", "x" * 9_000_000], ids=["small", "large"])
def test_external_entity_is_refused_and_nothing_read(
    feeding: Feeding, tmp_path: Path, padding: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    evil = Published(
        doctype=f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]><!--{padding}-->',
        title="&leak;",
    )
    outcome = read_paths(feeding.catalogue, feeding.put("evil.xml", evil.xml()))
    assert outcome.codes == ["xml.entity_refused"]
    assert "TOP-SECRET" not in repr(outcome)


def test_external_parameter_entity_is_refused(feeding: Feeding, tmp_path: Path) -> None:
    (tmp_path / "more.dtd").write_text('<!ENTITY leak "LEAKED">')
    doctype = f'<!DOCTYPE x [<!ENTITY % more SYSTEM "{(tmp_path / "more.dtd").as_uri()}"> %more;]>'
    outcome = read_paths(
        feeding.catalogue, feeding.put("p.xml", Published(doctype=doctype, title="&leak;").xml())
    )
    assert outcome.codes == ["xml.entity_refused"]
    assert "LEAKED" not in repr(outcome)


@pytest.mark.parametrize("where", ["text", "attribute"])
def test_entity_expansion_is_refused(feeding: Feeding, where: str) -> None:
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "lol">{levels}]>'
    document = Published(doctype=doctype, title="&e11;")
    xml = document.xml()
    if where == "attribute":
        xml = xml.replace("&e11;", "x").replace('lang="zh"', 'lang="&e11;"')
    outcome = read_paths(feeding.catalogue, feeding.put("bomb.xml", xml))
    assert outcome.rows == []
    assert outcome.codes in (["xml.entity_refused"], ["xml.malformed"])


def test_a_dtd_that_is_named_is_never_fetched(feeding: Feeding, tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY alpha "FETCHED">')
    doctype = f'<!DOCTYPE x SYSTEM "{(tmp_path / "own.dtd").as_uri()}">'
    outcome = read_paths(
        feeding.catalogue, feeding.put("d.xml", Published(doctype=doctype, title="&alpha;").xml())
    )
    assert outcome.titles == ["α"]


def test_nesting_without_end_is_malformed(feeding: Feeding) -> None:
    deep = Published(description="<b>" * 5_000 + "</b>" * 5_000)
    outcome = read_paths(feeding.catalogue, feeding.put("deep.xml", deep.xml()))
    assert outcome.codes == ["xml.malformed"]


def test_processing_goes_on_after_a_record_that_is_no_record(feeding: Feeding) -> None:
    data = wrapped(Published(), Published(serial=2, kind="Q"), Published(serial=3))
    report = feeding.take(feeding.put("w.xml", data))
    ((_, position, code),) = reasons(report)
    assert code == "document_kind.unknown"
    assert position.startswith("record 2, line ")
    assert sorted(feeding.documents()) == ["CN110000001A", "CN110000003A"]
