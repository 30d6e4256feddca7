"""What one file of `declarations/procedures` may say.

A procedure has stages; acts lead from one to the next. An act says who may do it, what it needs and
what it drafts; a term says which acts or which service of a document start and end it; a ground
says which terms it stops. Everything that comes from the law carries its article and whether that
was compared with the official text.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from zhiheng.core.declarations.models import ColumnName, Declaration, Slug, Wording
from zhiheng.core.errors import PersonError
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import Instrument, Status


class Capacity(StrEnum):
    """As what somebody acts in a case. One person may have several."""

    APPLICANT = "applicant"  # who asked, and whoever acts for them
    RESPONDENT = "respondent"
    THIRD_PARTY = "third-party"
    HANDLER = "handler"  # the officer, examiner, adjudicator or mediator the case is assigned to
    CO_HANDLER = "co-handler"
    PANEL_CHAIR = "panel-chair"
    PANEL_MEMBER = "panel-member"
    TECHNICAL_INVESTIGATOR = "technical-investigator"
    CLERK = "clerk"  # whoever does intake for the handling body, or for the station that took it in
    HEAD = "head"  # the head of the handling body
    SUPERIOR = "superior"  # the head of the body one level up
    COOPERATOR = "cooperator"  # somebody of a body that was asked to co-operate


PARTY_CAPACITIES = frozenset({Capacity.APPLICANT, Capacity.RESPONDENT, Capacity.THIRD_PARTY})

FieldKind = Literal[
    "line", "text", "date", "integer", "money", "choice", "choices", "yes-no",
    "uscc", "patent-number", "trademark-number", "division", "phone", "mail", "identity-number",
]  # fmt: skip
Prefill = Literal[
    "", "person.name", "person.mail", "organisation.name", "organisation.uscc",
    "organisation.district", "patent.title", "patent.owner",
]  # fmt: skip
FileKind = Literal["pdf", "jpg", "png", "doc", "docx", "xls", "xlsx", "ofd", "zip", "mp3", "mp4"]


class When(Declaration):
    """A condition on a field of the form: its value is one of `is`."""

    field: ColumnName
    values: Annotated[list[str], Field(alias="is", min_length=1)]

    def holds(self, given: dict[str, str]) -> bool:
        """Tell whether the form says so."""
        return any(value in self.values for value in given.get(self.field, "").split(","))


class FormField(Declaration):
    """One thing that people fill in; a `yes-no` is "yes" or "no", `choices` joined by commas."""

    field: ColumnName
    kind: FieldKind
    label: Wording
    help: Wording | None = None
    required: bool = True
    choices: dict[str, Wording] = {}
    prefill: Prefill = ""
    personal: bool = False  # a private person's name, address, number
    longest: int = 0  # characters; 0: as its kind allows
    largest: int = 0  # of a number or an amount in yuan; 0: as its kind allows
    not_after: ColumnName | None = None  # a date; another date of the form that it may not exceed
    when: When | None = None  # asked only then

    @model_validator(mode="after")
    def _dates_in_order(self) -> FormField:
        if self.not_after and self.kind != "date":
            raise ValueError("not_after belongs to fields of the kind date")
        return self

    @model_validator(mode="after")
    def _choices_where_chosen(self) -> FormField:
        if bool(self.choices) != (self.kind in ("choice", "choices")):
            raise ValueError(
                "choices belong to fields of the kind choice or choices, and only there"
            )
        return self


class Material(Declaration):
    """A file that a party hands in."""

    material: Slug
    title: Wording
    note: Wording | None = None
    required: bool = True
    kinds: list[FileKind] = ["pdf", "jpg", "png", "doc", "docx"]
    when: When | None = None


class Section(Declaration):
    """Fields under one heading of a form."""

    section: Slug
    title: Wording
    fields: list[FormField] = Field(min_length=1)


class Stage(Declaration):
    """Where a case can stand. `waits_for` says on whose desk the next step lies."""

    stage: Slug
    title: Wording
    kind: Literal["open", "closed"] = "open"
    waits_for: Literal["office", "applicant", "respondent", "others"] = "office"


class Grounded(Declaration):
    """Something that the law says."""

    ground: Instrument
    status: Status


class Needs(Declaration):
    """What must be so before an act can be done."""

    done: list[Slug] = []  # acts, in this case
    not_done: list[Slug] = []
    issued: list[Slug] = []  # papers
    served: list[Slug] = []  # papers, on everybody they are addressed to
    held: list[Slug] = []  # sessions
    expired: list[Slug] = []  # terms that ended or ran out; one of them at least was started
    within: list[Slug] = []  # terms that have not run out: the act is too late afterwards
    officers: int = 0  # handler and co-handlers
    panel: int = 0  # chair and members: an odd number, at least this many
    investigator: bool = False

    def names(self) -> dict[str, list[str]]:
        """Return what is named, by the kind of thing that it is."""
        return {
            "act": [*self.done, *self.not_done],
            "paper": [*self.issued, *self.served],
            "session": self.held,
            "term": [*self.expired, *self.within],
        }


class VetoQuestion(Grounded):
    """A question put on the day of an act: is whom the form names barred?

    `of` are the fields that name whom it is asked about: the first that leads to somebody counts, a
    code before a name; a line that names several is asked for each. Where it bars, the act cannot
    be done, or with `advises` whoever acts sees it and decides.
    """

    veto: Slug
    of: list[ColumnName] = Field(min_length=1)
    effect: Literal["blocks", "advises"] = "blocks"


class Act(Grounded):
    """Something that is done in a case.

    Without `to` the case stays in its stage. `approval` makes the act a proposal that takes effect
    once somebody in that capacity approves it. `drafts` are papers begun with it.
    """

    act: Slug
    title: Wording
    description: Wording | None = None
    from_: Annotated[list[Slug], Field(alias="from", min_length=1)]
    to: Slug = ""
    by: list[Capacity] = Field(min_length=1)
    not_by: list[Capacity] = []  # whoever is also one of these may not: no review of one's own case
    when: When | None = None  # only in cases whose form says so
    fields: list[FormField] = []
    materials: list[Material] = []
    needs: Needs = Needs()
    veto: list[VetoQuestion] = []
    approval: Capacity | None = None
    drafts: list[Slug] = []
    notifies: list[Capacity] = []
    outcome: Slug = ""
    opens: Slug = ""  # the procedure in which a linked case begins
    while_suspended: bool = False
    confirm: bool = False  # cannot be undone: ask before it is done
    internal: bool = False  # kept from the parties: what the office weighs, whom it asks

    @model_validator(mode="after")
    def _kept_from_parties(self) -> Act:
        if self.internal and PARTY_CAPACITIES & {*self.by, *self.notifies}:
            raise ValueError("an internal act is not done by a party and notifies none")
        return self


class ExtensionRule(Grounded):
    """How a term may be lengthened: by what at most, how often, who approves.

    Without `length` the one who approves fixes it.
    """

    length: str = ""
    approval: Capacity
    most: int = 1
    reason: Wording | None = None

    @field_validator("length")
    @classmethod
    def _is_a_length(cls, length: str) -> str:
        return _checked_length(length)


class Variant(Declaration):
    """Another length of a term, or another parameter that sets it, where the form says so."""

    when: When
    length: str = ""
    parameter: str = ""
    ground: Instrument | None = None

    @field_validator("length")
    @classmethod
    def _is_a_length(cls, length: str) -> str:
        return _checked_length(length)

    @model_validator(mode="after")
    def _has_one_length(self) -> Variant:
        _need_one(self.length, self.parameter)
        return self


class ServiceStart(Declaration):
    """A term that begins when a paper was received by a party."""

    paper: Slug
    to: Capacity


class ProcedureTerm(Grounded):
    """A limit: what starts it, what ends it, what stops it, what follows when it runs out.

    The length is written here or, where a body sets it, is the dated parameter named by
    `parameter`. `before` turns it round: the least time before a session on which its notice is
    served. `survives` lets it run on after the case was closed; `minimum` marks a time that a party
    must be left, rather than one within which somebody must act. With `when` it runs only in cases
    whose form says so. One that `repeats` begins anew beside those that run: goods seized on two
    days are to be released by two. A term that nothing `ends` must say in `lapse` what its running
    out means.
    """

    term: Slug
    title: Wording
    length: str = ""
    parameter: str = ""
    regime: str = ""
    when: When | None = None
    variants: list[Variant] = []
    binds: Literal["office", "applicant", "respondent", "parties", "court", "police", "others"]
    starts: list[Slug] = []
    starts_on_service: list[ServiceStart] = []
    starts_from: ColumnName | None = None  # the field of the starting act that gives the day
    ends: list[Slug] = []
    ends_on_issue: list[Slug] = []
    ends_on_service: list[Slug] = []
    before: Slug = ""
    minimum: bool = False
    survives: bool = False
    repeats: bool = False
    stopped_by: list[Slug] = []
    extensions: list[ExtensionRule] = []
    lapse: Wording | None = None

    @field_validator("length")
    @classmethod
    def _is_a_length(cls, length: str) -> str:
        return _checked_length(length)

    @model_validator(mode="after")
    def _has_one_length(self) -> ProcedureTerm:
        _need_one(self.length, self.parameter)
        return self

    def extension_rule(self, used: int) -> ExtensionRule | None:
        """Return the rule of the next extension after `used` of them; None where none is left.

        Extensions are granted in the order in which they are declared: the first by the head of
        the office, the next by the one above.
        """
        slots = [rule for rule in self.extensions for _time in range(rule.most)]
        return slots[used] if used < len(slots) else None


class SuspensionGround(Grounded):
    """Why time is not counted. `halts`: the case itself stands still, not only its terms."""

    code: Slug
    title: Wording
    halts: bool = True
    must: bool = False  # the law leaves no choice
    by: list[Capacity] = [Capacity.HANDLER]
    approval: Capacity | None = None
    drafts: list[Slug] = []


class SessionKind(Grounded):
    """A hearing or meeting that is fixed for a day; `notice` is the term kept before it."""

    session: Slug
    title: Wording
    by: list[Capacity] = [Capacity.HANDLER]
    stages: list[Slug] = Field(min_length=1)
    notice: Slug = ""
    summons: Slug = ""  # the paper that calls the parties
    minutes: Slug = ""  # the paper that records it


class Paper(Declaration):
    """A document that the office makes; its template is `declarations/papers/PAPER.yaml`.

    `number` is filled with {year} and {sequence}; without one the paper has no number of its own.
    """

    paper: Slug
    title: Wording
    template: Slug = ""  # another template than its own name
    number: str = ""
    to: list[Capacity] = []
    stages: list[Slug] = []  # where it can be drafted beside the acts that draft it
    by: list[Capacity] = [Capacity.HANDLER]
    approval: Capacity | None = None  # signed by; without one the drafter issues it
    served: bool = False  # handed over with a proof of service
    confidential: bool = False  # kept from the parties


class Outcome(Declaration):
    """How a case can end."""

    outcome: Slug
    title: Wording


class Handling(Declaration):
    """Which bodies carry the procedure, and how a case finds the right one.

    A case goes to a body of the first kind that has one for its division (the district before the
    city). Where `stations` is true, the people of any station may take requests in.
    """

    bodies: list[str] = Field(min_length=1)  # kinds of organisation
    roles: list[str] = Field(min_length=1)  # whose cases can be assigned to
    superior: list[str] = []
    stations: bool = False
    division: ColumnName | None = None  # the field of the form that names the division


class Finding(Declaration):
    """How people find the procedure: by words, and by what they answer."""

    words: list[str] = Field(min_length=1)
    answers: dict[Slug, list[Slug]] = {}


class ProcedureDeclaration(Declaration):
    """One file of `declarations/procedures`."""

    procedure: Slug
    version: int = Field(ge=1)
    valid_from: date | None = None
    valid_to: date | None = None
    part: Annotated[str, Field(pattern=r"^[A-H]\d{1,2}$")]
    title: Wording
    summary: Wording
    conditions: list[Wording] = []
    fee: Wording
    result: Wording
    basis: list[Instrument] = Field(min_length=1)
    regime: Slug
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    asked_by: list[str] = []  # roles that ask in the service hall; empty: only the office begins it
    begun_by: list[Capacity] = [Capacity.APPLICANT]
    handling: Handling
    finding: Finding
    begins: Slug  # the first act, done by handing in the form
    subject: ColumnName  # the field that names the case in lists
    applicant: ColumnName | None = None  # the field with the name of who asks, where it is asked
    respondent: ColumnName | None = None  # the field with the other party's name
    anonymous: When | None = None  # then nobody learns who asks
    form: list[Section] = Field(min_length=1)
    materials: list[Material] = []
    stages: list[Stage] = Field(min_length=2)
    acts: list[Act] = Field(min_length=1)
    terms: list[ProcedureTerm] = []
    grounds: list[SuspensionGround] = []
    sessions: list[SessionKind] = []
    papers: list[Paper] = []
    outcomes: list[Outcome] = Field(min_length=1)


def _checked_length(length: str) -> str:
    try:
        if length:
            parse_length(length)
    except PersonError as error:
        raise ValueError(str(error)) from error
    return length


def _need_one(length: str, parameter: str) -> None:
    if bool(length) == bool(parameter):
        raise ValueError("needs exactly one of length, parameter")
