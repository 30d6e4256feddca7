"""The lives of marks: examined, published, opposed, registered, ended or renewed.

What would happen after the end of the city has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from sample.days import anniversary, day_date


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


def life_of(filed: int, until: int, rng: Random) -> MarkLife:
    """Return what becomes of a mark up to the end of the city, as chance has it."""
    life = _received(filed)
    decided = filed + rng.randrange(120, 300)
    if decided > until:
        return life
    if rng.random() < 0.18:
        _refuse(life, decided)
        return life
    published = decided + rng.randrange(7, 40)
    if published > until:
        return life
    _publish(life, published)
    if rng.random() < 0.03 and not _opposed(life, published, until, rng):
        return life
    _registered(life, published, until, rng)
    return life


def settled(filed: int, until: int, rng: Random) -> MarkLife:
    """Return the life of a mark that is registered without anything happening to it."""
    life = _received(filed)
    published = filed + rng.randrange(150, 260)
    if published <= until:
        _publish(life, published)
        _register(life, published, until)
    return life


def refused(filed: int, until: int, rng: Random) -> MarkLife:
    """Return the life of a mark that is refused, if it is decided in time."""
    life = _received(filed)
    decided = filed + rng.randrange(120, 260)
    if decided <= until:
        _refuse(life, decided)
    return life


def _received(filed: int) -> MarkLife:
    return MarkLife(filed, events=[(filed, "商标注册申请", "申请收文")])


def _refuse(life: MarkLife, day: int) -> None:
    life.events.append((day, "商标注册申请", "驳回通知发文"))
    life.status = "已驳回"


def _publish(life: MarkLife, day: int) -> None:
    life.published, life.status = day, "已初审公告"
    life.events.append((day, "初步审定公告", f"第{1000 + day // 7}期"))


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
    """Register the mark, and end or renew it."""
    if not _register(life, published, until):
        return
    registered = life.registered
    assert registered is not None, "the mark was registered just now"
    assert life.to is not None, "a registered mark has a term"
    draw = rng.random()
    if draw < 0.05:
        _ended(life, registered + rng.randrange(400, 3000), until, rng)
    elif life.to < until:
        _renewed(life, until, rng)


def _register(life: MarkLife, published: int, until: int) -> bool:
    """Register the mark three months after publication, or after the opposition failed."""
    begins = _months_later(published, 3) + 1
    decided = max((day for day, event, _ in life.events if event == "准予注册决定"), default=0)
    registered = max(begins, decided + 20 if decided else begins)
    if registered > until:
        return False
    life.registered, life.begins, life.status = registered, begins, "已注册"
    life.to = anniversary(begins, 10) - 1
    life.events.append((registered, "注册公告", f"第{1000 + registered // 7}期"))
    return True


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
