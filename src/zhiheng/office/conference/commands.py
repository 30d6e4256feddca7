"""What is done with the conference: members, meetings, items, attendance, decisions, minutes.

Every command checks the permission and the state, changes the meeting with compare-and-set on its
revision, and records the act on the ledger in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.conference import queries
from zhiheng.office.conference.enums import MeetingState, Presence
from zhiheng.office.conference.models import Attendance, Item, Meeting, Member
from zhiheng.office.conference.permissions import (
    check_manages,
    check_may_propose,
    check_may_withdraw,
)
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.plans.queries import departments_of, lead_office_people, people_of
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.writing import Files

OPEN = (MeetingState.DRAFT, MeetingState.CONVENED)


@dataclass(frozen=True)
class MeetingContent:
    """What a meeting is: the fields that people fill in."""

    title: str
    held_on: date
    place: str = ""
    chair: str = ""

    def cleaned(self) -> dict[str, object]:
        """Return the fields as a meeting keeps them; InputError without a title."""
        if not self.title.strip():
            raise InputError.of("conference.title_missing")
        texts = {"title": self.title, "place": self.place, "chair": self.chair}
        longest = {"title": 120, "place": 120, "chair": 80}
        cut = {name: text.strip()[: longest[name]] for name, text in texts.items()}
        return {**asdict(self), **cut}


@dataclass(frozen=True)
class Present:
    """Whether a department came, and who came for it."""

    department: Department
    presence: Presence
    person: str = ""


@transaction.atomic
def name_member(
    *,
    department: Department,
    delegate: User | None,
    since: date,
    by: User,
    on: datetime,
    until: date | None = None,
) -> Member:
    """Make a department a member of the conference, with the person who comes for it."""
    day = timezone.localdate(on)
    check_manages(by, on=day)
    problems = []
    if until and until < since:
        given = {"since": str(since), "until": str(until)}
        problems.append(Problem("conference.member_period", given))
    if delegate and not people_of(department, on=day).filter(pk=delegate.pk).exists():
        given = {"received": delegate.display_name, "department": department.name}
        problems.append(Problem("conference.delegate_unfit", given))
    # Two who name the same department at once queue at its row.
    Department.objects.select_for_update().get(pk=department.pk)
    held = Member.objects.filter(department=department)
    if not problems and any(_overlap(each, since, until) for each in held):
        problems.append(Problem("conference.member_already", {"received": department.name}))
    if problems:
        raise InputError(*problems)
    member = Member.objects.create(
        department=department, delegate=delegate, since=since, until=until
    )
    note_act("member_added", member, {"department": department.pk}, by=by, on=on)
    return member


@transaction.atomic
def end_member(*, member: Member, until: date, by: User, on: datetime) -> Member:
    """End a membership after a day."""
    check_manages(by, on=timezone.localdate(on))
    if until < member.since:
        raise InputError.of("conference.member_period", since=member.since, until=until)
    member.until = until
    member.save(update_fields=["until"])
    note_act("member_ended", member, {"until": str(until)}, by=by, on=on)
    return member


@transaction.atomic
def make_meeting(*, number: int, content: MeetingContent, by: User, on: datetime) -> Meeting:
    """Prepare a meeting; only who keeps the conference sees it yet."""
    check_manages(by, on=timezone.localdate(on))
    cleaned = content.cleaned()
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(number=number, created_by=by, created_at=on, **cleaned)
    except IntegrityError as error:
        raise ConflictError.of("conference.number_taken", received=number) from error
    note_act("meeting_made", meeting, {}, by=by, on=on)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, revision: int, content: MeetingContent, by: User, on: datetime
) -> Meeting:
    """Change when and where a meeting is, until its minutes are issued."""
    check_manages(by, on=timezone.localdate(on))
    advance(meeting, revision, OPEN, **content.cleaned())
    note_act("meeting_changed", meeting, {}, by=by, on=on)
    return meeting


@transaction.atomic
def propose_item(
    *,
    title: str,
    text: str,
    by: User,
    on: datetime,
    measure: Measure | None = None,
    task: Task | None = None,
    papers: Files = (),
) -> Item:
    """Propose something for an agenda; it waits until the lead office puts it on one."""
    day = timezone.localdate(on)
    check_may_propose(by, on=day)
    if not title.strip():
        raise InputError.of("conference.title_missing")
    check_files(papers)
    if queries.open_item_of(measure, task) is not None:
        raise ConflictError.of("conference.already_proposed", received=task or measure)
    own = departments_of(by, on=day)
    item = Item.objects.create(
        title=title.strip()[:200],
        text=text.strip()[:4_000],
        measure=measure or (task.measure if task else None),
        task=task,
        proposed_by=by,
        proposed_at=on,
        department=own.first(),
    )
    item.papers.set(attach(file=file, by=by, on=on) for file in papers)
    note_act("proposed", item, {"task": task.pk if task else 0}, by=by, on=on)
    notify(
        people=lead_office_people(on=day).exclude(pk=by.pk),
        code="conference.proposed",
        given={"person": by.display_name, "item": item.title},
        href=reverse("conference:list"),
        key=f"conference:proposed:{item.pk}",
        on=on,
    )
    return item


@transaction.atomic
def place_item(*, item: Item, meeting: Meeting, revision: int, by: User, on: datetime) -> Item:
    """Put a waiting item at the end of an agenda."""
    check_manages(by, on=timezone.localdate(on))
    advance(meeting, revision, OPEN)
    last = meeting.items.aggregate(last=Max("place"))["last"] or 0
    waiting = Item.objects.filter(pk=item.pk, meeting__isnull=True, withdrawn_at__isnull=True)
    if not waiting.update(meeting=meeting, place=last + 1):
        raise ConflictError.of("conference.item_placed", received=item.title)
    item.refresh_from_db()
    note_act("item_placed", meeting, {"item": item.pk}, by=by, on=on)
    return item


@transaction.atomic
def remove_item(*, item: Item, revision: int, by: User, on: datetime) -> Item:
    """Take an item off an agenda, on which nothing was decided; it waits again."""
    check_manages(by, on=timezone.localdate(on))
    meeting = meeting_of(item)
    advance(meeting, revision, OPEN)
    if item.resolutions.exists():
        raise ConflictError.of("conference.item_decided", received=item.title)
    item.meeting, item.place = None, 0
    item.save(update_fields=["meeting", "place"])
    note_act("item_removed", meeting, {"item": item.pk}, by=by, on=on)
    return item


@transaction.atomic
def withdraw_item(*, item: Item, by: User, on: datetime) -> Item:
    """Withdraw what was proposed, before it is on an agenda."""
    check_may_withdraw(by, item, on=timezone.localdate(on))
    waiting = Item.objects.filter(pk=item.pk, meeting__isnull=True, withdrawn_at__isnull=True)
    if not waiting.update(withdrawn_at=on):
        raise ConflictError.of("conference.item_placed", received=item.title)
    note_act("item_withdrawn", item, {}, by=by, on=on)
    return item


@transaction.atomic
def move_item(*, item: Item, revision: int, up: bool, by: User, on: datetime) -> Item:
    """Move an item one place up or down on its agenda."""
    check_manages(by, on=timezone.localdate(on))
    meeting = meeting_of(item)
    advance(meeting, revision, OPEN)
    order = [each.pk for each in queries.agenda(meeting)]
    at = order.index(item.pk)
    to = max(at - 1, 0) if up else min(at + 1, len(order) - 1)
    order.insert(to, order.pop(at))
    for place, pk in enumerate(order, 1):
        Item.objects.filter(pk=pk).update(place=place)
    item.refresh_from_db()
    note_act("agenda_ordered", meeting, {"item": item.pk, "place": item.place}, by=by, on=on)
    return item


@transaction.atomic
def attach_papers(*, item: Item, papers: Files, by: User, on: datetime) -> Item:
    """Add papers to an item; its proposer may, and who keeps the conference."""
    check_may_withdraw(by, item, on=timezone.localdate(on))
    if item.meeting is not None and item.meeting.state == MeetingState.MINUTED:
        raise ConflictError.of(
            "conference.other_state",
            received=item.meeting.get_state_display(),
            expected=_words(OPEN),
        )
    if not papers:
        raise InputError.of("supervision.evidence_missing")
    check_files(papers)
    kept = [attach(file=file, by=by, on=on) for file in papers]
    item.papers.add(*kept)
    details = {"evidence": [each.digest for each in kept]}
    note_act("papers_attached", item, details, by=by, on=on)
    return item


@transaction.atomic
def convene(*, meeting: Meeting, revision: int, by: User, on: datetime) -> Meeting:
    """Convene a meeting: its agenda is shown to all, and members are invited."""
    check_manages(by, on=timezone.localdate(on))
    if not queries.agenda(meeting).exists():
        raise InputError.of("conference.agenda_empty")
    advance(meeting, revision, (MeetingState.DRAFT,), state=MeetingState.CONVENED, convened_at=on)
    note_act("convened", meeting, {}, by=by, on=on)
    given = {"number": str(meeting.number), "day": str(meeting.held_on)}
    tell_members(meeting, "convened", {**given, "place": meeting.place or "—"}, on)
    return meeting


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, revision: int, rows: Sequence[Present], by: User, on: datetime
) -> None:
    """Note who came; what was noted before is replaced."""
    check_manages(by, on=timezone.localdate(on))
    advance(meeting, revision, (MeetingState.CONVENED,))
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            department=row.department,
            presence=row.presence,
            person=row.person.strip()[:80],
        )
        for row in rows
    )
    came = sum(row.presence != Presence.ABSENT for row in rows)
    note_act("attendance_noted", meeting, {"people": came}, by=by, on=on)


def meeting_of(item: Item) -> Meeting:
    """Return the meeting whose agenda an item is on; ConflictError while it waits for one."""
    if item.meeting is None:
        raise ConflictError.of("conference.item_not_found", received=item.pk)
    return item.meeting


def advance(
    meeting: Meeting, revision: int, states: Sequence[MeetingState], **changed: object
) -> None:
    """Change a meeting that is in one of the states, and at the revision its editor saw."""
    meeting.refresh_from_db()
    if meeting.state not in states:
        raise ConflictError.of(
            "conference.other_state",
            received=meeting.get_state_display(),
            expected=_words(states),
        )
    found = Meeting.objects.filter(pk=meeting.pk, revision=revision, state__in=states)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("conference.changed_meanwhile", received=meeting.number)
    meeting.refresh_from_db()


def _words(states: Sequence[MeetingState]) -> str:
    return "、".join(str(state.label) for state in states)


def note_act(
    act: str, subject: Member | Meeting | Item, details: Mapping[str, object], *,
    by: User, on: datetime,
) -> None:  # fmt: skip
    """Record an act on the ledger; `details` holds ids and codes."""
    kinds = {Member: "conference-member", Meeting: "meeting", Item: "agenda-item"}
    kind = kinds[type(subject)]
    record(act=f"conference.{act}", subject=f"{kind}:{subject.pk}", details=details, by=by, on=on)


def tell_members(meeting: Meeting, act: str, given: dict[str, str], on: datetime) -> None:
    """Tell the delegates; where a member has none, all people of its department."""
    day = timezone.localdate(on)
    people: dict[int, User] = {}
    for member in queries.members(on=meeting.held_on):
        told = [member.delegate] if member.delegate else people_of(member.department, on=day)
        people.update({person.pk: person for person in told})
    notify(
        people=people.values(),
        code=f"conference.{act}",
        given=given,
        href=reverse("conference:meeting", args=(meeting.number,)),
        key=f"conference:{act}:{meeting.pk}",
        on=on,
    )


def _overlap(member: Member, since: date, until: date | None) -> bool:
    ends_before = member.until is not None and member.until < since
    begins_after = until is not None and member.since > until
    return not (ends_before or begins_after)
