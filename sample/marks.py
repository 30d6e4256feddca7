"""Trade marks of the city and what happened to them, as lists exported from their database.

A number holds one or two classes and is both application and registration number. Numbers rise
with the days of filing. What would happen after the end of the city has not happened.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sample.days import anniversary, day_date
from sample.filings import World
from sample.inhabitants import Applicant, Enterprise
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
class MarkLife:
    """Day numbers, None where it has not happened; `to` is the last day of the present term."""

    filed: int
    published: int | None = None
    registered: int | None = None
    begins: int | None = None
    to: int | None = None
    status: str = "等待实质审查"
    events: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Marks:
    """What was written: counts by table and status, and the spellings of owners."""

    rows: Counter[str] = field(default_factory=Counter)
    by_status: Counter[str] = field(default_factory=Counter)
    spellings: list[Spelling] = field(default_factory=list)


def write_marks(folder: Path, world: World) -> Marks:
    """Write trademarks.csv and trademark-events.csv."""
    marks = Marks()
    with (
        (folder / "trademarks.csv").open("w", encoding="utf-8-sig", newline="") as list_file,
        (folder / "trademark-events.csv").open("w", encoding="utf-8-sig", newline="") as event_file,
    ):
        listed, told = csv.writer(list_file), csv.writer(event_file)
        listed.writerow(MARK_HEADING)
        told.writerow(EVENT_HEADING)
        for row, life in _drawn(world, marks):
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
            life = _life(world, filed, rng)
            yield _row(number, text, entry, owner, agency, life, rng), life


def _row(
    number: str,
    text: str,
    entry: dict[str, list[str] | str],
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
    people, words = world.inhabitants, declared("others.yaml")
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
        return enterprise.applicant, _words_of(enterprise, words, rng)
    marks.spellings.append(spelling)
    owner = enterprise.applicant._replace(name=spelling.written)
    return owner, _words_of(enterprise, words, rng)


def _invented(words: dict[str, list[str]], rng: Random) -> str:
    return rng.choice(words["mark_words"]) + rng.choice(words["mark_words"])


def _words_of(enterprise: Enterprise, words: dict[str, dict[str, str]], rng: Random) -> str:
    """Return a mark of an enterprise: its name, its pinyin, both, or something new."""
    pinyin = "".join(words["pinyin"][character] for character in enterprise.mark).upper()
    other = rng.choice(list(words["mark_words"]))
    return rng.choice(
        (
            enterprise.mark,
            pinyin,
            f"{enterprise.mark} {pinyin}",
            f"{enterprise.mark[:2]}{other}",
            other,
        )
    )


def _life(world: World, filed: int, rng: Random) -> MarkLife:
    life = MarkLife(filed, events=[(filed, "商标注册申请", "申请收文")])
    until = world.days.until
    decided = filed + rng.randrange(120, 300)
    if decided > until:
        return life
    if rng.random() < 0.18:
        life.events.append((decided, "商标注册申请", "驳回通知发文"))
        life.status = "已驳回"
        return life
    published = decided + rng.randrange(7, 40)
    if published > until:
        return life
    life.published, life.status = published, "已初审公告"
    life.events.append((published, "初步审定公告", f"第{1000 + published // 7}期"))
    if rng.random() < 0.03 and not _opposed(life, published, until, rng):
        return life
    _registered(life, published, until, rng)
    return life


def _opposed(life: MarkLife, published: int, until: int, rng: Random) -> bool:
    """Add an opposition; tell whether the mark may go on to be registered."""
    opposed = published + rng.randrange(20, 89)
    if opposed > until:
        return True
    life.events.append((opposed, "商标异议", "异议申请收文"))
    decided = opposed + rng.randrange(200, 400)
    if decided > until:
        life.status = "异议中"
        return False
    if rng.random() < 0.4:
        life.events.append((decided, "不予注册", "异议成立，不予注册"))
        life.status = "不予注册"
        return False
    life.events.append((decided, "准予注册决定", "异议不成立"))
    return True


def _registered(life: MarkLife, published: int, until: int, rng: Random) -> None:
    """Register the mark three months after publication, or after the opposition failed."""
    begins = _months_later(published, 3) + 1
    decided = max((day for day, event, _ in life.events if event == "准予注册决定"), default=0)
    registered = max(begins, decided + 20 if decided else begins)
    if registered > until:
        return
    life.registered, life.begins, life.status = registered, begins, "已注册"
    life.to = anniversary(begins, 10) - 1
    life.events.append((registered, "注册公告", f"第{1000 + registered // 7}期"))
    draw = rng.random()
    if draw < 0.05:
        _ended(life, registered + rng.randrange(400, 3000), until, rng)
    elif life.to < until:
        _renewed(life, until, rng)


def _ended(life: MarkLife, day: int, until: int, rng: Random) -> None:
    assert life.to is not None, "a registered mark has a term"
    if day > min(until, life.to):
        return
    event, status = rng.choice(
        (
            ("撤销连续三年不使用注册商标公告", "已撤销"),
            ("撤销连续三年不使用注册商标公告", "已撤销"),
            ("注册商标无效宣告公告", "已宣告无效"),
            ("注册商标注销公告", "已注销"),
        )
    )
    life.events.append((day, event, "全部商品"))
    life.status = status


def _renewed(life: MarkLife, until: int, rng: Random) -> None:
    """Renew the mark for ten years from the end of its term, or let it go half a year later."""
    assert life.to is not None, "a registered mark has a term"
    asked = life.to - rng.randrange(5, 330)
    if rng.random() < 0.7:
        life.events.append((asked, "续展公告", "核准续展"))
        life.begins, life.to = life.to + 1, anniversary(life.to + 1, 10) - 1
        return
    gone = _months_later(life.to, 6) + 20
    if gone <= until:
        life.events.append((gone, "注册商标未续展注销公告", "期满未续展"))
        life.status = "期满未续展"


def _months_later(day: int, months: int) -> int:
    value = day_date(day)
    month = value.month - 1 + months
    year, month = value.year + month // 12, month % 12 + 1
    first = value.replace(year=year, month=month, day=1)
    return day + (first - value).days + min(value.day, 28) - 1
