"""Saying in Chinese and English how a query was read."""

from __future__ import annotations

from zhiheng.core.declarations.models import SearchField, Wording
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.search.fields import BY_NAME
from zhiheng.core.search.query import (
    LONG_QUESTION,
    And,
    Choice,
    Classification,
    Everything,
    Near,
    Not,
    Nothing,
    Number,
    Or,
    Phrase,
    Query,
    Range,
    Truncated,
    Words,
)

LONGEST_TOLD = 60  # characters of a word or question that are repeated
MOST_TOLD = 12  # parts of an OR or AND that are told one by one
_READINGS = {
    "application_number": Wording(zh="专利申请号", en="patent application number"),
    "document_number": Wording(zh="专利文献号", en="publication number"),
    "uscc": Wording(zh="统一社会信用代码", en="unified social credit code"),
    "number": Wording(zh="注册号、登记号等其他号码", en="registration or other number"),
}


def narrate(query: Query) -> tuple[Wording, ...]:
    """Return sentences: one for the query, or one for each part that must hold."""
    parts = query.parts if isinstance(query, And) else (query,)
    sentences = [_sentence(part) for part in parts[:MOST_TOLD]]
    if len(parts) > MOST_TOLD:
        more = len(parts) - MOST_TOLD
        sentences.append(Wording(zh=f"另有 {more} 个条件。", en=f"And {more} conditions more."))
    return tuple(sentences)


def _sentence(query: Query) -> Wording:
    told = _told(query)
    return Wording(zh=f"{told.zh}。", en=f"{told.en[:1].upper()}{told.en[1:]}.")


def _told(query: Query) -> Wording:
    if isinstance(query, And):
        return _list(query.parts, "，并且", " and ")
    if isinstance(query, Or):
        return _list(query.parts, "，或者", " or ")
    if isinstance(query, Not):
        inner = _told(query.part)
        return Wording(zh=f"不要：{inner.zh}", en=f"not: {inner.en}")
    if isinstance(query, Everything):
        return Wording(zh="全部记录", en="all records")
    if isinstance(query, Nothing):
        return Wording(zh="没有可以检索的内容", en="nothing that can be searched for")
    return _leaf(query)


def _list(parts: tuple[Query, ...], zh: str, en: str) -> Wording:
    told = [_told(part) for part in parts[:MOST_TOLD]]
    more = len(parts) - MOST_TOLD
    end_zh, end_en = (f"等 {len(parts)} 项", f" and {more} more") if more > 0 else ("", "")
    return Wording(
        zh=f"（{zh.join(each.zh for each in told)}{end_zh}）",
        en=f"({en.join(each.en for each in told)}{end_en})",
    )


def _leaf(query: Query) -> Wording:
    if isinstance(query, Words):
        return _question(query)
    if isinstance(query, Phrase):
        where = _where(query.fields)
        text = _cut(query.text)
        return Wording(zh=f"{where.zh}含有“{text}”", en=f'"{text}" {where.en}')
    if isinstance(query, Truncated):
        where = _where(query.fields)
        text = _cut(query.text)
        return Wording(
            zh=f"{where.zh}含有以“{text}”开头的词", en=f'a word beginning "{text}" {where.en}'
        )
    if isinstance(query, Near):
        return _near(query)
    return _value(query)


def _question(query: Words) -> Wording:
    text = _cut(query.text)
    count = len(set(query.terms)) or len(set(query.singles))
    if count <= query.least:
        return Wording(
            zh=f"任何位置含有“{text}”的字词，最相符的在前",
            en=f'the words of "{text}" anywhere, best matches first',
        )
    long = count >= LONG_QUESTION
    zh = "；极常见的词可不计，按比例降低" if long else ""
    en = "; in proportion where very frequent ones are left out" if long else ""
    return Wording(
        zh=f"任何位置含有“{text}”中的字词（{count} 个词中至少 {query.least} 个{zh}），最相符的在前",
        en=f'words of "{text}" anywhere (at least {query.least} of {count} terms{en}), '
        "best matches first",
    )


def _near(query: Near) -> Wording:
    where = _where(query.fields)
    left, right = _cut(query.left.text), _cut(query.right.text)
    order = "在前，" if query.ordered else ""
    before = " before" if query.ordered else " and"
    return Wording(
        zh=f"{where.zh}“{left}”{order}与“{right}”相隔不超过 {query.distance} 个字或词",
        en=f'"{left}"{before} "{right}" within {query.distance} characters or words {where.en}',
    )


def _value(query: Query) -> Wording:
    if isinstance(query, Number):
        return _number(query)
    if isinstance(query, Classification):
        shown = query.prefix.upper()
        return Wording(zh=f"分类号 {shown} 及其下位", en=f"class {shown} with all below it")
    if isinstance(query, Range):
        return _range(query)
    assert isinstance(query, Choice)
    title = BY_NAME[query.field].title
    told = _place_names(query.values) if query.field == "division" else query.values
    return Wording(
        zh=f"{title.zh}为“{query.text}”（{'、'.join(told[:8])}）",
        en=f"{title.en} {query.text} ({', '.join(told[:8])})",
    )


def _place_names(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the divisions by name; a code that the list does not hold stays a code."""
    divisions = load_divisions()
    known = [divisions.find(code) is not None for code in codes]
    return tuple(
        divisions.full_name_of(code) if is_known else code
        for code, is_known in zip(codes, known, strict=True)
    )


def _number(query: Number) -> Wording:
    zh = "，或".join(f"{_READINGS[each.kind].zh} {each.canonical}" for each in query.readings)
    en = " or ".join(f"{_READINGS[each.kind].en} {each.canonical}" for each in query.readings)
    if len(query.readings) == 1:
        return Wording(zh=zh, en=en)
    return Wording(
        zh=f"号码“{query.text}”有几种读法，都检索：{zh}",
        en=f'the number "{query.text}" can be read in several ways, all searched: {en}',
    )


def _range(query: Range) -> Wording:
    title = BY_NAME[query.field].title
    first, last = (_day(each) for each in (query.first, query.last))
    if query.first is None:
        return Wording(zh=f"{title.zh}不晚于 {last}", en=f"{title.en} not after {last}")
    if query.last is None:
        return Wording(zh=f"{title.zh}不早于 {first}", en=f"{title.en} not before {first}")
    if query.first == query.last:
        return Wording(zh=f"{title.zh}为 {first}", en=f"{title.en} on {first}")
    return Wording(zh=f"{title.zh}自 {first} 至 {last}", en=f"{title.en} from {first} to {last}")


def _where(fields: tuple[SearchField, ...]) -> Wording:
    if not fields:
        return Wording(zh="任何位置", en="anywhere")
    zh = "或".join(BY_NAME[field].title.zh for field in fields)
    en = " or ".join(BY_NAME[field].title.en for field in fields)
    return Wording(zh=f"{zh}中", en=f"in {en}")


def _day(day: int | None) -> str:
    text = f"{day or 0:08d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"
