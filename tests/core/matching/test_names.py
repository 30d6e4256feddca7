"""The comparison of two names: answers, reasons, and names nobody should give it."""

from __future__ import annotations

import itertools

import pytest

from zhiheng.core.characters import is_han
from zhiheng.core.matching.findings import CODES
from zhiheng.core.matching.names import THRESHOLD, compare_names
from zhiheng.core.matching.sentences import sentences
from zhiheng.core.matching.weights import load_weights


def codes(a: str, b: str) -> list[str]:
    return [reason.code for reason in compare_names(a, b).reasons]


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("深圳市星耀科技有限公司", "广州市星耀科技有限公司", "place.different"),
        ("湖北晨岳药业有限公司", "武汉晨岳药业有限公司", "place.level"),
        ("星耀科技有限公司", "深圳市星耀科技有限公司", "place.missing"),
        ("深圳市南山区星耀科技有限公司", "深圳市星耀科技有限公司", "place.wider"),
        ("人民医院", "深圳市人民医院", "place.name_missing"),
        ("深圳市南山区人民医院", "深圳市人民医院", "place.name_wider"),
        ("哈尔滨工业大学", "哈尔滨工业大学（深圳）", "site.different"),
        ("未来方舟科技有限公司", "末来方舟科技有限公司", "distinctive.typing"),
        ("立讯达电子有限公司", "立迅达电子有限公司", "distinctive.one_character"),
        ("恒信科技有限公司", "恒信达科技有限公司", "distinctive.contained"),
        ("未来方舟科技有限公司", "未来之星科技有限公司", "distinctive.partly"),
        ("星耀科技有限公司", "海棠科技有限公司", "distinctive.different"),
        ("星耀科技有限公司", "Xingyao Tech Ltd", "distinctive.spelled"),
        ("日升月恒科技有限公司", "Rishengyuehen Tech Ltd", "distinctive.spelled_nearly"),
        ("深圳大学", "广州大学", "distinctive.none"),
        ("星耀科技有限公司", "星耀技术有限公司", "trade.synonym"),
        ("星耀", "星耀科技有限公司", "trade.shortened"),
        ("星耀电子有限公司", "星耀电子科技有限公司", "trade.part"),
        ("星耀电子有限公司", "星耀食品有限公司", "trade.different"),
        ("星耀科技有限公司", "星耀科技股份有限公司", "form.variant"),
        ("星耀科技", "星耀科技有限公司", "form.missing"),
        ("星耀研究院", "星耀研究所", "form.different"),
        ("星耀集团有限公司", "星耀科技有限公司", "group.one"),
        ("浙江大学", "浙江大学医学院", "branch.unit"),
        ("浙江大学", "浙江大学苏州研究院", "branch.related"),
        ("武汉大学苏州研究院", "武汉大学深圳研究院", "branch.different"),
        ("第一人民医院", "第二人民医院", "ordinal.different"),
        ("张伟", "張偉", "name.equal"),
        ("张伟", "Wei Zhang", "person.spelled"),
        ("李晓明", "李小明", "person.one_character"),
        ("李晓明", "王建国", "person.different"),
        ("李晓明", "X. Li", "person.initials"),
        ("李晓明", "Li XM", "person.initials"),
        ("吕秋实", "Lv Q. S.", "person.initials"),
        ("赵子墨", "赵子墨工作室", "person.and_organisation"),
        ("John Smith", "Smith John", "words.order"),
        ("Sergei Lavrov", "SergejLavrov", "words.joined"),
        ("John Smith", "Jon Smith", "words.typing"),
        ("J Smith", "John Smith", "words.initials"),
        ("Fund 1", "Fund 2", "words.number"),
        ("Acme Foods", "Acme Toys", "words.trade_swapped"),
        ("Shenzhen Acme", "Wuhan Acme", "words.place_swapped"),
        ("", "星耀", "name.empty"),
    ],
)
def test_each_finding_is_told(a: str, b: str, code: str):
    assert code in codes(a, b)


def test_equal_names_say_that_a_name_is_no_person():
    compared = compare_names("李晓明", "李曉明")
    assert (compared.score, compared.same) == (1.0, True)
    assert [reason.code for reason in compared.reasons] == ["name.equal", "person.caution"]


def test_a_sister_university_institute_is_related_and_says_so():
    compared = compare_names("武汉大学苏州研究院", "武汉大学深圳研究院")
    assert not compared.same
    sentence = next(r.words.zh for r in compared.reasons if r.code == "branch.different")
    assert sentence == "同一单位的不同机构：“苏州研究院”与“深圳研究院”，有关联，但不是同一主体。"


def test_sentences_show_the_characters_of_the_names():
    reasons = compare_names("騰訊科技（深圳）有限公司", "星耀科技（深圳）有限公司").reasons
    words = next(each.words for each in reasons if each.code == "distinctive.different")
    assert words.zh == "字号不同：“騰訊”与“星耀”。"
    assert words.en == "Different distinctive parts: “騰訊” and “星耀”."


def test_every_finding_has_a_sentence_and_every_sentence_a_use():
    told = {code for code in CODES if not code.startswith("base.")} - {"words.organisation"}
    special = {"name.equal", "name.empty", "name.unrelated", "person.caution"}
    assert set(sentences()) == told | special
    for sentence in sentences().values():
        assert sentence.zh.endswith("。")
        assert sentence.en.endswith(".")
        assert any(map(is_han, sentence.zh))


def test_the_weights_are_versioned():
    weights = load_weights()
    assert weights.version == 1
    assert len(weights.values) == len(CODES) == len(set(CODES))
    assert weights.threshold == THRESHOLD == 0.5


ODD = [
    "", " \t", "😀🎉", "科" * 2000, "شركة النور", "有限公司", "深圳", "Abc星耀Ω有限公司",
    "\x00\x07\u200b", "a" * 2000, "(((", "张", "Ltd", "１２３", "ソニー",
    "深圳市科技有限公司", "\ud800",
]  # fmt: skip


FORMS = ("有限公司", "Ltd")


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations_with_replacement(ODD, 2)))
def test_odd_names_are_compared_without_surprise(a: str, b: str):
    compared = compare_names(a, b)
    again = compare_names(b, a)
    assert 0.0 <= compared.score <= 1.0
    assert (again.score, again.same) == (compared.score, compared.same)
    assert compared.reasons
    assert all(reason.words.zh and 0 <= reason.score <= 1 for reason in compared.reasons)
    comparable = any(map(str.isalnum, a)) and a not in FORMS
    assert compared.same is (comparable and a == b)


def test_a_name_of_legal_form_alone_is_nobodys():
    assert not compare_names("有限公司", "股份有限公司").same
    assert not compare_names("Ltd", "Limited").same
