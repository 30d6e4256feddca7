"""What the people of the sample city watch over, and what holding it against the registers brings.

Public names that marks of the city copy, marks of its own firms, a firm with all it holds, a
patent; an owner asks for two entries, one waits and one is refused. Some alerts are judged.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample.mark_planting import MARK_TRUTH

if TYPE_CHECKING:
    from zhiheng.office.accounts.models import User
    from zhiheng.office.protection.describing import Described
    from zhiheng.office.protection.models import Alert

BASIS = {
    "work": "商标法（2019）第三十二条",
    "person": "商标法（2019）第十条第一款第（八）项",
    "scenic": "商标法（2019）第十条第一款第（八）项",
    "mark": "市知识产权局重点商标保护名录",
    "patent": "高价值发明专利培育计划",
    "enterprise": "市重点企业知识产权服务名单",
}
WORKS = ("孙悟空", "花木兰", "红楼梦", "哪吒")
PERSONS = ("李时珍", "苏东坡")
SIGHTS = ("西湖", "黄鹤楼")
MOST_MARKS = 6


def watch_over(
    city: Path, *, officer: User, owner: User, on: dt.datetime, until: dt.datetime
) -> None:
    """Fill the list as of `on`, hold it against the registers as of `until`, judge some alerts.

    A list that has entries is left alone.
    """
    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.protection.commands import list_entry
    from zhiheng.office.protection.models import Entry
    from zhiheng.office.protection.watching import hold_list

    if Entry.objects.exists():
        return
    for described in (*_names(on.date()), *_rights(city, on.date())):
        list_entry(described=described, by=officer, on=on)
    _ask(owner, officer, on=on + dt.timedelta(days=90))
    _look, made = hold_list(by=system_operator(), on=until)
    _judge(made, officer, on=until + dt.timedelta(hours=1))


def _described(kind: str, on: dt.date, **given: Any) -> Described:
    from zhiheng.office.protection.describing import Described

    words = {"reason": "纳入重点保护", "source": BASIS[kind], "valid_from": on}
    return Described(kind=kind, **{**words, **given})


def _names(on: dt.date) -> Iterator[Described]:
    for kind, names in (("work", WORKS), ("person", PERSONS), ("scenic", SIGHTS)):
        for name in names:
            yield _described(kind, on, text=name, reason="公众熟知的名称，防止抢注")


def _rights(city: Path, on: dt.date) -> Iterator[Described]:
    """Yield marks of the city that others copy, their owner once, and a patent in force."""
    from zhiheng.office.registers import lake

    numbers = [*_copied(city), *_begun_alike(on)]
    rows = _rows("trademarks", "number", numbers)
    known = {row["number"]: row for row in rows if row["begins_on"] and row["mark_text"]}
    for place, number in enumerate([each for each in numbers if each in known][:MOST_MARKS]):
        yield _described("mark", on, number=number, well_known=place == 0)
    table = lake.engine().table(lake.catalogue().register("patents"))
    granted = table.filter(table.grant_date.notnull(), table.ceased_on.isnull())
    newest = granted.order_by("filing_date", "application_number").limit(1)
    for row in lake.engine().run(newest.select("application_number")).to_pylist():
        yield _described("patent", on, number=row["application_number"])
    table = lake.engine().table(lake.catalogue().register("parties"))
    firms = table.filter(table.kind == "enterprise", table.state == "current")
    largest = firms.order_by(["party"]).filter(firms.mentions.between(15, 40)).limit(1)
    for row in lake.engine().run(largest.select("party")).to_pylist():
        yield _described("enterprise", on, party=row["party"])


def _copied(city: Path) -> list[str]:
    """Return the numbers of marks that planted ones copy, in the order of the truth."""
    path = city / MARK_TRUTH
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return list(dict.fromkeys(row["申请号"] for row in rows if row["角色"] == "来源"))


def _begun_alike(on: dt.date) -> list[str]:
    """Return registered marks with whose first two characters somebody else filed one later.

    So that a city in which nobody plants copies has something to be alerted of.
    """
    from zhiheng.office.registers import lake

    table = lake.engine().table(lake.catalogue().register("trademarks"))
    chosen = table.filter(table.office == "CN", table.mark_text.notnull())
    columns = ("number", "mark_text", "owners", "filing_date", "begins_on", "ceased_on")
    rows = lake.engine().run(chosen.select(*columns).order_by("filing_date", "number")).to_pylist()
    registered: dict[str, dict[str, Any]] = {}
    found = []
    for row in rows:
        begins = row["mark_text"][:2]
        earlier = registered.get(begins)
        if earlier and row["filing_date"] >= on and row["owners"] != earlier["owners"]:
            found.append(earlier["number"])
        if row["begins_on"] and not row["ceased_on"]:
            registered.setdefault(begins, row)
    return list(dict.fromkeys(found))


def _rows(register: str, column: str, values: list[str]) -> list[dict[str, Any]]:
    from zhiheng.office.registers import lake

    found: list[dict[str, Any]] = (
        lake.engine().run(lake.rows_with(register, column, values)).to_pylist()
    )
    return found


def _ask(owner: User, officer: User, *, on: dt.datetime) -> None:
    """Have an owner ask for two entries, of which one waits and one was refused."""
    from zhiheng.office.protection.commands import refuse_entry, request_entry
    from zhiheng.office.protection.permissions import organisations_of

    organisation = organisations_of(owner, on=on.date())[0]
    asked = [
        request_entry(
            described=_described(
                "mark", on.date(), text=text, nice_classes=["09"], reason="本单位主要品牌"
            ),
            organisation=organisation,
            by=owner,
            on=on,
        )
        for text in ("晴川工坊", "优选")
    ]
    refuse_entry(
        entry=asked[1],
        revision=asked[1].revision,
        reason="“优选”为描述性词汇，缺乏显著特征，不宜列入。",
        by=officer,
        on=on + dt.timedelta(days=2),
    )


def _judge(made: list[Alert], officer: User, *, on: dt.datetime) -> None:
    """Handle one near mark, find another not relevant, mark two as seen."""
    from zhiheng.office.protection.alert_commands import dismiss_alert, handle_alert, see_alerts
    from zhiheng.office.protection.enums import AlertKind

    near = [alert for alert in made if alert.kind == AlertKind.NEAR]
    for alert in near[:1]:
        handle_alert(
            alert=alert, revision=alert.revision, note="已告知权利人，建议提出异议。",
            by=officer, on=on,
        )  # fmt: skip
    for alert in near[1:2]:
        dismiss_alert(
            alert=alert, revision=alert.revision, reason="商品和服务差异明显，不致混淆。",
            by=officer, on=on,
        )  # fmt: skip
    if near[2:4]:
        see_alerts(alerts=near[2:4], by=officer, on=on)
