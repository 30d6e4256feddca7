"""What a score is made of: which term in which field gave how much."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tantivy

from zhiheng.core.search.fields import BY_NAME
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.results import Explanation, Share
from zhiheng.core.search.tantivy_queries import Translator
from zhiheng.core.search.tantivy_schema import RANKED, text_field_names
from zhiheng.core.search.terms import cut
from zhiheng.core.search.text_index import SearchRequest

_TERM = re.compile(r'Term=Term\(field=(\d+), type=\w+, "(.*)"\)')
MOST_TOLD = 5
_TITLES = {
    "text": ("全文", "whole text"),
    "passage": ("最相符段落", "best passage"),
    "likelihood": ("语言模型", "language model"),
    "length": ("篇幅", "length"),
    "exact": ("号码或名称完全相符", "the very number or name"),
    "body": ("权利要求与说明书", "claims and description"),
    "persons": ("姓名", "names of persons"),
    "words": ("全部字段", "all fields"),
}


def explain(
    searcher: tantivy.Searcher,
    translator: Translator,
    request: SearchRequest,
    address: Any,
    shown: Mapping[str, Any],
) -> Explanation:
    """Return the explanation of one record's score as the index gives it."""
    query = translator.request(request)
    try:
        told = json.loads(query.explain(searcher, address).to_json())
    except ValueError:
        return explained((), 0.0)
    shares = list(_shares(told))
    return explained(_by_field(shares, shown, translator.ranking), float(told["value"]))


def explained(shares: Sequence[Share], score: float) -> Explanation:
    """Return an explanation with its sentences."""
    ordered = tuple(sorted(shares, key=lambda share: -abs(share.score)))
    # A pair tells more than the two characters it is made of.
    named = sorted((s for s in ordered if s.term), key=lambda share: len(share.term) == 1)
    best = named[:MOST_TOLD]
    if not best:
        return Explanation(
            score,
            ordered,
            f"得分 {score:.2f}；没有参与评分的字词。",
            f"Score {score:.2f}; no term was scored.",
        )
    zh = "，".join(f"{_title(s.field)[0]}中的“{s.term}”{s.score:+.2f}" for s in best)
    en = ", ".join(f'"{s.term}" in {_title(s.field)[1]} {s.score:+.2f}' for s in best)
    return Explanation(
        score, ordered, f"得分 {score:.2f}，主要来自{zh}。", f"Score {score:.2f}, mostly {en}."
    )


def _title(field: str) -> tuple[str, str]:
    if field in BY_NAME:
        title = BY_NAME[field].title
        return title.zh, title.en
    return _TITLES.get(field, (field, field))


def _shares(told: Mapping[str, Any], factor: float = 1.0) -> Iterator[Share]:
    """Yield the leaves of Tantivy's explanation: terms with their part of the score."""
    value = float(told["value"]) * factor
    term = next(filter(None, map(_TERM.search, told.get("context") or ())), None)
    if term:
        yield Share(term[2], _field_name(int(term[1])), value)
        return
    details = told.get("details") or ()
    if told.get("description", "").startswith("Const"):
        if value:
            yield Share("=", "exact", value)
        return
    if told.get("description", "").startswith("Boost") and details:
        inner = float(details[0]["value"])
        factor = value / inner if inner else 0.0
    for detail in details:
        yield from _shares(detail, factor)


def _field_name(number: int) -> str:
    """Return the field that Tantivy calls by its place in the schema."""
    names = [*text_field_names(), *RANKED]
    return names[number].removesuffix("_persons") if number < len(names) else "exact"


def _by_field(shares: Sequence[Share], shown: Mapping[str, Any], ranking: Ranking) -> list[Share]:
    """Divide what a term gave in the field of all words among the fields it stands in."""
    occurrences: dict[str, dict[str, float]] = defaultdict(dict)
    for name, texts in shown["texts"].items():
        weight = ranking.weight(name)
        if not weight:
            continue
        for text in texts:
            found = cut(text)
            for term in (*found.singles, *found.pairs, *found.words):
                occurrences[term][name] = occurrences[term].get(name, 0) + weight
    divided = []
    for share in shares:
        fields = occurrences.get(share.term)
        if share.field != "words" or not fields:
            divided.append(share)
            continue
        total = sum(fields.values())
        divided += [Share(share.term, n, share.score * w / total) for n, w in fields.items()]
    return divided
