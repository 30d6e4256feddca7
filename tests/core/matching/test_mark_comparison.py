"""Two marks compared: the answer, the channels and what they say."""

from __future__ import annotations

from itertools import product

import pytest

from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import THRESHOLD, compare_marks
from zhiheng.core.matching.marks.sound_words import spoken
from zhiheng.core.matching.marks.syllables import sound_of

ODD = [
    "", " ", "图形", "牛", "😀", "👍牛牛", "𠮷野家", "520", "5!2!0", "한국", "X", "®", "—", "A4纸",
    "让每一个孩子都能在阳光下健康快乐成长的温暖大家庭儿童成长中心连锁品牌加盟总店旗舰体验馆" * 2,
    "a" * 200, "\0", "ΝIКЕ", "１２３ＡＢＣ", "L'Oréal & Co.",
]  # fmt: skip


def told(a: str, b: str, channel: str, language: str = "zh") -> str:
    found = {each.name: each.reason for each in compare_marks(a, b).channels}
    return found[channel].in_language(language)


@pytest.mark.parametrize("a", ODD)
def test_any_text_can_be_compared(a: str):
    for b in ("大白兔", "WAHAHA 520", a):
        found, turned = compare_marks(a, b), compare_marks(b, a)
        assert 0.0 <= found.score <= 1.0
        assert found.score == turned.score
        assert found.rules == turned.rules
        assert found.channels
        assert all(each.reason.zh and each.reason.en for each in found.channels)


@pytest.mark.parametrize("text", ["", "图形", "—"])
def test_a_mark_without_words_is_near_nothing(text: str):
    for other in ("大白兔", text):
        found = compare_marks(text, other)
        assert (found.score, found.near, found.rules) == (0.0, False, ())
        assert "没有可以比较的文字" in found.channels[0].reason.zh


def test_near_is_whether_the_score_reaches_the_threshold():
    marks = [
        "大白兔",
        "太白兔",
        "树花草",
        "蓝花草",
        "COAST",
        "TOAST",
        "金狮",
        "GOLDEN LION",
        "郎酒",
    ]
    for a, b in product(marks, marks):
        found = compare_marks(a, b)
        assert found.near == (found.score >= THRESHOLD)
        if found.rules:
            assert found.near == found.rules[0].near
        assert compare_marks(a, b, threshold=0.0).near


def test_the_same_text_scores_one():
    found = compare_marks("大白兔", "大白兔")
    assert (found.score, found.near) == (1.0, True)
    assert found.channels[0].reason.zh == "文字完全相同"


@pytest.mark.parametrize(
    ("a", "b", "channel", "words"),
    [
        ("郎酒", "朗酒", "sound", "“郎”与“朗”声母、韵母相同，声调不同（láng、lǎng），其余汉字相同"),
        ("郎酒", "朗酒", "shape", "字形近似：“郎”与“朗”都含“良”，同为左右结构，其余汉字相同"),
        ("兰花草", "南花草", "sound", "“兰”（lán）与“南”（nán）鼻音n与边音l不分"),
        ("黄山", "王山", "sound", "huang与wang不分"),
        ("大白兔", "太白兔", "shape", "“大”与“太”印刷外观近似"),
        ("己人", "已人", "shape", "“己”与“已”印刷外观近似"),
        ("520", "我爱你", "sound", "数字“5”谐音“我”（wǒ）；数字“2”谐音“爱”（ài）；"),
        ("E家人", "易家人", "sound", "字母“E”谐音“易”（yì）"),
        ("重庆", "虫庆", "sound", "“重”又读chóng，与“虫”同音"),
        ("娃哈哈", "WAHAHA", "sound", "“WAHAHA”是“娃哈哈”的拼音（wá hā hā）"),
        ("重庆", "CHONGQING", "sound", "“CHONGQING”是“重庆”的拼音（chóng qìng）"),
        ("索尼", "SONY", "sound", "“SONY”的外文读音与“索尼”（suǒ ní）相近"),
        ("書雲閣", "书云阁", "order", "“書”即“书”"),
        ("蜂蜜", "蜜蜂", "order", "汉字相同，仅排列顺序不同（“蜂蜜”、“蜜蜂”）"),
        ("88号", "八八号", "order", "数字相同，仅写法不同"),
        ("大白兔", "大白鹅", "order", "有2个汉字相同（“大白”），首字相同"),
        ("金狮", "GOLDEN LION", "meaning", "含义相同"),
        ("B00KLAND", "BOOKLAND", "letters", "字母外观相同：“0”与“O”"),
        ("ZENTARA", "ZENTERA", "letters", "仅1个字母不同（第5个字母“A”与“E”），首字母相同"),
        ("DOG", "THE DOGS", "letters", "仅词形不同（DOG、THE DOGS）"),
        ("MIMI", "MI", "letters", "“MIMI”由“MI”重叠而成"),
        ("大白兔", "大白兔奶糖王", "containment", "“大白兔奶糖王”完整包含“大白兔”，且位于开头"),
        ("栖梧", "杭州栖梧", "containment", "“杭州”属于通用名称、描述性词语或者地名，不作比较"),
        ("栖梧", "杭州栖梧", "containment", "显著部分相同（“栖梧”）"),
    ],
)  # fmt: skip
def test_a_channel_says_what_was_found(a: str, b: str, channel: str, words: str):
    assert words in told(a, b, channel)


def test_the_sentences_are_told_in_english_too():
    assert "n and l merge" in told("兰花草", "南花草", "sound", "en")
    assert "both contain “良”" in told("郎酒", "朗酒", "shape", "en")


def test_the_strongest_channel_comes_first():
    scores = [each.score for each in compare_marks("大白兔", "太白兔").channels]
    assert scores == sorted(scores, reverse=True)


def test_a_rule_names_its_source():
    [rule, *_] = compare_marks("書雲閣", "书云阁").rules
    assert "商标审查审理指南" in rule.source.instrument
    assert rule.status == "unverified"
    assert rule.near


def test_the_classes_of_the_goods_tell_what_is_generic():
    def compared(*classes: str) -> MarkComparison:
        return compare_marks("问渠软件", "问渠", nice_classes=classes)

    assert compared("9").score == compared("09").score > compared("30").score
    assert [rule.code for rule in compared("9").rules] == ["with-generic"]


def test_tones_stand_where_pinyin_writes_them():
    read = ("lao3", "liu2", "gui4", "nv3", "dou1", "ma5", "r5", "ng4")
    assert [spoken(sound_of(each)) for each in read] == [
        "lǎo", "liú", "guì", "nǚ", "dōu", "ma", "r", "ǹg"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("characters", "words", "near"),
    [
        ("乱", "YIYILAN", False),  # three syllables are not the sound of one character
        ("兰", "YIYILAN", False),
        ("李", "LIYI", False),
        ("安", "ANNA", False),
        ("伊利", "YILI", True),
        ("溪月", "XIYUE", True),
        ("溪月", "XIYUE COMPANY", True),  # what distinguishes nobody is not heard
        ("阿波罗", "APOLLO", True),
        ("布鲁诺", "BRUNO", True),
    ],
)
def test_a_foreign_word_is_not_the_sound_of_fewer_characters(characters, words, near):
    assert compare_marks(characters, words).near is near


def test_dialects_sound_closer_than_strangers():
    near, far = (compare_marks("兰花", other).score for other in ("南花", "树花"))
    assert near > far


def test_rests_of_no_known_meaning_have_none_in_common():
    names = [each.name for each in compare_marks("金维尼奥", "狮维尼奥").channels]
    assert "order" in names
    assert "meaning" not in names


def test_numerals_are_told_as_what_they_are():
    (shape,) = [each for each in compare_marks("520", "五二零").channels if each.name == "shape"]
    assert "“5”与“五”是同一数字的不同写法" in shape.reason.zh
    assert "%" not in shape.reason.zh
