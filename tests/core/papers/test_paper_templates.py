from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from zhiheng.core.errors import DeclarationError, NotFoundError
from zhiheng.core.papers.loading import fills, load_templates, packaged_templates
from zhiheng.core.papers.word import fill_word, word_template

SOUND = {
    "paper": "notice",
    "title": {"zh": "答辩通知书", "en": "Notice"},
    "addressee": "{{ respondent.name }}",
    "body": ["{{ case.title }}一案，{% if form.reason %}理由：{{ form.reason }}。{% endif %}"],
}
OFFERED = frozenset(
    {"respondent.name", "case.title", "form.reason", "office.name", "today", "paper.number"}
)


def declare(folder: Path, content: dict[str, object] | str, name: str = "notice.yaml") -> Path:
    (folder / "papers").mkdir(exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / "papers" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shared_templates_become_word_files() -> None:
    templates = packaged_templates()
    shared = {"service-receipt", "notice-of-extension", "notice-of-suspension", "session-summons",
              "notice-of-resumption", "session-minutes", "notice-of-transfer", "receipt",
              "co-operation-letter"}  # fmt: skip
    assert shared <= set(templates.names)
    for name in sorted(shared):
        assert templates.word(name).startswith(b"PK")


def test_an_unknown_filter_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as caught:
        load_templates(declare(tmp_path, {**SOUND, "body": ["{{ case.title | shout }}"]}))
    assert "shout" in caught.value.problems[0].values["expected"]


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = (
        "paper: notice\n"
        "title: {zh: 通知, en: Notice}\n"
        "body:\n"
        '  - "{{ case.title"\n'
        "  - table: [[a, b], [c]]\n"
        "  - list: []\n"
        "signature: nobody\n"
    )
    with pytest.raises(DeclarationError) as caught:
        load_templates(declare(tmp_path, text))
    places = [each.position for each in caught.value.problems]
    assert places == ["line 4", "line 5", "line 6", "line 7"]


def test_a_template_fills_with_what_is_offered(tmp_path: Path) -> None:
    templates = load_templates(declare(tmp_path, SOUND))
    assert fills(templates, "notice", OFFERED) == []


def test_every_value_not_offered_is_told_with_its_place(tmp_path: Path) -> None:
    templates = load_templates(declare(tmp_path, SOUND))
    found = fills(templates, "notice", OFFERED - {"form.reason", "today"})
    assert [(each.values["received"], each.position) for each in found] == [
        ("form.reason", "body.0"),
        ("today", "signature"),
    ]


def test_whether_an_act_was_done_may_be_asked_by_its_name_alone(tmp_path: Path) -> None:
    body = ["{% if acts.answer %}{{ acts.answer.on }}{% endif %}{{ acts.answer }}"]
    templates = load_templates(declare(tmp_path, {**SOUND, "body": body}))
    found = fills(templates, "notice", OFFERED | {"acts.answer.on"})
    assert [each.values["received"] for each in found] == ["acts.answer"]


def test_an_unknown_template_is_told() -> None:
    [problem] = fills(packaged_templates(), "no-such-paper", frozenset())
    assert problem.code == "paper.no_template"


def test_an_office_s_own_word_file_replaces_ours(tmp_path: Path) -> None:
    folder = declare(tmp_path, SOUND)
    own = word_template(load_templates(folder).template("notice"))
    own = fill_word(own, {  # an office's own file asks for something else
        "office": {"name": "某局"}, "paper": {"title": "通知", "number": ""}, "today": "",
        "respondent": {"name": ""}, "case": {"title": "{{ case.stage }}"}, "form": {},
    }, name="own")  # fmt: skip
    (folder / "papers" / "notice.docx").write_bytes(own)
    templates = load_templates(folder)
    assert templates.is_own("notice")
    assert templates.word("notice") == own
    [problem] = fills(templates, "notice", OFFERED)
    assert (problem.values["received"], problem.position) == ("case.stage", "notice.docx")


def test_a_word_file_that_is_none_and_one_of_no_template_are_told(tmp_path: Path) -> None:
    folder = declare(tmp_path, SOUND)
    (folder / "papers" / "notice.docx").write_bytes(b"not a package")
    (folder / "papers" / "other.docx").write_bytes(b"not a package")
    with pytest.raises(DeclarationError) as caught:
        load_templates(folder)
    assert [each.code for each in caught.value.problems] == ["paper.not_word", "paper.no_template"]


def test_a_template_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        packaged_templates().template("no-such-paper")
