"""What is known of a plan on a day, frozen for the report of a year.

The facts are stored as JSON in one canonical form, so that a digest of it names them: the same
facts have the same digest, and a changed figure has another.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from zhiheng.core.errors import StorageError

FORMAT = 1


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Light(StrEnum):
    """How an indicator stands; the values of `core.plans.lights`."""

    REACHED = "reached"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


class MeasureState(StrEnum):
    """How far a measure is; the values of `core.plans.tasks`."""

    DONE = "done"
    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"


class Gap(StrEnum):
    """Why something is missing from a report."""

    NO_VALUE = "no_value"  # an indicator without any value
    NOT_SIGNED = "not_signed"  # a value handed in, not signed off yet
    NOT_REPORTED = "not_reported"  # a value asked for, not handed in
    QUERIED = "queried"  # a signed value that the lead office doubts
    OLD_VALUE = "old_value"  # the latest value is of a year before
    NO_REPORT = "no_report"  # a measure that nobody ever reported on


class PlanFacts(_Frozen):
    """The plan that is reported on; `document` is the digest of its text file."""

    number: int
    title: str
    issuers: tuple[str, ...]
    first_year: int
    last_year: int
    division: str
    document: str


class SeriesPoint(_Frozen):
    """A value on a day, in the plan's unit."""

    on: date
    value: Decimal


class ForecastFacts(_Frozen):
    """What the target year is expected to bring, with its interval of `level` percent."""

    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal


class DistrictValue(_Frozen):
    """A district's value of an indicator."""

    name: str
    value: Decimal | None


class IndicatorFacts(_Frozen):
    """Where an indicator stood; `share` is the part of the way from `start` to the target gone.

    The way starts at the baseline, or at nought before the plan for what comes together in it.
    """

    number: int
    name: str
    unit: str
    kind: str  # binding, expected or empty
    baseline_year: int | None
    baseline: Decimal | None
    start_year: int | None
    start: Decimal | None
    target_year: int
    target: str  # in words: 20, 不少于 20, 3—5
    target_value: Decimal
    departments: tuple[str, ...]
    source: str  # computed, reported or none
    definition: str
    grounds: tuple[str, ...]
    latest: Decimal | None
    latest_on: date | None
    share: Decimal | None
    light: Light
    sentence: str
    notes: tuple[str, ...] = ()
    forecast: ForecastFacts | None = None
    series: tuple[SeriesPoint, ...] = ()
    districts: tuple[DistrictValue, ...] = ()


class CommitmentFacts(_Frozen):
    """Something countable that a measure promises, and what was reached of it."""

    text: str
    promised: str
    reached: Decimal | None
    unit: str


class MeasureFacts(_Frozen):
    """Where a measure stood; `part` is the heading of the plan it stands under."""

    number: str
    title: str
    part: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    due: str
    state: MeasureState
    percent: int
    tasks: int
    tasks_done: int
    tasks_overdue: int
    waits_for: tuple[str, ...]
    reported_on: date | None
    commitments: tuple[CommitmentFacts, ...]


class DecisionFacts(_Frozen):
    """What the joint conference decided and how far it is followed up."""

    meeting: str
    held_on: date
    text: str
    departments: tuple[str, ...]
    due_on: date
    done: bool


class EvaluationFacts(_Frozen):
    """What a concluded evaluation came to."""

    title: str
    as_of: date
    score: str
    grade: str
    conclusion: str


class RegisterFacts(_Frozen):
    """The version of a register that the figures were counted on."""

    name: str
    title: str
    version: int
    written_at: datetime
    rows: int


class Missing(_Frozen):
    """Something that the report cannot say, and of whom it can be had."""

    gap: Gap
    subject: str
    departments: tuple[str, ...] = ()
    period: str = ""


class Facts(_Frozen):
    """Everything a yearly report says of a plan as of the day `on`."""

    format: int = FORMAT
    office: str
    plan: PlanFacts
    year: int
    on: date
    indicators: tuple[IndicatorFacts, ...]
    measures: tuple[MeasureFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    evaluations: tuple[EvaluationFacts, ...]
    registers: tuple[RegisterFacts, ...]
    parameters: str  # digest of the declared parameters and indicators
    missing: tuple[Missing, ...]


def canonical(facts: Facts) -> bytes:
    """Return the facts as canonical JSON: sorted keys, no needless spaces, UTF-8."""
    plain = facts.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def facts_of(content: bytes, *, digest: str) -> Facts:
    """Return the facts that were frozen; StorageError where the bytes are no longer those."""
    if digest_of(content) != digest:
        raise StorageError.of("annual.snapshot_changed", expected=digest[:12])
    try:
        return Facts.model_validate_json(content)
    except ValidationError as error:
        raise StorageError.of("annual.snapshot_unread", received=error.title) from error


def plain(value: Decimal) -> Decimal:
    """Return a number without zeros at its end, so that equal ones are written alike."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
