"""Events by their words: the first that fits counts, details where they are asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from zhiheng.core.protection.events import Event, EventWords, effect_of, mark_event, patent_event

WORDS = EventWords(
    marks={
        "invalidated": ["无效宣告公告"],
        "refused": ["商标注册申请|驳回"],
        "opposed": ["商标异议"],
        "filed": ["商标注册申请"],
    },
    patents={"granted": ["=授权"], "lapsed": ["专利权的终止"]},
    about={"invalidation": ["无效宣告"], "transfer": ["转移"]},
)


def event(name: str, details: str = "") -> Event:
    """An event of a day."""
    return Event("1", "星耀", dt.date(2026, 7, 1), name, details)


@pytest.mark.parametrize(
    ("name", "details", "effect"),
    [
        ("无效宣告公告", "", "invalidated"),
        ("商标注册申请", "驳回通知发文", "refused"),
        ("商标注册申请", "受理通知", "filed"),
        ("变更名义", "", ""),
    ],
)
def test_effects_follow_the_declared_words(name: str, details: str, effect: str):
    assert effect_of(name, details, WORDS.marks) == effect


def test_a_whole_name_is_no_beginning():
    assert effect_of("授权公告", "", WORDS.patents) == ""
    assert effect_of("授权", "", WORDS.patents) == "granted"


def test_what_is_no_news_is_not_told_and_what_it_is_about_is():
    assert mark_event(event("商标注册申请", "受理通知"), WORDS) is None
    asked = mark_event(event("无效宣告申请收文"), WORDS)
    assert asked is not None
    assert (asked.kind, asked.severity) == ("invalidation", "high")


def test_sentences_have_short_details_and_repeat_nothing():
    refused = mark_event(event("商标注册申请", "驳回通知发文"), WORDS)
    assert refused is not None
    assert "商标注册申请（驳回通知发文）" in refused.words.zh
    granted = patent_event(event("授权", "授权"), WORDS)
    assert granted is not None
    assert granted.words.zh.endswith("2026-07-01 授权。")


def test_a_transfer_announced_has_the_key_of_the_register_of_transfers():
    moved = patent_event(event("专利权的转移"), WORDS)
    assert moved is not None
    assert moved.key == "transfer:1:2026-07-01"
