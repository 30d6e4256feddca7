"""Marks as they are read, and the characters they are made of."""

from __future__ import annotations

import pytest

from zhiheng.core.matching.marks.characters import (
    character_table,
    confusable_syllables,
    look_alikes,
    simplified,
)
from zhiheng.core.matching.marks.columns import GENERIC, NUMBER, columns_of, reading_version
from zhiheng.core.matching.marks.lookup import UNKNOWN, place_of
from zhiheng.core.matching.marks.numerals import in_digits
from zhiheng.core.matching.marks.phonemes import sounds_of_word
from zhiheng.core.matching.marks.reading import read_mark
from zhiheng.core.matching.marks.syllables import confusions_between, split_syllable
from zhiheng.core.matching.marks.tokens import is_fixed, tokens_of


@pytest.mark.parametrize(
    ("text", "characters", "words"),
    [
        ("娃哈哈WAHAHA", "娃哈哈", ["wahaha"]),
        ("書雲閣", "书云阁", []),
        ("芸香谷", "芸香谷", []),
        ("A4纸", "a4纸", []),
        ("7C", "7c", []),
        ("GTR-9", "", ["gtr9"]),
        ("X.O.酱王", "酱王", ["xo"]),
        ("B00KLAND", "", ["b00kland"]),
        ("ΝΙΚΕ", "", ["nike"]),
        ("café", "", ["cafe"]),
        ("知味斋®", "知味斋", []),
        ("👍牛牛", "牛牛", []),
        ("😀", "😀", []),
        ("图形", "", []),
        ("", "", []),
    ],
)
def test_characters_and_words(text: str, characters: str, words: list[str]):
    mark = read_mark(text)
    assert mark.characters == characters
    assert [word.text for word in mark.words] == words
    assert mark.empty == (not characters and not words)


@pytest.mark.parametrize(
    ("text", "classes", "core"),
    [
        ("珠海大白兔", (), "大白兔"),
        ("问渠软件", ("9",), "问渠"),
        ("问渠软件", ("30",), "问渠软件"),
        ("北京", (), "北京"),
        ("中国中华", (), "中国"),
        ("老槐树下1956", (), "槐树下"),
        ("金丝猴", (), "金丝猴"),
        ("小弘毅成", (), "弘毅成"),
        ("10086", (), "10086"),
    ],
)
def test_what_distinguishes(text: str, classes: tuple[str, ...], core: str):
    assert read_mark(text, classes).core == core


def test_words_that_distinguish_nobody():
    assert read_mark("OSTARA GROUP").core_letters == "ostara"
    assert read_mark("The Company").core_letters == "thecompany"
    assert read_mark("SMARTPEN").set_aside == ("smart",)


def test_pinyin_in_letters():
    assert read_mark("WAHAHA").syllables == ("wa", "ha", "ha")
    assert read_mark("SHI GUANG JI").syllables == ("shi", "guang", "ji")
    assert read_mark("BRAVO").syllables == ()
    assert read_mark("XIYUE COMPANY").syllables == ("xi", "yue")


def test_a_slogan_is_read_up_to_its_limit():
    assert len(read_mark("好" * 500).characters) == 64
    assert len(read_mark("ab" * 500).letters) == 64


def test_the_table_knows_a_character():
    lang = character_table()["朗"]
    assert [(s.initial, s.final, s.tone) for s in lang.sounds] == [("l", "ang", 3)]
    assert (lang.strokes, lang.structure, lang.components) == (10, "left-right", ("良", "月"))
    assert character_table()["朗"] == lang
    assert character_table()["書"].character == "书"
    assert len(character_table()) > 17_000


def test_a_character_beyond_the_table_is_known_by_itself():
    unknown = character_table()["\U0003134a"]
    assert (unknown.sounds, unknown.components, unknown.look_alikes) == ((), (), ())
    assert place_of("\U0003134a") == UNKNOWN + 0x3134A


def test_look_alikes_are_mutual():
    assert dict(look_alikes("未"))["末"] == dict(look_alikes("末"))["未"] > 0.9
    assert {"已", "巳"} <= set(dict(look_alikes("己")))
    assert "曰" in dict(look_alikes("日"))


def test_confusable_syllables():
    sounds = dict(confusable_syllables("lang"))
    assert 0.8 < sounds["nang"] < 1.0
    assert {"lang", "zhu"}.isdisjoint(sounds)


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [("zhuang", ("zh", "uang")), ("yu", ("", "v")), ("ju", ("j", "v")), ("er", ("", "er")),
     ("wen", ("", "un")), ("que", ("q", "ve")), ("lv", ("l", "v"))],
)  # fmt: skip
def test_initial_and_final(syllable: str, parts: tuple[str, str]):
    assert split_syllable(syllable) == parts


def test_confusions_have_names():
    [merger] = confusions_between("lan", "nan")
    assert merger.words.zh == "鼻音n与边音l不分"
    assert [each.words.en for each in confusions_between("zhan", "zang")] == [
        "flat z and retroflex zh merge",
        "an and ang merge",
    ]
    assert confusions_between("lan", "shu") == ()


def test_simplified_keeps_characters_in_daily_use():
    assert [simplified(each) for each in "書芸後𠮷"] == ["书", "芸", "后", "𠮷"]


def test_numbers_in_either_script():
    assert [in_digits(text) for text in ("八八号", "二十四", "柒C", "十全")] == [
        "88号",
        "24",
        "7C",
        "10全",
    ]


def test_foreign_sounds():
    assert sounds_of_word("phone") == sounds_of_word("fone")
    assert sounds_of_word("kwik") == sounds_of_word("quick")
    assert sounds_of_word("coffee") == sounds_of_word("cofy")
    assert [sounds_of_word(word) for word in ("liyi", "li", "baiyun")] == ["lii", "li", "beiun"]


def test_what_a_mark_says():
    assert tokens_of(read_mark("金狮")) == tokens_of(read_mark("GOLDEN LION"))
    assert tokens_of(read_mark("绿叶 GREEN LEAF")) == tokens_of(read_mark("绿叶"))
    assert not tokens_of(read_mark("ZENTARA"))[1]
    assert is_fixed(read_mark("葡萄牙"))[0]
    assert is_fixed(read_mark("SPACE"))[1]
    assert is_fixed(read_mark("贝尔蒂诺 ZENTARA")) == (False, False)


def test_columns_keep_what_is_read():
    columns = columns_of(["珠海大白兔", "", "NIKE"])
    codes = columns.codes[columns.begins[0] : columns.begins[1]]
    assert [code & NUMBER for code in codes[:5]] == [place_of(each) for each in "珠海大白兔"]
    assert [bool(code & GENERIC) for code in codes[:5]] == [True, True, False, False, False]
    assert columns.begins[1] == columns.begins[2]
    assert sum(part.nbytes for part in columns) < 3 * 250
    assert len(reading_version()) == 16
