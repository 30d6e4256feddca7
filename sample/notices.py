"""What offices say of patents beside their gazette: state awards, and notices of abnormal filings.

Each filing has random numbers of its own for them, so that the city is otherwise the same as
without. Notices begin with the measures of March 2021; a right that was granted is told of after
its grant.
"""

from __future__ import annotations

from datetime import date
from random import Random

from sample.days import day_number
from sample.filings import Filing, World

NOTICES = "abnormal-filings"
HEADING = ("申请号", "通知日", "行为类型", "处理状态", "认定日", "通知文号")
_NOTICE_SHARE, _STATE_AWARD_SHARE = 0.012, 0.004
_FIRST_NOTICE = day_number(date(2021, 3, 11))
_BEHAVIOURS = ("（一）", "（一）", "（二）", "（三）", "（四）", "（五）", "（五）", "（六）")
_STATES = ("认定", "认定", "认定", "认定", "认定", "已撤回", "已撤回", "不认定", "已通知", "已通知")
_STATE_AWARDS = ("国家科学技术进步奖", "国家科学技术进步奖", "国家技术发明奖", "国家自然科学奖")
Row = tuple[object, ...]


def notices_of(filing: Filing, world: World, rng: Random) -> list[tuple[str, Row]]:
    """Return the rows about one filing, each with the name of its table."""
    rows: list[tuple[str, Row]] = []
    if rng.random() < _NOTICE_SHARE and (notice := _notice(filing, world, rng)):
        rows.append((NOTICES, notice))
    wins = filing.right == "invention" and filing.life.granted is not None
    if wins and rng.random() < _STATE_AWARD_SHARE and (award := _state_award(filing, world, rng)):
        rows.append(("awards", award))
    return rows


def _notice(filing: Filing, world: World, rng: Random) -> Row | None:
    days, granted = world.days, filing.life.granted
    told = (filing.life.filed if granted is None else granted) + rng.randrange(60, 500)
    decided = told + rng.randrange(20, 120)
    state = rng.choice(_STATES)
    if not _FIRST_NOTICE <= told <= days.until:
        return None
    if state == "已撤回" and granted is not None:
        state = "认定"  # a right is no longer an application that could be withdrawn
    if decided > days.until:
        state = "已通知"
    return (
        filing.dotted,
        days.iso[told],
        rng.choice(_BEHAVIOURS),
        state,
        "" if state == "已通知" else days.iso[decided],
        f"样例通报〔{days.year[told]}〕{rng.randrange(1, 13)}号",
    )


def _state_award(filing: Filing, world: World, rng: Random) -> Row | None:
    assert filing.life.granted is not None, "only granted patents are named with awards"
    year = world.days.year[filing.life.granted] + rng.randrange(1, 4)
    day = date(year + 1, 1, 10)
    if day_number(day) > world.days.until:
        return None
    subject = f"{filing.title.removeprefix('一种').partition('方法')[0]}关键技术及应用"
    return (
        rng.choice(_STATE_AWARDS),
        rng.choice(("一等奖", "二等奖", "二等奖", "二等奖")),
        year,
        "",
        subject,
        "",
        "；".join(applicant.name for applicant in filing.applicants),
        filing.district,
        "；".join(filing.inventors),
        day.isoformat(),
        f"ZL{filing.dotted}",
    )
