"""Names in Latin letters, names of persons, places and spellings."""

from __future__ import annotations

import pytest

from zhiheng.core.matching.latin_name import WordKind, parse_latin_name
from zhiheng.core.matching.parts import MOST_CHARACTERS, NameKind, read_name, shortened
from zhiheng.core.matching.person_name import parse_person_name
from zhiheng.core.matching.places_in_names import is_within, latin_places, read_place
from zhiheng.core.matching.spelling import letters, pinyin


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Shenzhen Xingyao Technology Co., Ltd.", "shenzhen xingyao technology", "limited"),
        ("Siemens Aktiengesellschaft", "siemens", "joint-stock"),
        ("OOO Oboronnye Initsiativy", "oboronnye initsiativy", "limited"),
        ("Bellavista Optics S.p.A.", "bellavista optics", "joint-stock"),
        ("Harbin Institute of Technology", "harbin of technology", "university"),
        ("Fuji Import and Export", "fuji importandexport", ""),
        ("Dr. Müller's Söhne", "mullers sohne", ""),
        ("ООО Вега", "vega", "limited"),
    ],
)
def test_latin_names(text: str, words: str, form: str):
    name = parse_latin_name(text)
    assert " ".join(word.text for word in name.words) == words
    assert (name.form.name if name.form else "") == form


def test_kinds_of_words():
    name = parse_latin_name("J. Smith of Shenzhen Robotics 2 Holding")
    kinds = [word.kind for word in name.words]
    assert kinds == [
        WordKind.INITIAL,
        WordKind.WORD,
        WordKind.PARTICLE,
        WordKind.PLACE,
        WordKind.TRADE,
        WordKind.NUMBER,
    ]
    assert name.group
    assert name.is_organisation
    assert not parse_latin_name("Zhang San").is_organisation


@pytest.mark.parametrize(
    ("text", "surname", "spellings"),
    [
        ("张伟", "张", ("zhangwei", "weizhang")),
        ("歐陽修文", "欧阳", ("ouyangxiuwen", "xiuwenouyang")),
        ("单志强", "单", ("shanzhiqiang", "zhiqiangshan")),
        ("吕 秋实", "吕", ("luqiushi", "qiushilu")),
        ("王建国先生", "王", ("wangjianguo", "jianguowang")),
        ("买买提·吐尔逊", "", ("maimaitituerxun", "maimaitituerxun")),
    ],
)
def test_names_of_persons(text: str, surname: str, spellings: tuple[str, str]):
    name = parse_person_name(text)
    assert name is not None
    assert (name.surname, name.spellings) == (surname, spellings)


@pytest.mark.parametrize("text", ["", "张", "星耀科技有限公司", "Zhang Wei", "张伟2", "腾讯"])
def test_what_is_no_name_of_a_person(text: str):
    assert parse_person_name(text) is None


def test_places():
    assert read_place("广东省深圳市南山区科技园") == ("440305", 9)
    assert read_place("深圳星耀") == ("440300", 2)
    assert read_place("北京路星耀") == ("", 0)
    assert read_place("朝阳区星耀") == ("", 0)
    assert read_place("北京市朝阳区星耀") == ("110105", 6)
    assert is_within("440305", "440300")
    assert is_within("440305", "440000")
    assert not is_within("440300", "440305")
    assert (latin_places()["shenzhen"], latin_places()["hongkong"]) == ("440300", "810000")


def test_spellings():
    assert letters("ærøskøbing straße łódź") == "aeroskobing strasse lodz"
    assert letters("путин") == "putin"
    assert pinyin("吕梁abc") == "luliangabc"


def test_kinds_of_names():
    kinds = {
        "": NameKind.EMPTY,
        "😀…": NameKind.EMPTY,
        "张伟": NameKind.PERSON,
        "深圳大学": NameKind.ORGANISATION,
        "Zhang Wei": NameKind.WORDS,
        "ソニー株式会社": NameKind.WORDS,
        "محمد": NameKind.WORDS,
    }
    assert {text: read_name(text).kind for text in kinds} == kinds


def test_what_is_cut_off_still_counts():
    one, other = "科" * 2000 + "甲", "科" * 2000 + "乙"
    assert len(shortened(one, MOST_CHARACTERS)) == MOST_CHARACTERS
    assert shortened(one, MOST_CHARACTERS) != shortened(other, MOST_CHARACTERS)
    assert shortened("科", MOST_CHARACTERS) == "科"
