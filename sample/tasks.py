"""How the departments of the sample city work on the measures of its plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from sample.acts import at, people_of
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.conference import commands as conference
from zhiheng.office.conference import deciding
from zhiheng.office.conference.enums import Presence
from zhiheng.office.supervision import commands, measure_commands

if TYPE_CHECKING:
    from zhiheng.office.conference.models import Item, Meeting
    from zhiheng.office.plans.models import Department, Measure, Plan
    from zhiheng.office.supervision.models import Task

_EVIDENCE = "合成样例：本文件仅用于演示，内容系虚构。\n".encode()


@dataclass(frozen=True)
class Work:
    """A task under the measure of a number: until when, how far, and what holds it up."""

    measure: str
    title: str
    due_on: dt.date
    percent: int
    blocked: str = ""


WORKS = (
    Work("1", "制定培育中心建设指引", dt.date(2024, 9, 30), 100),
    Work("1", "遴选并建成首批培育中心", dt.date(2026, 10, 31), 60),
    Work("3", "梳理预审流程和材料清单", dt.date(2024, 12, 31), 100),
    Work("3", "上线一站办理系统", dt.date(2025, 11, 30), 100),
    Work("4", "编制重点出口企业名录", dt.date(2025, 6, 30), 100),
    Work("4", "开展海外纠纷应对指导", dt.date(2027, 11, 30), 45),
    Work("5", "设立园区调解工作站", dt.date(2026, 5, 31), 50, "两个园区的场地尚未落实"),
    Work("6", "完善风险补偿机制", dt.date(2026, 9, 30), 70),
    Work("7", "盘点高校院所存量专利", dt.date(2025, 12, 31), 80),
    Work("8", "开发一表申请系统", dt.date(2025, 10, 31), 35, "与企业登记系统的数据接口未开通"),
)
REACHED = {"1": "7", "4": "23", "5": "4", "6": "13", "7": "168"}


def work_on_measures(plan: Plan) -> None:
    """Break measures down, report, complete and block; what is blocked goes to the conference."""
    measures = {each.number.rstrip(".．、"): each for each in plan.measures.all()}
    blocked = []
    for work in WORKS:
        task = _worked(measures[work.measure], work)
        if work.blocked:
            blocked.append((task, work))
    _report_quantities(measures)
    _finish(measures["3"])
    _report_years(measures["2"])
    _confer(blocked)


def _worked(measure: Measure, work: Work) -> Task:
    department = measure.lead.all()[0]
    clerk, _ = people_of(department)
    content = commands.TaskContent(
        title=work.title, due_on=work.due_on, owner=clerk, starts_on=dt.date(2024, 3, 1)
    )
    task = commands.add_task(
        measure=measure, department=department, content=content, by=clerk, on=at(2024, 3, 4)
    )
    if work.percent == 100:
        commands.complete_task(
            task=task,
            revision=task.revision,
            text="已按期完成。",
            evidence=[_file(f"{work.title}.txt")],
            by=clerk,
            on=_morning(work.due_on - dt.timedelta(days=5)),
        )
        return task
    commands.report_progress(
        task=task,
        revision=task.revision,
        percent=work.percent,
        text=f"按计划推进，已完成约{work.percent}%。",
        by=clerk,
        on=at(2026, 3, 31),
    )
    if work.blocked:
        commands.block_task(
            task=task,
            revision=task.revision,
            needs=work.blocked,
            needed_from="相关部门",
            by=clerk,
            on=at(2026, 4, 8),
        )
    return task


def _report_quantities(measures: dict[str, Measure]) -> None:
    for number, quantity in REACHED.items():
        commitment = measures[number].commitments.first()
        assert commitment is not None, f"measure {number} of the sample plan promises something"
        measure_commands.report_quantity(
            commitment=commitment,
            quantity=Decimal(quantity),
            text="截至2026年3月底。",
            evidence=[_file(f"清单-{number}.txt")],
            by=people_of(measures[number].lead.all()[0])[0],
            on=at(2026, 4, 2),
        )


def _finish(measure: Measure) -> None:
    measure_commands.submit_measure(
        measure=measure,
        text="各项任务均已完成。",
        by=people_of(measure.lead.all()[0])[0],
        on=at(2025, 12, 8),
    )
    measure_commands.confirm_measure(
        measure=measure, text="已核实。", by=system_operator(), on=at(2025, 12, 15)
    )


def _report_years(measure: Measure) -> None:
    for year in (2024, 2025):
        measure_commands.report_year(
            measure=measure,
            year=year,
            text="开展两轮排查并通报。",
            by=people_of(measure.lead.all()[0])[0],
            on=at(year + 1, 1, 10),
        )


def _confer(blocked: list[tuple[Task, Work]]) -> None:
    """Hold one meeting on what is blocked, and decide on the first of it."""
    by = system_operator()
    departments = [task.department for task, _ in blocked]
    meeting = _convened(departments, _proposed(blocked))
    present = [conference.Present(each, Presence.PRESENT, "部门代表") for each in departments]
    conference.note_attendance(
        meeting=meeting, revision=meeting.revision, rows=present, by=by, on=at(2026, 4, 28)
    )
    meeting.refresh_from_db()
    deciding.resolve(
        item=meeting.items.order_by("place")[0],
        revision=meeting.revision,
        text="由所在区统筹落实两个园区调解工作站场地。",
        departments=departments[:1],
        due_on=dt.date(2026, 12, 15),
        by=by,
        on=at(2026, 4, 28),
    )
    meeting.refresh_from_db()
    deciding.issue_minutes(meeting=meeting, revision=meeting.revision, by=by, on=at(2026, 4, 29))


def _proposed(blocked: list[tuple[Task, Work]]) -> list[Item]:
    return [
        conference.propose_item(
            title=f"协调解决“{task.title}”受阻问题",
            text=work.blocked,
            task=task,
            by=people_of(task.department)[0],
            on=at(2026, 4, 14),
        )
        for task, work in blocked
    ]


def _convened(departments: list[Department], items: list[Item]) -> Meeting:
    by = system_operator()
    for each in departments:
        (delegate, _), since = people_of(each), dt.date(2024, 2, 1)
        conference.name_member(
            department=each, delegate=delegate, since=since, by=by, on=at(2024, 2, 5)
        )
    content = conference.MeetingContent(
        title="2026年第一次联席会议",
        held_on=dt.date(2026, 4, 28),
        place="市政府会议室",
        chair="分管领导",
    )
    meeting = conference.make_meeting(number=1, content=content, by=by, on=at(2026, 4, 13))
    for item in items:
        conference.place_item(
            item=item, meeting=meeting, revision=meeting.revision, by=by, on=at(2026, 4, 15)
        )
    return conference.convene(meeting=meeting, revision=meeting.revision, by=by, on=at(2026, 4, 20))


def _morning(day: dt.date) -> dt.datetime:
    return at(day.year, day.month, day.day)


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _EVIDENCE)
