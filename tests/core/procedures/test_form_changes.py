"""What somebody is told whose form changed since it was begun."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.procedures.small import declared, small, words
from zhiheng.core.procedures.changes import FormChange, changes_between


def fields(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of the form, to be changed."""
    found: list[dict[str, Any]] = content["form"][0]["fields"]
    return found


def told(new: dict[str, Any], old: dict[str, Any] | None = None, **given: str) -> list[FormChange]:
    return changes_between(declared(old or before()), declared(new), given)


def before() -> dict[str, Any]:
    content = small()
    fields(content)[1]["required"] = False
    fields(content).append(
        {"field": "way", "kind": "choice", "label": words("方式"),
         "choices": {"post": words("邮寄"), "desk": words("当面")}}
    )  # fmt: skip
    content["materials"] = [{"material": "proof", "title": words("证明")}]
    return content


def test_a_form_that_is_the_same_tells_nothing():
    assert told(before(), title="x") == []


def test_new_fields_and_files_and_what_became_obligatory_are_told():
    new = before()
    fields(new)[1]["required"] = True
    fields(new).append({"field": "place", "kind": "line", "label": words("地点")})
    new["materials"] = [{"material": "licence", "title": words("执照")}]
    assert [(each.kind, each.title.zh) for each in told(new)] == [
        ("required", "被请求人"), ("asked", "地点"),
        ("file_asked", "执照"), ("file_dropped", "证明"),
    ]  # fmt: skip


@pytest.mark.parametrize(("given", "answer"), [({"way": "post"}, "邮寄"), ({}, "")])
def test_a_field_that_is_gone_is_told_with_its_answer_in_words(given: dict[str, str], answer: str):
    new = before()
    fields(new).pop()
    [change] = told(new, **given)
    assert (change.kind, change.answer) == ("dropped", answer)


def test_an_answer_that_can_no_longer_be_chosen_is_told_to_who_chose_it():
    new = before()
    fields(new)[-1]["choices"].pop("post")
    assert told(new, way="desk") == []
    [change] = told(new, way="post")
    assert (change.kind, change.title.zh, change.answer) == ("choice_gone", "方式", "邮寄")


def test_a_field_asked_in_another_way_is_told():
    new = before()
    fields(new)[0]["kind"] = "text"
    fields(new)[0]["required"] = True
    [change] = told(new, title="路灯")
    assert (change.kind, change.answer) == ("kind", "路灯")
