"""What people fill in is read into one form for each kind, and everything wrong is told at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.procedures.small import declared, small, words
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.procedures.declared import FormField, Material
from zhiheng.core.procedures.forms import asked, demanded, fields_of, read

KINDS = (
    "line", "text", "date", "integer", "money", "choice", "choices", "yes-no", "uscc",
    "patent-number", "trademark-number", "division", "phone", "mail", "identity-number",
)  # fmt: skip
CHOICES = {"red": words("红"), "green": words("绿"), "blue": words("蓝")}


def field(name: str, kind: str = "line", **more: Any) -> FormField:
    choices = {"choices": CHOICES} if kind in ("choice", "choices") else {}
    return FormField.model_validate(
        {"field": name, "kind": kind, "label": words(f"字段{name}"), **choices, **more}
    )


def read_one(kind: str, text: str, **more: Any) -> str:
    """Return what is kept of a text; "!" and the code where it is refused."""
    values, problems = read([field("it", kind, **more)], {"it": text})
    return f"!{problems['it'].code}" if problems else values["it"]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("line", "  知衡   科技\n公司 ", "知衡 科技 公司"),
        ("line", "e\u0301", "é"),
        ("text", "第一行\r\n第二行", "第一行\r\n第二行"),
        ("date", "2026-09-17", "2026-09-17"),
        ("date", "20260917", "2026-09-17"),
        ("integer", "1,024", "1024"),
        ("integer", "００７", "7"),
        ("money", "500,000", "500000.00"),
        ("money", "５００．５元", "500.50"),
        ("money", "0", "0.00"),
        ("money", "9999999999999.99", "9999999999999.99"),
        ("choice", "green", "green"),
        ("choices", "blue, red,blue", "red,blue"),
        ("yes-no", "no", "no"),
        ("uscc", "91440300192189783k", "91440300192189783K"),
        ("patent-number", "ZL 2020 1 0000001.1", "202010000001.1"),
        ("trademark-number", "12345678", "12345678"),
        ("division", "440305", "440305"),
        ("phone", "+86 (755) 8888-8888", "+86 (755) 8888-8888"),
        ("mail", "name@example.cn", "name@example.cn"),
        ("identity-number", "11010519491231002x", "11010519491231002X"),
        ("identity-number", "e12345678", "E12345678"),  # pragma: allowlist secret
    ],
)
def test_each_kind_is_kept_in_one_form(kind: str, text: str, kept: str):
    assert read_one(kind, text) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("line", "字" * 201),
        ("line", "bell\x07"),
        ("text", "字" * 4_001),
        ("text", "null\x00"),
        ("date", "2026-02-29"),
        ("date", "17/09/2026"),
        ("date", "明天"),
        ("integer", "-1"),
        ("integer", "1.5"),
        ("integer", "十二"),
        ("integer", "1" * 13),
        ("money", "-1"),
        ("money", "-0"),
        ("money", "1e5"),
        ("money", "1_000"),
        ("money", "0.001"),
        ("money", "NaN"),
        ("money", "Infinity"),
        ("money", "10000000000000.00"),
        ("money", "五万"),
        ("choice", "purple"),
        ("choice", "红"),
        ("choice", "red,green"),
        ("choices", "red,purple"),
        ("choices", ","),
        ("yes-no", "是"),
        ("uscc", "91440300192189783A"),  # pragma: allowlist secret
        ("patent-number", "ZL 2020 1 0000001.7"),
        ("trademark-number", "abc"),
        ("division", "999999"),
        ("phone", "110"),
        ("phone", "call me"),
        ("phone", "٣٣٣٣٣٣٣٣"),
        ("mail", "name.example.cn"),
        ("mail", "a@b"),
        ("mail", f"{'x' * 250}@example.cn"),
        ("mail", "na\x00me@example.cn"),
        ("identity-number", "12"),
        ("identity-number", "１１０１０５１９４９１２３１００２٣"),
    ],
)
def test_what_does_not_fit_is_refused_and_told_in_words(kind: str, text: str):
    _, problems = read([field("it", kind)], {"it": text})
    for language in ("zh", "en"):
        assert problem_text(problems["it"], language)
    assert read_one(kind, text).startswith("!")


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_text_is_either_kept_or_told_and_what_is_kept_is_read_the_same(kind: str, text: str):
    values, problems = read([field("it", kind)], {"it": text}, complete=False)
    assert not (values and problems)
    if values:
        assert read([field("it", kind)], values) == (values, {})


def test_a_length_and_a_ceiling_of_its_own():
    assert read_one("line", "一二三四", longest=3) == "!form.too_long"
    assert read_one("text", "字" * 5_000, longest=6_000) == "字" * 5_000
    assert read_one("integer", "11", largest=10) == "!form.too_large"
    assert read_one("money", "10.01", largest=10) == "!form.too_large"
    assert read_one("money", "10.00", largest=10) == "10.00"


def test_everything_wrong_and_missing_is_told_at_once():
    fields = [field("a"), field("b", "date"), field("c", "money"), field("d", required=False)]
    values, problems = read(fields, {"a": "  ", "b": "gestern", "c": "12", "e": "unknown"})
    assert values == {"c": "12.00"}
    assert {name: each.code for name, each in problems.items()} == {
        "a": "form.missing", "b": "form.not_a_date",
    }  # fmt: skip


def test_a_draft_may_be_incomplete_but_not_wrong():
    fields = [field("a"), field("b", "date")]
    assert read(fields, {}, complete=False) == ({}, {})
    _, problems = read(fields, {"b": "gestern"}, complete=False)
    assert set(problems) == {"b"}


def test_a_field_is_asked_only_where_its_condition_holds():
    fields = [
        field("colour", "choices"),
        field("shade", when={"field": "colour", "is": ["red", "green"]}),
    ]
    assert read(fields, {"colour": "blue", "shade": "dark"}) == ({"colour": "blue"}, {})
    _, problems = read(fields, {"colour": "blue,green"})
    assert set(problems) == {"shade"}
    assert read(fields, {"colour": "red", "shade": "dark"})[0]["shade"] == "dark"


def test_an_answer_that_is_no_longer_asked_asks_for_nothing():
    fields = [
        field("agent", "yes-no"),
        field("kind", "choice", when={"field": "agent", "is": ["yes"]}),
        field("name", when={"field": "kind", "is": ["red"]}),
    ]
    # Somebody said yes and red, then went back and said no.
    assert read(fields, {"agent": "no", "kind": "red"}) == ({"agent": "no"}, {})
    assert [each.field for each in asked(fields, {"agent": "no", "kind": "red"})] == ["agent"]
    assert len(asked(fields, {"agent": "yes", "kind": "red"})) == 3


def test_a_wrong_answer_to_what_is_not_asked_is_no_problem():
    fields = [
        field("agent", "yes-no"),
        field("since", "date", when={"field": "agent", "is": ["yes"]}),
    ]
    assert read(fields, {"agent": "no", "since": "gestern"}) == ({"agent": "no"}, {})


def test_files_are_demanded_where_their_condition_holds():
    files = [
        Material.model_validate({"material": "identity", "title": words("证明")}),
        Material.model_validate(
            {"material": "power", "title": words("授权"), "when": {"field": "agent", "is": ["yes"]}}
        ),
    ]
    assert [each.material for each in demanded(files, {"agent": "no"})] == ["identity"]
    assert [each.material for each in demanded(files, {"agent": "yes"})] == ["identity", "power"]


def test_the_fields_of_a_form_come_in_the_order_of_its_sections():
    content = small()
    content["form"].append({
        "section": "more", "title": words("其他"),
        "fields": [{"field": "note", "kind": "text", "label": words("备注")}],
    })  # fmt: skip
    assert [each.field for each in fields_of(declared(content))] == [
        "title", "respondent_name", "urgent", "note",
    ]  # fmt: skip
