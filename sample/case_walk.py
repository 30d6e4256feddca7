"""How people of the sample city live through a case, by the same commands as real ones.

A story is a line of steps: the name of an act, or `@` and something every case knows. What an act
needs beside itself (papers served, a panel, a second officer, approval) is done on the way.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sample.case_forms import answers, proofs

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from zhiheng.core.procedures.declared import Needs
    from zhiheng.office.accounts.models import Organisation, User
    from zhiheng.office.cases.models import Case
    from zhiheng.office.papers.models import Paper

BY_ROLE = ("clerk", "head", "superior")
ZONE = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class Story:
    """One case: which procedure, how many days ago it began, about what, and what was done.

    `by` hands the form in, for `firm` where it is one; `through` is the account of a station. Each
    step may end in `+DAYS`, how many working days it comes after the one before.
    """

    procedure: str
    ago: int
    title: str
    steps: str
    by: str = "demo-enterprise"
    firm: bool = True
    through: str = ""
    rival: str = "demo-enterprise-2"
    given: dict[str, str] = field(default_factory=dict)


class Walk:
    """One story under way."""

    def __init__(self, story: Story, begins: dt.datetime, number: int) -> None:
        self.story, self.now = story, begins
        self.chance = random.Random(number)
        self.number = number
        self.case: Case | None = None
        self._seen = 0

    def moments(self) -> Iterator[dt.datetime]:
        """Do one thing after another, telling beforehand when the next is done."""
        yield self.now
        self._begin()
        for step in self.story.steps.split():
            name, _, gap = step.partition("+")
            yield self._later(int(gap) if gap else self.chance.choice((1, 1, 2, 3)))
            yield from self._do(name)

    def _later(self, days: int) -> dt.datetime:
        """Return a moment so many working days on, in office hours."""
        from zhiheng.office.registers import lake

        working = lake.working_days()
        day = self.now.astimezone(ZONE).date()
        day = working.add_working(day, days) if days else day
        hour = 9 + self.chance.randrange(8)
        moment = dt.datetime(
            day.year, day.month, day.day, hour, self.chance.randrange(60), tzinfo=ZONE
        )
        self.now = max(moment, self.now + dt.timedelta(minutes=5))
        return self.now

    def _do(self, name: str) -> Iterator[dt.datetime]:
        if not name.startswith("@"):
            yield from self._act(name)
            return
        what, _, about = name[1:].partition(":")
        if what == "session":
            yield from self._hold(about)
        else:
            getattr(self, f"_{what.replace('-', '_')}")(about)

    # --- what every case knows -----------------------------------------------------------------

    def _begin(self) -> None:
        from zhiheng.core.procedures.forms import fields_of
        from zhiheng.office.accounts.enums import Role
        from zhiheng.office.cases import law
        from zhiheng.office.cases.beginning import Request, begin_case

        story = self.story
        day = self.now.astimezone(ZONE).date()
        declaration = law.in_force(story.procedure, on=day).declaration
        by = person(story.through or story.by)
        given = answers(fields_of(declaration), self._told(), day)
        own = person(story.by).memberships.exclude(role=Role.CITIZEN).first()
        request = Request(
            given=given,
            files=proofs(declaration.materials, given),
            applicant=own.organisation if own and story.firm and not story.through else None,
            station=body_of(by) if story.through else None,
        )
        self.case = begin_case(procedure=story.procedure, request=request, by=by, on=self.now)

    def _told(self) -> dict[str, str]:
        """Return what the people of this story say of themselves and of their matter."""
        story = self.story
        own = body_of(person(story.by)).name if story.firm else person(story.by).display_name
        rival = body_of(person(story.rival)).name if story.rival else "网店经营者"
        return {
            "title": story.title,
            "patent_title": story.title,
            "product": story.title,
            "applicant_name": own.replace("（演示）", ""),
            "patent_owner": own.replace("（演示）", ""),
            "respondent_name": rival.replace("（演示）", ""),
            "applicant_kind": "organisation" if story.firm else "person",
            "summary": f"{story.title}。经过、证据和请求见所附材料。",
            **story.given,
        }

    def _take(self, _about: str) -> None:
        from zhiheng.office.cases.assigning import assign_case, take_case

        people = self._eligible("handler")
        officer = people[self.number % len(people)]
        if self.number % 3:
            take_case(case=self._fresh(), revision=None, by=officer, on=self.now)
            return
        head = self._person("head", "clerk")
        assign_case(
            case=self._fresh(),
            revision=None,
            to=officer,
            reason="按专业分工分办",
            by=head,
            on=self.now,
        )

    def _suspend(self, ground: str) -> None:
        from zhiheng.office.cases.stopping import suspend_case

        reason = "当事人提出申请并提交了证明材料，经审查符合中止条件。"
        suspend_case(
            case=self._fresh(), revision=None, ground=ground, reason=reason,
            by=self._person("handler"), on=self.now,
        )  # fmt: skip
        self._approve()

    def _resume(self, ground: str) -> None:
        from zhiheng.office.cases.stopping import resume_case

        resume_case(
            case=self._fresh(), revision=None, ground=ground, reason="中止事由已经消除。",
            by=self._person("handler"), on=self.now,
        )  # fmt: skip

    def _ask(self, kind: str) -> None:
        from zhiheng.office.accounts.models import Organisation
        from zhiheng.office.cases.cooperating import ask_body

        case = self._fresh()
        others = Organisation.objects.filter(kind=kind, is_demo=True)
        others = others.exclude(pk=case.organisation_id or 0)
        ask_body(
            case=case, revision=None, organisation=others[0], question="请协助提供产品比对意见。",
            due_on=self.now.astimezone(ZONE).date() + dt.timedelta(days=15),
            by=self._person("handler"), on=self.now,
        )  # fmt: skip

    def _archive(self, _about: str) -> None:
        from zhiheng.office.cases.keeping import archive_case

        archive_case(case=self._fresh(), revision=None, by=self._person("handler"), on=self.now)

    def _rate(self, stars: str) -> None:
        from zhiheng.office.hall.commands import rate

        text = "办得很快，讲得清楚。" if int(stars) > 3 else "等待时间偏长。"
        rate(case=self._fresh(), stars=int(stars), text=text, by=person(self.story.by), on=self.now)

    def _schedule(self, kind: str, days: int = 12) -> dt.datetime:
        from zhiheng.office.cases.sessions import Appointment, schedule_session
        from zhiheng.office.registers import lake

        day = lake.working_days().add_working(self.now.astimezone(ZONE).date(), days)
        starts = dt.datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)
        wanted = Appointment(kind, starts, "第一审理室")
        schedule_session(
            case=self._fresh(),
            revision=None,
            wanted=wanted,
            by=self._person("handler", "panel-chair"),
            on=self.now,
        )
        return starts

    def _hold(self, kind: str) -> Iterator[dt.datetime]:
        from zhiheng.office.cases.sessions import hold_session

        starts = self._schedule(kind)
        yield self._later(1)
        self._serve_drafts()
        self.now = starts + dt.timedelta(hours=2)
        yield self.now
        session = self._fresh().sessions.get(kind=kind, state="planned")
        attendance = "双方代理人到场，当庭核对了证据。"
        hold_session(
            session=session,
            attendance=attendance,
            by=self._person("handler", "panel-chair"),
            on=self.now,
        )

    def _serve(self, kind: str) -> None:
        self._send(self._issued(kind))

    def _issue(self, kind: str) -> None:
        self._issued(kind)

    # --- acts and what they need ---------------------------------------------------------------

    def _act(self, name: str) -> Iterator[dt.datetime]:
        from zhiheng.office.cases.acting import Doing, do_act
        from zhiheng.office.cases.law import procedure_of

        act = procedure_of(self._fresh()).acts[name]
        yield from self._meet(act.needs)
        by = self._person(*act.by)
        day = self.now.astimezone(ZONE).date()
        given = answers(
            act.fields, self._told() if act.act == "supplement" else self.story.given, day
        )
        doing = Doing(given=given, files=proofs(act.materials, given))
        do_act(case=self._fresh(), revision=None, act=name, doing=doing, by=by, on=self.now)
        self._approve()

    def _meet(self, needs: Needs) -> Iterator[dt.datetime]:
        """Do what an act needs before it can be done."""
        for kind in (*needs.issued, *needs.served):
            paper = self._newest(kind)
            if paper is not None and paper.state in ("draft", "proposed"):
                self._send(self._issued(kind)) if kind in needs.served else self._issued(kind)
                yield self._later(1)
        for capacity, wanted in (
            ("co-handler", needs.officers - 1),
            ("technical-investigator", int(needs.investigator)),
        ):
            while self._present(capacity) < wanted:
                self._appoint(capacity)
        if needs.panel and not self._present("panel-chair"):
            for capacity in ("panel-chair", "panel-member", "panel-member"):
                self._appoint(capacity)
        for name in needs.expired:
            running = (
                self._fresh().clocks.filter(term=name, ended_on=None).order_by("due_on").last()
            )
            if running is not None and running.due_on >= self.now.astimezone(ZONE).date():
                after = running.due_on + dt.timedelta(days=1)
                self.now = dt.datetime(after.year, after.month, after.day, 10, tzinfo=ZONE)
                yield self._later(0)

    def _appoint(self, capacity: str) -> None:
        from zhiheng.office.cases.assigning import appoint

        person = self._eligible(capacity)[0]
        appoint(
            case=self._fresh(),
            revision=None,
            person=person,
            capacity=capacity,
            by=self._person("handler", "head"),
            on=self.now,
        )

    def _approve(self) -> None:
        """Have the one above approve what was just proposed."""
        from zhiheng.office.cases.deciding import decide_proposal

        for proposal in self._fresh().proposals.filter(decided_at=None):
            by = self._person(proposal.approver)
            decide_proposal(
                proposal=proposal,
                approve=True,
                reason="同意",
                by=by,
                on=self.now + dt.timedelta(minutes=30),
            )
            self.now += dt.timedelta(minutes=30)

    def _newest(self, kind: str) -> Paper | None:
        from zhiheng.office.papers.models import Paper

        return Paper.objects.filter(case=self.case, kind=kind).order_by("-pk").first()

    def _issued(self, kind: str) -> Paper:
        from zhiheng.office.cases.law import procedure_of
        from zhiheng.office.papers.drafting import propose_paper
        from zhiheng.office.papers.issuing import issue_paper
        from zhiheng.office.papers.permissions import drafters, signers

        paper = self._newest(kind)
        assert paper is not None, f"{self.story.title}: no draft of {kind}"
        if paper.state in ("issued", "served"):
            return paper
        declared = procedure_of(self._fresh()).papers[kind]
        if declared.approval and paper.state == "draft":
            paper = propose_paper(
                paper=paper, revision=None, by=self._person(*drafters(declared)), on=self.now
            )
        self.now += dt.timedelta(minutes=20)
        return issue_paper(
            paper=paper, revision=None, by=self._person(*signers(declared)), on=self.now
        )

    def _send(self, paper: Paper) -> None:
        from zhiheng.office.cases.law import procedure_of
        from zhiheng.office.cases.notifying import people_of
        from zhiheng.office.papers.permissions import servers
        from zhiheng.office.papers.queries import addressees
        from zhiheng.office.papers.serving import Sending, serve_paper

        by = self._person(*servers(procedure_of(self._fresh()).papers[paper.kind]))
        day = self.now.astimezone(ZONE).date()
        for party in addressees(paper):
            here = bool(people_of(party, on=self.now))
            proof = None if here else proof_of_service()
            sending = Sending(
                mode="electronic" if here else "delivery", sent_on=day, agreed=here,
                received_on=None if here else day, proof=proof,
            )  # fmt: skip
            self.now += dt.timedelta(minutes=2)
            serve_paper(paper=paper, party=party, sending=sending, by=by, on=self.now)

    def _serve_drafts(self) -> None:
        """Issue and serve what was drafted to call the parties."""
        from zhiheng.office.cases.law import procedure_of
        from zhiheng.office.papers.models import Paper

        papers = procedure_of(self._fresh()).papers
        for paper in Paper.objects.filter(case=self.case, state="draft"):
            if (
                papers[paper.kind].served
                and papers[paper.kind].to
                and not papers[paper.kind].approval
            ):
                self._send(self._issued(paper.kind))

    # --- people --------------------------------------------------------------------------------

    def _fresh(self) -> Case:
        """Return the case as it stands; read anew after something was done in it."""
        from zhiheng.office.cases.models import Case
        from zhiheng.office.cases.queries import find_case

        assert self.case is not None
        newest = Case.objects.filter(pk=self.case.pk).values_list("revision", flat=True).get()
        if self._seen != newest:
            self.case, self._seen = find_case(self.case.number), newest
        return self.case

    def _present(self, capacity: str) -> int:
        return sum(
            each.capacity == capacity and each.until is None
            for each in self._fresh().participants.all()
        )

    def _eligible(self, capacity: str) -> list[User]:
        """Return who can be appointed and has no part in the case yet."""
        from zhiheng.office.cases.assigning import candidates
        from zhiheng.office.cases.conflicts import ties_of

        case = self._fresh()
        taken = {each.person_id for each in case.participants.all() if each.until is None}
        found = candidates(case, capacity, on=self.now).order_by("pk").exclude(pk__in=taken)
        day = self.now.astimezone(ZONE).date()
        free = [each for each in found if not ties_of(each, case, on=day)]
        assert free, f"{self.story.title}: nobody can be {capacity}"
        return free

    def _person(self, *capacities: str) -> User:
        """Return somebody who acts in the case in one of some capacities, the first of them."""
        from zhiheng.office.cases.law import procedure_of
        from zhiheng.office.cases.permissions import bodies_above, capacities_of

        case = self._fresh()
        procedure = procedure_of(case)
        around: list[User] = [each.person for each in case.participants.all() if each.until is None]
        around += [person(name) for name in (self.story.by, self.story.rival) if name]
        around += colleagues(case.organisation, self.now) + colleagues(case.station, self.now)
        for body in bodies_above(case, procedure.declaration.handling.superior):
            around += colleagues(body, self.now)
        day = self.now.astimezone(ZONE).date()
        parts = {each.person_id for each in case.participants.all()}
        others = [each for each in around if each.pk not in parts]
        # Whoever reviews is not who handled it, where somebody else can.
        by_role = [each for each in capacities if each in BY_ROLE]
        first = by_role if capacities[0] in BY_ROLE else []
        for some, people in ((first, others), (capacities, around)):
            for capacity in some:
                for each in people:
                    if capacity in capacities_of(each, case, procedure, on=day):
                        return each
        raise AssertionError(f"{self.story.title}: nobody acts as {capacities}")


def person(username: str) -> User:
    """Return the holder of a demo account."""
    from zhiheng.office.accounts.models import User

    if username not in _people:
        _people[username] = User.objects.get(username=username)
    return _people[username]


def body_of(user: User) -> Organisation:
    """Return the organisation of a demo account."""
    membership = user.memberships.select_related("organisation").first()
    assert membership is not None
    return membership.organisation


def colleagues(body: Organisation | None, on: dt.datetime) -> list[User]:
    """Return the people of a body, in the order in which they came."""
    from zhiheng.office.accounts.models import User

    if body is None:
        return []
    if body.pk not in _colleagues:
        held = User.objects.filter(memberships__organisation=body, is_active=True)
        _colleagues[body.pk] = [person(each.username) for each in held.distinct().order_by("pk")]
    return _colleagues[body.pk]


_people: dict[str, User] = {}
_colleagues: dict[int, list[User]] = {}


def proof_of_service() -> UploadedFile[Any]:
    """Return a signed proof of service."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from sample.case_forms import PDF

    return SimpleUploadedFile("送达回证.pdf", PDF)
