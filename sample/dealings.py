"""What is done with patents: pledges, licences, transfers and awards, one table each.

The pledges and transfers are those of the legal events, told again with what an announcement
leaves out; licences and awards are drawn here. Each filing has random numbers of its own for
them, so that the city is otherwise the same as without.
"""

from __future__ import annotations

from datetime import date
from random import Random

from sample.days import anniversary, day_date, day_number
from sample.filings import Filing, World, recordal_number
from sample.lives import PLEDGED, TRANSFERRED, Event

HEADINGS: dict[str, tuple[str, ...]] = {
    "pledges": (
        *("质押登记号", "权利种类", "专利号", "发明名称", "出质人", "质权人", "行政区划代码"),
        *("担保金额(万元)", "登记生效日", "债务履行期限届满日", "解除日", "质押状态"),
    ),
    "licences": (
        *("许可备案号", "许可种类", "专利号", "发明名称", "许可人", "被许可人"),
        *(
            "行政区划代码",
            "许可使用费(万元)",
            "计费方式",
            "备案日",
            "许可起始日",
            "许可终止日",
            "撤回日",
        ),
    ),
    "transfers": ("权利号码", "权利种类", "权利名称", "转让人", "受让人", "登记生效日", "公告日"),
    "awards": (
        *("奖项", "等级", "年度", "届次", "专利名称", "专利号", "专利权人", "行政区划代码"),
        *("发明人", "公布日期", "相关专利"),
    ),
}
_LICENCE_SHARE, _AWARD_SHARE = 0.012, 0.003
_KINDS = ("普通许可", "普通许可", "普通许可", "独占许可", "排他许可", "开放许可")
Row = tuple[object, ...]


def dealings_of(filing: Filing, world: World, rng: Random) -> list[tuple[str, Row]]:
    """Return the rows about one filing, each with the name of its table."""
    rows: list[tuple[str, Row]] = []
    for event in filing.life.events:
        if event.status == PLEDGED:
            rows.append(("pledges", _pledge(filing, event, world, rng)))
        elif event.status == TRANSFERRED:
            rows.append(("transfers", _transfer(filing, event, world)))
    if filing.life.granted is not None:
        draw = rng.random()
        if draw < _LICENCE_SHARE and (licence := _licence(filing, world, rng)):
            rows.append(("licences", licence))
        elif draw > 1 - _AWARD_SHARE and (award := _award(filing, world, rng)):
            rows.append(("awards", award))
    return rows


def _said(info: str) -> dict[str, str]:
    """Return what the details of an event say, by heading."""
    return dict(part.split("：", 1) for part in info.split("；"))


def _pledge(filing: Filing, event: Event, world: World, rng: Random) -> Row:
    said, iso = _said(event.info), world.days.iso
    due = anniversary(event.day, rng.choice((1, 1, 2, 3)))
    released = due + rng.randrange(3, 90)
    amount = rng.lognormvariate(5.7, 0.9) * (3 if filing.right == "invention" else 1)
    over = released <= world.days.until
    return (
        said["登记号"],
        "专利权",
        f"ZL{filing.dotted}",
        filing.title,
        said["出质人"],
        said["质权人"],
        filing.district,
        min(round(amount / 10) * 10 + 20, 20000),
        iso[event.day],
        _written(due),
        iso[released] if over else "",
        "已解除" if over else "生效",
    )


def _transfer(filing: Filing, event: Event, world: World) -> Row:
    said = _said(event.info)
    kind = "专利申请权" if said["变更事项"] == "申请人" else "专利权"
    return (
        filing.dotted,
        kind,
        filing.title,
        said["变更前"],
        said["变更后"],
        said["登记生效日"],
        world.days.iso[event.day],
    )


def _licence(filing: Filing, world: World, rng: Random) -> Row | None:
    granted, days = filing.life.granted, world.days
    assert granted is not None, "only granted patents are licensed"
    start = granted + rng.randrange(30, 1500)
    recorded = start + rng.randrange(5, 90)
    if recorded > days.until or start >= (filing.life.ended or start + 1):
        return None
    kind = rng.choice(_KINDS)
    firms = world.inhabitants.enterprises
    licensee = firms[int((len(firms) + 1) ** rng.random()) - 1].applicant.name
    withdrawn = recorded + rng.randrange(200, 900)
    gone = kind == "开放许可" and rng.random() < 0.2 and withdrawn <= days.until
    fee = round(rng.lognormvariate(2.8, 1.0), 1)
    return (
        recordal_number("X", days.year[recorded], filing),
        kind,
        f"ZL{filing.dotted}",
        filing.title,
        filing.applicants[0].name,
        "" if kind == "开放许可" and rng.random() < 0.5 else licensee,
        filing.district,
        fee,
        rng.choice(("一次总付", "入门费加提成", f"销售额的{rng.randrange(1, 8)}%提成，设最低额")),
        days.iso[recorded],
        days.iso[start],
        _written(anniversary(start, rng.randrange(1, 6))),
        days.iso[withdrawn] if gone else "",
    )


def _award(filing: Filing, world: World, rng: Random) -> Row | None:
    granted = filing.life.granted
    assert granted is not None, "only granted patents win awards"
    year = world.days.year[granted] + rng.randrange(1, 5)
    day = date(year, 7, 20)
    if day_number(day) > world.days.until:
        return None
    national = rng.random() < 0.4
    design = filing.right == "design"
    names = ("中国外观设计奖" if design else "中国专利奖", "广东专利奖")
    return (
        names[0] if national else names[1],
        rng.choice(("金奖", "银奖", "优秀奖", "优秀奖", "优秀奖", "优秀奖")),
        year,
        f"第{year - 1999}届" if national else f"第{year - 2013}届" if year > 2013 else "",
        filing.title,
        f"ZL{filing.dotted}",
        "；".join(applicant.name for applicant in filing.applicants),
        filing.district,
        "；".join(filing.inventors),
        day.isoformat(),
        "",
    )


def _written(day: int) -> str:
    """Return a day that may lie beyond the end of the city."""
    return day_date(day).isoformat()
