"""Trade marks of the city and what happened to them, as lists exported from their database.

A number holds one or two classes and is both application and registration number. Numbers rise
with the days of filing; those of planted marks (`sample.mark_planting`) are above the others.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sample.days import day_date
from sample.filings import World
from sample.inhabitants import Applicant, Enterprise
from sample.mark_lives import MarkLife, life_of
from sample.mark_plots import MarkPlant
from sample.spellings import Spelling
from sample.vocabulary import declared

# fmt: off
MARK_HEADING = (
    "注册号", "申请号", "商标名称", "国际分类", "类似群", "商品服务", "申请日期", "初审公告日期",
    "注册公告日期", "专用权期限", "申请人", "申请人地址", "代理机构", "商标状态", "商标类型")
# fmt: on
EVENT_HEADING = ("注册号", "国际分类", "事件日期", "事件", "内容")
_FIRST_NUMBER, _NUMBERS = 6_500_000, 81_000_000


@dataclass
class Marks:
    """What was written: counts by table and status, and the spellings of owners."""

    rows: Counter[str] = field(default_factory=Counter)
    by_status: Counter[str] = field(default_factory=Counter)
    spellings: list[Spelling] = field(default_factory=list)


def write_marks(folder: Path, world: World, planted: Mapping[str, MarkPlant]) -> Marks:
    """Write trademarks.csv and trademark-events.csv."""
    marks = Marks()
    with (
        (folder / "trademarks.csv").open("w", encoding="utf-8-sig", newline="") as list_file,
        (folder / "trademark-events.csv").open("w", encoding="utf-8-sig", newline="") as event_file,
    ):
        listed, told = csv.writer(list_file), csv.writer(event_file)
        listed.writerow(MARK_HEADING)
        told.writerow(EVENT_HEADING)
        for row, life in (*_drawn(world, marks), *_planted(planted, world)):
            listed.writerow(row)
            marks.rows["trademarks"] += 1
            marks.by_status[life.status] += 1
            for day, event, details in sorted(life.events):
                told.writerow((row[0], row[3], day_date(day).isoformat(), event, details))
                marks.rows["trademark-events"] += 1
    return marks


def _drawn(world: World, marks: Marks) -> Iterator[tuple[tuple[str, ...], MarkLife]]:
    """Yield the list's rows with the lives behind them, by number."""
    order = world.order
    rng = Random(f"{order.seed}/marks")
    count = max(12, order.patents // 4)
    goods = declared("others.yaml")["goods"]
    for index in range(count):
        place = (index + 0.5) / count
        filed = int((world.days.until - 30) * place**0.6)
        number = str(_FIRST_NUMBER + int(_NUMBERS * place))
        owner, text = _owner(world, filed, rng, marks)
        agency = rng.choice(world.inhabitants.agencies).name if rng.random() < 0.8 else ""
        classes = rng.sample(goods, 2 if rng.random() < 0.08 else 1)
        for entry in sorted(classes, key=lambda each: each["nice"]):
            life = life_of(filed, world.days.until, rng)
            yield _row(number, text, entry, owner, agency, life, rng), life


def _planted(
    planted: Mapping[str, MarkPlant], world: World
) -> Iterator[tuple[tuple[str, ...], MarkLife]]:
    """Yield the rows of planted marks; who bought one is its owner."""
    rng = Random(f"{world.order.seed}/marks/planted")
    for number, plant in planted.items():
        owner = plant.sale.buyer if plant.sale else plant.filer
        for entry in sorted(plant.goods, key=lambda each: each["nice"]):
            yield _row(number, plant.text, entry, owner, plant.agency, plant.life, rng), plant.life


def _row(
    number: str,
    text: str,
    entry: dict[str, Any],
    owner: Applicant,
    agency: str,
    life: MarkLife,
    rng: Random,
) -> tuple[str, ...]:
    items = list(entry["items"])
    term = "" if life.begins is None else f"{_iso(life.begins)} 至 {_iso(life.to)}"
    registered = number if life.registered is not None else ""
    return (
        registered or number,
        number,
        text,
        str(entry["nice"]),
        "；".join(entry["groups"]),
        "；".join(items[: rng.randrange(2, len(items) + 1)]),
        _iso(life.filed),
        _iso(life.published),
        _iso(life.registered),
        term,
        owner.name,
        owner.text,
        agency,
        life.status,
        "普通商标",
    )


def _iso(day: int | None) -> str:
    return "" if day is None else day_date(day).isoformat()


def _owner(world: World, day: int, rng: Random, marks: Marks) -> tuple[Applicant, str]:
    """Return who files on the day, and the words of the mark."""
    people, words = world.inhabitants, declared("marks.yaml")
    draw = rng.random()
    if draw < 0.1:
        return people.private_person(rng.randrange(1 << 16)), _invented(words, rng)
    if draw < 0.2:
        return people.elsewhere[rng.randrange(len(people.elsewhere))], _invented(words, rng)
    firms = people.enterprises
    rank = int((len(firms) + 1) ** rng.random()) - 1
    while firms[rank].founded > day:
        rank >>= 1
    enterprise = firms[rank]
    spelling = world.spellings.spell(enterprise.applicant, day=day, rng=rng)
    if spelling is None:
        return enterprise.applicant, _words_of(enterprise, rng)
    marks.spellings.append(spelling)
    owner = enterprise.applicant._replace(name=spelling.written)
    return owner, _words_of(enterprise, rng)


def _invented(words: dict[str, list[str]], rng: Random) -> str:
    return rng.choice(words["first"]) + rng.choice(words["second"])


def _words_of(enterprise: Enterprise, rng: Random) -> str:
    """Return a mark of an enterprise: its name, its pinyin, both, or something new."""
    letters, words = declared("others.yaml")["pinyin"], declared("marks.yaml")
    pinyin = "".join(letters[character] for character in enterprise.mark).upper()
    return rng.choice(
        (
            enterprise.mark,
            pinyin,
            f"{enterprise.mark} {pinyin}",
            enterprise.mark + rng.choice(words["second"]),
            _invented(words, rng),
        )
    )
