"""Whether a patent is of high value on a day: each of the five criteria, and by what or why not.

What holds comes from `high-value-patents`; the registers behind it tell the evidence, and why a
criterion does not hold or cannot be told: nothing was imported, an amount or day is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.core.analyses.high_value_claims import CRITERIA
from zhiheng.core.analyses.in_force import GAP
from zhiheng.core.browsing.attachments import Row, Tables
from zhiheng.core.browsing.high_value_reasons import YES, Evidence, Facts, reasons_of
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Wording

REGISTER, NUMBER = "high-value-patents", "application_number"
# What a criterion is told from; nothing can be said of one whose registers hold nothing.
TOLD_FROM = {
    "family": "foreign-patents",
    "pledge": "pledges",
    "award": "awards",
}
MOST_ROWS = 50


@dataclass(frozen=True)
class Finding:
    """One criterion on a day: `yes`, `no` or `unknown`, from when, why, and the evidence."""

    criterion: str
    words: Wording
    answer: str
    since: date | None
    reason: Wording
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class HighValue:
    """Whether a granted invention is of high value on a day, in a sentence, by criterion."""

    number: str
    on: date
    is_high_value: bool
    since: date | None
    sentence: Wording
    findings: tuple[Finding, ...] = field(default=())
    deduction: tuple[Wording, ...] = ()


def high_value_on(facts: Facts, catalogue: Catalogue, *, on: date) -> HighValue:
    """Return whether a granted invention is of high value on a day, from what is known of it."""
    row = facts.row
    reasons = reasons_of(facts, catalogue, on=on)
    findings = tuple(_finding(name, row, reasons[name], catalogue, on) for name in CRITERIA)
    return HighValue(
        number=facts.patent[NUMBER],
        on=on,
        is_high_value=row is not None and holds(row, on),
        since=row["high_value_from"] if row else None,
        sentence=_sentence(facts, findings, on),
        findings=findings,
        deduction=tuple(_deduction(each, catalogue) for each in facts.abnormal),
    )


def holds(row: Mapping[str, Any], on: date) -> bool:
    """Tell whether a row of the register is in force on a day, as `in_force` asks it."""
    ends = (row["ceased_on"], row["expires_on"], row["deducted_on"], row["high_value_until"])
    if not row["high_value_from"] <= on or any(end is not None and end <= on for end in ends):
        return False
    gaps = (gap.split(GAP) for gap in row["interruptions"] or [])
    return not any(first <= on.isoformat() < again for first, again in gaps)


def facts_of(tables: Tables, patent: Row, documents: Sequence[Row]) -> Facts | None:
    """Return what the criteria ask of a patent; None for what is no granted invention."""
    if patent["right"] != "invention" or patent["grant_date"] is None:
        return None
    number = patent[NUMBER]
    families, abroad = tables.of("families"), tables.of("overseas-patents")
    own = families.filter(families.register == "patents", families.number == number)
    pledges, awards = tables.of("pledges"), tables.of("awards")
    named = awards.filter(
        (awards.patent_number == number) | awards.related_patents.contains(number).fill_null(False)
    )
    return Facts(
        patent=patent,
        row=next(iter(tables.rows(_with(tables, REGISTER, number))), None),
        has_text=any(document["abstract"] or document["claims"] for document in documents),
        industries=tables.rows(_with(tables, "strategic-industries", number)),
        abroad=tables.rows(abroad.semi_join(own, "family_id").limit(MOST_ROWS)),
        pledges=tables.rows(
            pledges.filter(pledges.right_numbers.contains(number)).limit(MOST_ROWS)
        ),
        awards=tables.rows(named.limit(MOST_ROWS)),
        abnormal=tables.rows(_with(tables, "abnormal-filings", number)),
        empty=frozenset(
            criterion for criterion, register in TOLD_FROM.items() if _is_empty(tables, register)
        ),
    )


def _with(tables: Tables, register: str, number: str) -> Any:
    table = tables.of(register)
    return table.filter(table[NUMBER] == number).limit(MOST_ROWS)


def _is_empty(tables: Tables, name: str) -> bool:
    """Tell whether nothing was ever imported into a register, as known on the day of `tables`."""
    if tables.versions is not None:
        return tables.versions[name] is None
    return tables.engine.version(tables.catalogue.register(name)) < 0


def _finding(
    name: str,
    row: Row | None,
    told: tuple[str, Wording, tuple[Evidence, ...]],
    catalogue: Catalogue,
    on: date,
) -> Finding:
    since = row[f"{name}_from"] if row else None
    answer, reason, evidence = told
    if answer != YES and since is not None and since <= on:
        answer = YES  # the register leads, the sentence tells what is known of it
    words = catalogue.register(REGISTER).column("criteria").choices[name]
    return Finding(name, words, answer, since, reason, evidence)


def _sentence(facts: Facts, findings: Sequence[Finding], on: date) -> Wording:
    row, patent = facts.row, facts.patent
    met = [each.words for each in findings if each.answer == YES]
    zh, en = "、".join(words.zh for words in met), ", ".join(words.en.lower() for words in met)
    number = patent[NUMBER]
    if row is not None and holds(row, on):
        return Wording(
            zh=f"{on} 当日，{number} 是高价值发明专利，符合：{zh}。",
            en=f"On {on} {number} is a high-value invention patent by: {en}.",
        )
    why = _why_not(row, patent, on) if met else None
    if why is None:
        return Wording(
            zh=f"{on} 当日，{number} 不是高价值发明专利：五项标准均不满足或无从判断。",
            en=f"On {on} {number} is no high-value invention patent: no criterion is met.",
        )
    return Wording(
        zh=f"{on} 当日，{number} 不计为高价值发明专利：虽符合{zh}，但{why.zh}。",
        en=f"On {on} {number} does not count as of high value: it meets {en}, but {why.en}.",
    )


def _why_not(row: Row | None, patent: Row, on: date) -> Wording | None:
    if on < patent["grant_date"]:
        return Wording(zh="当日尚未授权", en="it was not granted yet")
    deducted = row["deducted_on"] if row else None
    if deducted and deducted <= on:
        return Wording(
            zh=f"已自 {deducted} 起作为非正常申请扣减",
            en=f"it is deducted as an abnormal filing from {deducted}",
        )
    ended = min(filter(None, (patent["ceased_on"], patent["expires_on"])), default=None)
    if ended and ended <= on:
        return Wording(zh=f"权利已于 {ended} 终止", en=f"the right ended on {ended}")
    return Wording(zh="当日权利不在有效状态", en="it was interrupted on that day")


def _deduction(abnormal: Row, catalogue: Catalogue) -> Wording:
    register = catalogue.register("abnormal-filings")
    behaviour = register.column("behaviour").choices.get(abnormal["behaviour"] or "")
    state = register.column("state").choices[abnormal["state"]]
    notice, day = abnormal["notice"] or "", abnormal["decided_on"] or abnormal["notified_on"]
    zh, en = (behaviour.zh, behaviour.en) if behaviour else ("", "")
    return Wording(
        zh=f"非正常申请通报{notice}：{zh}；处理状态为“{state.zh}”（{day}）。",
        en=f"Notice of an abnormal filing {notice}: {en}; its state is “{state.en}” ({day}).",
    )
