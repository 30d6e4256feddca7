"""The running text of a draft is taken apart at its headings, and at nothing else."""

from __future__ import annotations

import pytest

from zhiheng.core.screening.draft_texts import claims_of, parts_of, reads_as_claims, text_lines

WHOLE = """发明名称：一种夹具

说 明 书 摘 要
本发明公开了一种夹具。

权 利 要 求 书
1. 一种夹具，其特征在于，包括底座；
所述底座上设有滑槽。
2. 根据权利要求1所述的夹具，其特征在于，滑槽为T形。

说 明 书
技术领域
本发明涉及夹具。
1. 步骤一
"""


def test_headings_tell_the_parts_however_they_are_spaced():
    parts = parts_of(text_lines(WHOLE))
    assert (parts.title, parts.abstract) == ("一种夹具", "本发明公开了一种夹具。")
    assert parts.claims == (
        "一种夹具，其特征在于，包括底座；\n所述底座上设有滑槽。",
        "根据权利要求1所述的夹具，其特征在于，滑槽为T形。",
    )
    assert parts.description == "技术领域\n本发明涉及夹具。\n1. 步骤一"
    assert not parts.guessed


def test_english_headings_and_text_behind_a_heading_on_its_line():
    text = "Title: A clamp\nAbstract: A clamp.\nClaims\n1. A clamp.\nDescription\nIt is."
    parts = parts_of(text_lines(text))
    assert (parts.title, parts.abstract) == ("A clamp", "A clamp.")
    assert (parts.claims, parts.description) == (("A clamp.",), "It is.")


def test_a_description_without_heading_begins_at_its_first_section():
    parts = parts_of(["权利要求书", "1.一种夹具。", "技术领域", "本发明涉及夹具。"])
    assert parts.claims == ("一种夹具。",)
    assert parts.description == "技术领域\n本发明涉及夹具。"


def test_drawings_are_no_part_of_the_text():
    parts = parts_of(
        ["说明书摘要", "公开了夹具。", "摘要附图", "图1", "说明书", "一种夹具", "正文。"]
    )
    assert (parts.abstract, parts.title, parts.description) == (
        "公开了夹具。",
        "一种夹具",
        "正文。",
    )


def test_text_without_headings_is_one_part_and_says_so():
    described = parts_of(["一种夹具", "本发明涉及夹具，用于机床。"])
    assert (described.title, described.description) == ("一种夹具", "本发明涉及夹具，用于机床。")
    claimed = parts_of(["1. 一种夹具，其特征在于，包括底座。", "2. 根据权利要求1所述的夹具。"])
    assert len(claimed.claims) == 2
    assert claimed.description == ""
    assert described.guessed
    assert claimed.guessed


@pytest.mark.parametrize("lines", [[], [""], ["\ufeff"], ["　"]])
def test_nothing_gives_nothing(lines: list[str]):
    assert parts_of(lines).claims == ()
    assert parts_of(lines).description == ""


def test_only_the_next_number_begins_a_claim():
    lines = [
        "1、一种方法，包括：",
        "3. 第三步；",
        "1.5毫米的垫片；",
        "2、根据权利要求1所述的方法。",
    ]
    assert claims_of(lines) == [
        "一种方法，包括：\n3. 第三步；\n1.5毫米的垫片；",
        "根据权利要求1所述的方法。",
    ]
    assert claims_of(["没有编号。", "第二行。"]) == ["没有编号。\n第二行。"]


def test_claims_in_the_field_of_the_abstract_are_recognised():
    assert reads_as_claims("1. 一种夹具，其特征在于，包括底座。")
    assert not reads_as_claims("本发明公开了一种夹具，其特征在于包括底座。")
    assert not reads_as_claims("1. 概述：夹具用于机床。")
