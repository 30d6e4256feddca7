"""Drafts are read from the files people write them in; every problem is told, the rest is kept."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from zhiheng.core.screening.draft_files import DraftReading, read_drafts

LIMITS = {
    "files": 20,
    "drafts": 10,
    "file-bytes": 100_000,
    "characters": 5_000,
    "archive-depth": 2,
    "archive-ratio": 200,
}
TEXT = (
    "说明书摘要\n本发明公开了一种夹具，包括底座、滑块和锁紧螺钉，装夹快捷。\n权利要求书\n"
    "1. 一种夹具，其特征在于，包括底座和滑块，滑块沿底座的滑槽移动，由锁紧螺钉固定。\n"
)
BODY = '<?xml version="1.0"?><cn-application-body>{}</cn-application-body>'
CLAIMS = BODY.format(
    '<cn-claims><claim num="1"><claim-text>1. 一种夹具，其特征在于，包括底座和滑块，'
    "滑块沿滑槽移动。</claim-text></claim></cn-claims>"
)
ABSTRACT = BODY.format(
    "<cn-abstract><p>本发明公开了一种夹具，用于机床上零件的快速装夹，结构简单。</p></cn-abstract>"
)


def given(folder: Path, **contents: str | bytes) -> list[Path]:
    paths = []
    for name, content in contents.items():
        path = folder / name.replace("_dot_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


def read(folder: Path, **contents: str | bytes) -> DraftReading:
    return read_drafts(given(folder, **contents), LIMITS)


def codes(reading: DraftReading) -> list[str]:
    return [each.code for each in reading.problems]


def zipped(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_dot_", ".").replace("_in_", "/"), content)
    return target.getvalue()


def test_a_text_is_a_draft_with_the_digest_of_its_file(tmp_path: Path):
    reading = read(tmp_path, a_dot_txt=TEXT)
    (draft,) = reading.drafts
    assert (draft.name, len(draft.claims)) == ("a.txt", 1)
    (file,) = reading.files
    assert (file.sha256, file.drafts) == (hashlib.sha256(TEXT.encode()).hexdigest(), 1)
    assert reading.problems == []


def test_gb18030_is_read_and_damaged_characters_are_told_with_their_line(tmp_path: Path):
    reading = read(tmp_path, a_dot_txt=TEXT.encode("gb18030"))
    assert "锁紧螺钉" in reading.drafts[0].abstract
    damaged = TEXT.encode().replace("滑块".encode(), b"\xe6\xbb", 1)
    (problem,) = read(tmp_path, b_dot_txt=damaged).problems
    assert (problem.code, problem.position) == ("draft.characters_damaged", "line 2")


def test_forms_chosen_together_are_one_application(tmp_path: Path):
    reading = read(tmp_path, a100001_dot_xml=CLAIMS, a100004_dot_xml=ABSTRACT)
    (draft,) = reading.drafts
    assert (len(draft.claims), draft.claims[0][:4]) == (1, "一种夹具")
    assert draft.abstract.startswith("本发明公开")
    assert [file.drafts for file in reading.files] == [1, 1]


def test_a_zip_with_a_folder_per_application_holds_several(tmp_path: Path):
    content = zipped(
        one_in_100001_dot_xml=CLAIMS,
        one_in_100004_dot_xml=ABSTRACT,
        two_in_100001_dot_xml=CLAIMS,
        one_in_100003_dot_gif="no text",
    )
    reading = read(tmp_path, both_dot_zip=content)
    assert [draft.name for draft in reading.drafts] == ["one", "two"]
    assert reading.files[0].name == "both.zip"
    assert reading.files[0].sha256 == hashlib.sha256(content).hexdigest()
    assert reading.files[0].drafts == 2


def test_a_part_that_is_there_twice_is_told_and_each_form_stands_alone(tmp_path: Path):
    reading = read(tmp_path, a_dot_xml=CLAIMS, b_dot_xml=CLAIMS)
    assert codes(reading) == ["draft.part_twice"] + ["draft.short"] * 2
    assert len(reading.drafts) == 2


def test_word_is_read_with_its_tables(tmp_path: Path):
    word = docx.Document()
    for line in TEXT.splitlines():
        word.add_paragraph(line)
    word.add_heading("说明书")
    word.add_table(1, 1).cell(0, 0).text = "表中的实施例。"
    target = io.BytesIO()
    word.save(target)
    (draft,) = read(tmp_path, a_dot_docx=target.getvalue()).drafts
    assert draft.claims[0].startswith("一种夹具")
    assert draft.description == "表中的实施例。"


def test_a_line_separator_inside_a_text_of_json_ends_no_line(tmp_path: Path):
    told = {"id": "甲", "description": "\u2028".join(["正文" * 40, "后文"])}
    reading = read(tmp_path, a_dot_jsonl=json.dumps(told, ensure_ascii=False) + "\r\n")
    assert codes(reading) == ["draft.no_claims"]
    assert [draft.description for draft in reading.drafts] == [told["description"]]


def test_lines_of_json_are_a_draft_each_and_a_broken_one_is_told(tmp_path: Path):
    lines = [
        json.dumps({"id": "甲", "abstract": "摘要" * 40, "claims": ["一种夹具。"], "colour": 1}),
        "{broken",
        json.dumps([1]),
        json.dumps({"id": "乙", "claims": "1. 一种夹具。\n2. 如权利要求1所述。", "title": 5}),
        json.dumps({"id": "甲", "description": "正文" * 40}),
    ]
    reading = read(tmp_path, a_dot_jsonl="\n".join(lines))
    assert [draft.name for draft in reading.drafts] == ["甲", "乙", "甲 (2)"]
    assert len(reading.drafts[1].claims) == 2
    told = [(each.code, each.position) for each in reading.problems]
    assert told == [
        ("draft.field_unknown", "line 1"),
        ("draft.line_not_json", "line 2"),
        ("draft.line_not_draft", "line 3"),
        ("draft.field_not_text", "line 4"),
        ("draft.short", "line 4"),
        ("draft.no_claims", "line 5"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a_dot_pdf", b"%PDF-1.7", "draft.kind_unknown"),
        ("a_dot_doc", b"\xd0\xcf", "draft.kind_unknown"),
        ("a_dot_docx", b"no Word file", "draft.not_word"),
        ("a_dot_xml", "<cn-patent-document/>", "draft.xml_unknown"),
        ("a_dot_xml", "<cn-application-body><p>", "xml.malformed"),
        ("a_dot_txt", "", "file.empty"),
        ("a_dot_txt", "说明书", "draft.no_text"),
        ("a_dot_txt", "字" * 5_001, "draft.too_long"),
        ("a_dot_txt", "字" * 40_000, "draft.file_too_large"),
        ("a_dot_zip", b"PK broken", "file.unreadable"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_kept(
    tmp_path: Path, name: str, content: str | bytes, code: str
):
    reading = read(tmp_path, **{name: content}, kept_dot_txt=TEXT)
    assert code in codes(reading)
    assert [draft.name for draft in reading.drafts] == ["kept.txt"]
    assert [file.drafts for file in reading.files if file.name != "kept.txt"] in ([], [0])


def test_half_a_character_and_a_bottomless_line_cost_no_other_draft(tmp_path: Path):
    half = '{"id": "a", "claims": ["1. 一种夹具，包括底座和滑块\\ud800。"]}'
    whole = '{"id": "b", "claims": ["1. 一种支架，包括立柱和横梁。"]}'
    found = read(tmp_path, a_dot_jsonl="\n".join([half, "[" * 40_000, whole]))
    assert [each.name for each in found.drafts] == ["a", "b"]
    assert found.drafts[0].claims == ("1. 一种夹具，包括底座和滑块\ufffd。",)
    told = {(each.code, each.position) for each in found.problems}
    assert {("draft.characters_damaged", "line 1"), ("draft.line_not_json", "line 2")} <= told


def test_an_archive_that_expands_without_end_is_refused(tmp_path: Path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 12_000_000)
    reading = read(tmp_path, bomb_dot_zip=target.getvalue())
    assert codes(reading) == ["archive.expands_too_far"]


def test_more_drafts_than_allowed_are_told(tmp_path: Path):
    lines = "\n".join(json.dumps({"abstract": "字" * 80}) for _ in range(12))
    reading = read(tmp_path, a_dot_jsonl=lines)
    assert len(reading.drafts) == LIMITS["drafts"]
    assert codes(reading) == ["draft.too_many"]


def test_claims_in_the_field_of_the_abstract_are_told(tmp_path: Path):
    line = json.dumps({"abstract": "1. 一种夹具，其特征在于，包括底座。", "description": "字" * 80})
    assert codes(read(tmp_path, a_dot_jsonl=line)) == ["draft.abstract_is_claims"]


def test_names_cannot_lead_out_of_the_archive(tmp_path: Path):
    content = zipped(**{".._in_.._in_etc_in_a_dot_txt": TEXT})
    (draft,) = read(tmp_path, a_dot_zip=content).drafts
    assert draft.claims
    assert not (tmp_path.parent / "etc").exists()
