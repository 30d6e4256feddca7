"""How the closed lists of a declaration are said, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhiheng.core.declarations.models import Wording
from zhiheng.core.procedures.declared import Capacity, VetoQuestion, When
from zhiheng.core.procedures.running import ParameterOf
from zhiheng.core.terms.dates_in_words import article_en, article_zh
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import Instrument

CAPACITIES: Mapping[Capacity, Wording] = {
    Capacity.APPLICANT: Wording(zh="申请人", en="applicant"),
    Capacity.RESPONDENT: Wording(zh="对方当事人", en="respondent"),
    Capacity.THIRD_PARTY: Wording(zh="第三人", en="third party"),
    Capacity.HANDLER: Wording(zh="承办人", en="handler"),
    Capacity.CO_HANDLER: Wording(zh="协办人员", en="co-handler"),
    Capacity.PANEL_CHAIR: Wording(zh="合议组组长", en="panel chair"),
    Capacity.PANEL_MEMBER: Wording(zh="合议组成员", en="panel member"),
    Capacity.TECHNICAL_INVESTIGATOR: Wording(zh="技术调查官", en="technical investigator"),
    Capacity.CLERK: Wording(zh="收件人员", en="clerk"),
    Capacity.HEAD: Wording(zh="负责人", en="head of the office"),
    Capacity.SUPERIOR: Wording(zh="上一级机关负责人", en="head of the office above"),
    Capacity.COOPERATOR: Wording(zh="协办机构", en="co-operating body"),
}
BOUND: Mapping[str, Wording] = {
    "office": Wording(zh="本机关", en="the office"),
    "applicant": CAPACITIES[Capacity.APPLICANT],
    "respondent": CAPACITIES[Capacity.RESPONDENT],
    "parties": Wording(zh="当事人", en="the parties"),
    "court": Wording(zh="人民法院", en="the court"),
    "police": Wording(zh="公安机关", en="the police"),
    "others": Wording(zh="其他单位", en="others"),
}
WAITING: Mapping[str, Wording] = {
    "office": Wording(zh="本机关办理", en="with the office"),
    "applicant": Wording(zh="等待申请人", en="waits for the applicant"),
    "respondent": Wording(zh="等待对方当事人", en="waits for the respondent"),
    "others": Wording(zh="等待其他单位", en="waits for others"),
}
CLOSED = Wording(zh="已办结", en="closed")
KINDS: Mapping[str, Wording] = {
    "line": Wording(zh="文字", en="text"),
    "text": Wording(zh="长文字", en="long text"),
    "date": Wording(zh="日期", en="date"),
    "integer": Wording(zh="整数", en="whole number"),
    "money": Wording(zh="金额（元）", en="amount in yuan"),
    "choice": Wording(zh="单选", en="one choice"),
    "choices": Wording(zh="多选", en="choices"),
    "yes-no": Wording(zh="是或者否", en="yes or no"),
    "uscc": Wording(zh="统一社会信用代码", en="unified social credit code"),
    "patent-number": Wording(zh="专利号", en="patent number"),
    "trademark-number": Wording(zh="商标号", en="trademark number"),
    "division": Wording(zh="行政区划", en="division"),
    "phone": Wording(zh="电话", en="telephone"),
    "mail": Wording(zh="电子邮箱", en="e-mail"),
    "identity-number": Wording(zh="证件号码", en="identity number"),
}
# What a veto asks, by the name that acts put it under; one of an office's own is said by its name.
VETOES: Mapping[str, Wording] = {
    "abnormal-filings": Wording(
        zh="有经认定的非正常专利申请", en="has confirmed abnormal filings that bar"
    ),
    "repeated-abnormal-filings": Wording(
        zh="多次实施非正常申请专利行为", en="had abnormal filings confirmed repeatedly"
    ),
}
YES_NO: Mapping[str, Wording] = {
    "yes": Wording(zh="是", en="yes"),
    "no": Wording(zh="否", en="no"),
}


def people(capacities: Iterable[Capacity], language: str) -> str:
    """Return capacities in words: 承办人、合议组组长."""
    return joined((CAPACITIES[each].in_language(language) for each in capacities), language)


def joined(words: Iterable[str], language: str) -> str:
    """Return a list in words, without a word twice."""
    return (", " if language.startswith("en") else "、").join(dict.fromkeys(words))


def quoted(words: str, language: str) -> str:
    """Return words in the quotation marks of the language."""
    return f'"{words}"' if language.startswith("en") else f"“{words}”"


def cited(source: Instrument, language: str) -> str:
    """Return the article of an instrument in words."""
    return article_en(source) if language.startswith("en") else article_zh(source)


def length_in_words(length: str, language: str) -> str:
    """Return a length in words: 15日, 5个工作日."""
    parsed = parse_length(length)
    return parsed.en if language.startswith("en") else parsed.zh


def limit_in_words(length: str, parameter: str, parameter_of: ParameterOf, language: str) -> str:
    """Return how long a term is in words; of a parameter its value."""
    return length_in_words(length or parameter_of(parameter), language)


def veto_in_words(
    question: VetoQuestion,
    labels: Mapping[str, tuple[Wording, Mapping[str, Wording]]],
    language: str,
) -> str:
    """Return what is asked before an act, about whom, and what follows if so."""
    asked = VETOES.get(question.veto, Wording(zh=question.veto, en=question.veto))
    titles = [labels[name][0].in_language(language) for name in question.of if name in labels]
    blocks = question.effect == "blocks"
    if language.startswith("en"):
        follows = "then it cannot be done" if blocks else "then that is shown to whoever acts"
        return f'asks on the day whether "{" / ".join(titles)}" {asked.en}: {follows}'
    follows = "有的不得办理" if blocks else "有的提示办理人"
    return f"办理当日核查“{'／'.join(titles)}”是否{asked.zh}，{follows}"


def condition_in_words(
    when: When | None, labels: Mapping[str, tuple[Wording, Mapping[str, Wording]]], language: str
) -> str:
    """Return a condition on the form in words; "" without one.

    `labels` holds the title of each field and of its answers.
    """
    if when is None or when.field not in labels:
        return ""
    title, answers = labels[when.field]
    known = {**YES_NO, **answers}
    said = [
        known[value].in_language(language) if value in known else value for value in when.values
    ]
    chosen = (" or " if language.startswith("en") else "或者").join(said)
    if language.startswith("en"):
        return f"where {title.en} is {chosen}"
    return f"“{title.zh}”为“{chosen}”时"
