"""Documents from JSON lines: every line is compared or reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.core.analyses.similarity import lines as line_reading
from zhiheng.core.analyses.similarity.lines import (
    Documents,
    Form,
    read_batches,
    read_documents,
)
from zhiheng.core.errors import NotFoundError, StorageError


def read(folder: Path, *lines: str | bytes, form: Form = Form.AS_GIVEN) -> Documents:
    path = folder / "documents.jsonl"
    encoded = [line if isinstance(line, bytes) else line.encode() for line in lines]
    path.write_bytes(b"\n".join(encoded))
    return read_documents(path, name_field="id", text_fields=["text"], form=form)


def texts_of(documents: Documents) -> list[str]:
    texts = documents.texts
    return [
        bytes(texts.data[texts.bounds[i] : texts.bounds[i + 1]]).decode() for i in range(len(texts))
    ]


@pytest.mark.parametrize(
    ("line", "code", "values"),
    [
        ('{"id": "b", "text": ', "similar.not_json", set()),
        (b'{"id": "b", "text": "\xff"}', "similar.not_json", set()),
        ("[" * 100_000, "similar.not_json", set()),
        ('["b", "专利"]', "similar.not_an_object", {'["b", "专利"]'}),
        ('{"text": "专利"}', "similar.no_id", {"id", "-"}),
        ('{"id": null, "text": "专利"}', "similar.no_id", {"id", "null"}),
        ('{"id": true, "text": "专利"}', "similar.no_id", {"id", "true"}),
        ('{"id": 1.5, "text": "专利"}', "similar.no_id", {"id", "1.5"}),
        ('{"id": "", "text": "专利"}', "similar.no_id", {"id", '""'}),
        ('{"id": "b"}', "similar.no_text", {"text", "-"}),
        ('{"id": "b", "text": ["专利"]}', "similar.no_text", {"text", '["\\u4e13\\u5229"]'}),
        ('{"id": "b", "text": "\\ud842"}', "similar.half_character", {"text", "U+D842"}),
        ('{"id": "\\udfb7", "text": "专利"}', "similar.half_character", {"id", "U+DFB7"}),
        ('{"id": "a", "text": "商标"}', "similar.repeated", {"a", "1"}),
    ],
)
def test_a_line_that_cannot_be_used_is_kept_out(
    tmp_path: Path, line: str | bytes, code: str, values: set[str]
):
    documents = read(tmp_path, '{"id": "a", "text": "专利"}', line, '{"id": "c", "text": "法"}')
    assert documents.names == ["a", "c"]
    assert texts_of(documents) == ["专利", "法"]
    (problem,) = documents.problems
    assert (problem.code, problem.file, problem.position) == (code, "documents.jsonl", "line 2")
    assert values <= set(problem.values.values())


def test_identifiers_keep_their_type_and_blank_lines_pass(tmp_path: Path):
    documents = read(
        tmp_path, b'\xef\xbb\xbf{"id": 1, "text": "\xe4\xb8\x93"}', " ", '{"id": "1", "text": ""}\r'
    )
    assert documents.names == [1, "1"]
    assert texts_of(documents) == ["专", ""]
    assert documents.problems == []


def test_an_empty_file(tmp_path: Path):
    documents = read(tmp_path)
    assert (documents.names, len(documents.texts), documents.problems) == ([], 0, [])


@pytest.mark.parametrize(
    ("form", "text"),
    [(Form.AS_GIVEN, "Ａe\u0301①"), (Form.NFC, "Ａé①"), (Form.NFKC, "Aé1")],
)
def test_normal_forms(tmp_path: Path, form: Form, text: str):
    assert texts_of(read(tmp_path, '{"id": "a", "text": "Ａe\u0301①"}', form=form)) == [text]


def test_several_fields_are_joined(tmp_path: Path):
    path = tmp_path / "two.jsonl"
    path.write_text('{"id": "a", "title": "专利", "abstract": "一种"}', encoding="utf-8")
    documents = read_documents(path, name_field="id", text_fields=["title", "abstract"])
    assert texts_of(documents) == ["专利\n一种"]


def test_no_file_and_a_folder(tmp_path: Path):
    with pytest.raises(NotFoundError):
        read_documents(tmp_path / "none.jsonl", name_field="id", text_fields=["text"])
    with pytest.raises(StorageError):
        read_documents(tmp_path, name_field="id", text_fields=["text"])


def test_a_large_file_comes_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "many.jsonl"
    lines = [f'{{"id": {number % 7}, "text": "专利{number}"}}' for number in range(9)]
    path.write_text("\n".join(lines), encoding="utf-8")
    batches = list(read_batches(path, name_field="id", text_fields=["text"], most=3))
    assert [each.names for each in batches] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [texts_of(each) for each in batches][1] == ["专利3", "专利4", "专利5"]
    assert [problem.position for problem in batches[-1].problems] == ["line 8", "line 9"]
    monkeypatch.setattr(line_reading, "BATCH_BYTES", 14)
    batches = list(read_batches(path, name_field="id", text_fields=["text"]))
    assert [each.names for each in batches] == [[0, 1], [2, 3], [4, 5], [6]]
