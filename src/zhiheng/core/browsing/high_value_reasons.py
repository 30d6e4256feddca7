"""Why each of the five criteria holds for a patent, does not, or cannot be told, with evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Wording

Row = dict[str, Any]
YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: a sentence, and the register's record that it stands on."""

    words: Wording
    register: str
    key: str


Reason = tuple[str, Wording, tuple[Evidence, ...]]


@dataclass(frozen=True)
class Facts:
    """What the registers hold about one granted invention; `row` is that of `high-value-patents`.

    `has_text`: a document of it has an abstract or claims. `empty` are the criteria whose register
    holds nothing at all.
    """

    patent: Row
    row: Row | None
    has_text: bool
    industries: Sequence[Row] = ()
    abroad: Sequence[Row] = ()
    pledges: Sequence[Row] = ()
    awards: Sequence[Row] = ()
    abnormal: Sequence[Row] = ()
    empty: frozenset[str] = field(default=frozenset())


def reasons_of(facts: Facts, catalogue: Catalogue, *, on: date) -> Mapping[str, Reason]:
    """Return for each criterion the answer on a day, the reason and the evidence."""
    return {
        "industry": _industry(facts, catalogue, on),
        "family": _family(facts, on),
        "maintained": _maintained(facts.patent, catalogue, on),
        "pledge": _pledge(facts, catalogue, on),
        "award": _award(facts, catalogue, on),
    }


def _answer(days: Sequence[date], granted: date, on: date) -> str:
    return YES if any(max(day, granted) <= on for day in days) else NO


def _industry(facts: Facts, catalogue: Catalogue, on: date) -> Reason:
    register = catalogue.register("strategic-industries")
    if facts.industries:
        evidence = tuple(
            Evidence(_rule(row, register.column("branch").choices[row["branch"]]),
                     register.name, f"{row['application_number']}~{row['rule']}")
            for row in sorted(facts.industries, key=lambda row: str(row["rule"]))
        )  # fmt: skip
        answer = _answer([facts.patent["grant_date"]], facts.patent["grant_date"], on)
        return answer, Wording(zh="符合参照关系表的规则。", en="Rules of the table fit."), evidence
    if not facts.patent["ipc"]:
        return UNKNOWN, Wording(zh="没有分类号。", en="It bears no IPC symbol."), ()
    if not facts.has_text:
        return (
            UNKNOWN,
            Wording(
                zh="仅凭分类号的规则均不符合；没有摘要和权利要求，其余规则的关键词无从检验。",
                en="No rule fits by its symbols alone; without abstract and claims the keywords of "
                "the other rules cannot be tested.",
            ),
            (),
        )
    return (
        NO,
        Wording(
            zh="其分类号与文本不符合参照关系表的任何规则。",
            en="Its symbols and text fit no rule of the table.",
        ),
        (),
    )


_WHERE = {
    "title": Wording(zh="名称", en="the title"),
    "abstract": Wording(zh="摘要", en="the abstract"),
    "claims": Wording(zh="权利要求", en="the claims"),
}


def _rule(row: Row, branch: Wording) -> Wording:
    zh = f"{branch.zh}，规则 {row['rule']}：分类号 {row['symbol']} 属于 {row['pattern']}"
    en = f"{branch.en}, rule {row['rule']}: {row['symbol']} lies in {row['pattern']}"
    if row["via"]:
        zh, en = f"{zh}（分类表修订：{row['via']}）", f"{en} (by revision: {row['via']})"
    if row["keyword"]:
        where, words = _WHERE[row["keyword_in"]], row["words"] or []
        zh += f"，关键词“{row['keyword']}”见于{where.zh}（{'、'.join(words)}）"
        en += f", keyword “{row['keyword']}” in {where.en} ({', '.join(words)})"
    return Wording(zh=f"{zh}。", en=f"{en}.")


def _family(facts: Facts, on: date) -> Reason:
    granted = [row for row in facts.abroad if row["granted_on"]]
    if granted:
        evidence = tuple(
            Evidence(
                Wording(
                    zh=f"{row['office']} 于 {row['granted_on']} 授权 {row['grant_document']}。",
                    en=f"{row['office']} granted {row['grant_document']} on {row['granted_on']}.",
                ),
                "foreign-patents",
                row["grant_document"],
            )
            for row in sorted(granted, key=lambda row: (row["granted_on"], row["member"]))
        )
        days = [row["granted_on"] for row in granted]
        answer = _answer(days, facts.patent["grant_date"], on)
        return answer, Wording(zh="有境外同族专利权。", en="A family member is granted."), evidence
    if "family" in facts.empty:
        return UNKNOWN, _nothing("境外专利文献", "foreign patents"), ()
    if facts.abroad:
        named = "、".join(row["member"] for row in facts.abroad[:5])
        words = Wording(
            zh=f"境外同族 {named} 未见授权文献。", en=f"No grant is known of {named} abroad."
        )
        return NO, words, ()
    words = Wording(
        zh="登记簿中没有其境外同族。", en="No family member abroad is in the registers."
    )
    return NO, words, ()


def _maintained(patent: Row, catalogue: Catalogue, on: date) -> Reason:
    years = int(str(catalogue.value("high-value.maintained-years", on=on).value))
    clock = str(catalogue.value("high-value.maintained-from", on=on).value)
    begun = patent["grant_date"] if clock == "grant" else patent["filing_date"]
    zh, en = ("授权公告日", "grant") if clock == "grant" else ("申请日", "filing")
    if begun is None:
        return UNKNOWN, Wording(zh=f"{zh}不明。", en=f"The day of {en} is not known."), ()
    exceeded = anniversary(begun, years) + timedelta(days=1)
    told = Wording(
        zh=f"自{zh} {begun} 起，{exceeded} 起维持超过 {years} 年",
        en=f"counted from the {en} on {begun} it exceeds {years} years from {exceeded}",
    )
    ended = min(filter(None, (patent["ceased_on"], patent["expires_on"])), default=None)
    if ended and ended <= exceeded:
        zh, en = f"；权利已于 {ended} 终止。", f"; the right ended on {ended}."
        return NO, Wording(zh=told.zh + zh, en=told.en.capitalize() + en), ()
    answer = YES if max(exceeded, patent["grant_date"]) <= on else NO
    return answer, Wording(zh=f"{told.zh}。", en=f"{told.en.capitalize()}."), ()


def anniversary(day: date, years: int) -> date:
    """Return the day some years later; 29 February falls back to the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _pledge(facts: Facts, catalogue: Catalogue, on: date) -> Reason:
    least = float(str(catalogue.value("high-value.pledge-amount", on=on).value))
    running = catalogue.value("high-value.pledge-while", on=on).value == "running"
    evidence = tuple(_pledged(row) for row in sorted(facts.pledges, key=_begun))
    high = [row for row in facts.pledges if row["pledged_from"] and (row["amount"] or 0) >= least]
    wanted = f"{least / 10_000:,.0f} 万元", f"{least:,.0f} yuan"
    counting = [row for row in high if not running or not _over(row, on)]
    if counting:
        days = [row["pledged_from"] for row in counting]
        answer = _answer(days, facts.patent["grant_date"], on)
        words = Wording(
            zh=f"质押金额达到 {wanted[0]}。", en=f"A pledge secures {wanted[1]} or more."
        )
        return answer, words, evidence
    if "pledge" in facts.empty:
        return UNKNOWN, _nothing("知识产权质押登记", "pledges"), ()
    if high:
        return NO, Wording(zh="质押已结束。", en="The pledge has ended."), evidence
    if any(row["amount"] is None for row in facts.pledges):
        words = Wording(zh="质押的金额不明。", en="The amount of a pledge is not known.")
        return UNKNOWN, words, evidence
    if facts.pledges:
        words = Wording(zh=f"质押金额未达到 {wanted[0]}。", en=f"No pledge secures {wanted[1]}.")
        return NO, words, evidence
    return NO, Wording(zh="没有质押登记。", en="No pledge is registered."), ()


def _begun(row: Row) -> str:
    return f"{row['pledged_from']} {row['registration_number']}"


def _over(row: Row, on: date) -> bool:
    return any(end is not None and end <= on for end in (row["released_on"], row["pledged_to"]))


def _pledged(row: Row) -> Evidence:
    amount = row["amount"]
    zh = "金额不明" if amount is None else f"担保债权 {amount / 10_000:,.0f} 万元"
    en = "amount not known" if amount is None else f"securing {amount:,.0f} yuan"
    number, day = row["registration_number"], row["pledged_from"]
    words = Wording(
        zh=f"质押登记 {number}，{day} 登记，{zh}。", en=f"Pledge {number} of {day}, {en}."
    )
    return Evidence(words, "pledges", number)


def _award(facts: Facts, catalogue: Catalogue, on: date) -> Reason:
    register = catalogue.register("awards")
    counting = catalogue.value("high-value.awards", on=on).value
    assert isinstance(counting, list)
    evidence = tuple(_awarded(row, catalogue) for row in facts.awards)
    won = [row for row in facts.awards if row["award"] in counting and _announced(row)]
    if won:
        days = [day for row in won if (day := _announced(row))]
        answer = _answer(days, facts.patent["grant_date"], on)
        return answer, Wording(zh="获得计入的奖项。", en="It won an award that counts."), evidence
    if "award" in facts.empty:
        return UNKNOWN, _nothing("奖励", "awards"), ()
    if facts.awards:
        named = "、".join(register.column("award").choices[name].zh for name in counting)
        words = Wording(
            zh=f"所获奖项不在计入之列（{named}）。", en="The awards it won are none that count."
        )
        return NO, words, evidence
    return NO, Wording(zh="没有获奖记录。", en="No award is recorded."), ()


def _announced(row: Row) -> date | None:
    """Return the day from which an award counts."""
    announced: date | None = row["announced_on"]
    return announced or (date(row["year"], 12, 31) if row["year"] else None)


def _awarded(row: Row, catalogue: Catalogue) -> Evidence:
    register = catalogue.register("awards")
    award = register.column("award").choices[row["award"]]
    level = register.column("level").choices.get(row["level"] or "")
    zh, en = (level.zh, f", {level.en.lower()}") if level else ("", "")
    key = "~".join(str(row[name]) for name in register.key)
    words = Wording(zh=f"{row['year']} 年度{award.zh}{zh}。", en=f"{award.en} {row['year']}{en}.")
    return Evidence(words, "awards", key)


def _nothing(zh: str, en: str) -> Wording:
    return Wording(
        zh=f"登记簿“{zh}”中尚无数据，无从判断。", en=f"The register of {en} is still empty."
    )
