"""The law that cases run under: procedures in their versions, regimes, calendar, limits."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from zhiheng.core.errors import InputError
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.loading import Procedures, load_procedures
from zhiheng.core.procedures.procedure import Procedure, content_of, ready
from zhiheng.core.procedures.running import Counting, ParameterOf
from zhiheng.core.terms.regimes import Regime, load_regimes
from zhiheng.office.cases.models import Case, ProcedureVersion
from zhiheng.office.registers import lake


@cache
def procedures() -> Procedures:
    """Return the declared procedures, the office's own replacing ours."""
    return load_procedures(*lake.own_declarations())


@cache
def regimes() -> dict[str, Regime]:
    """Return how each instrument counts."""
    return load_regimes(*lake.own_declarations())


def forget() -> None:
    """Read everything anew at the next question."""
    procedures.cache_clear()
    regimes.cache_clear()
    _READY.clear()


def counting(on: date) -> Counting:
    """Return by what terms are counted on a day."""
    return Counting(regimes(), lake.working_days(), on)


def parameter_of(on: date) -> ParameterOf:
    """Return the limits that bodies set themselves, as in force on a day."""

    def value(name: str) -> str:
        return str(lake.catalogue().value(name, on=on).value)

    return value


def in_force(name: str, *, on: date) -> Procedure:
    """Return the version of a procedure in which a case begins on a day."""
    return procedures().in_force(name, on=on)


def keep_version(procedure: Procedure, *, on: datetime) -> ProcedureVersion:
    """Return the row that keeps a version for the cases that begin in it."""
    kept, _ = ProcedureVersion.objects.get_or_create(
        digest=procedure.digest,
        defaults={
            "procedure": procedure.name,
            "number": procedure.declaration.version,
            "content": content_of(procedure.declaration),
            "kept_at": on,
        },
    )
    return kept


def procedure_of(case: Case) -> Procedure:
    """Return the procedure of a case in the version in which it began."""
    return _ready_version(case.version)


def _ready_version(version: ProcedureVersion) -> Procedure:
    known = _READY.get(version.digest)
    if known is None:
        try:
            known = ready(ProcedureDeclaration.model_validate(version.content))
        except ValueError as error:
            raise InputError.of("case.version_unread", received=str(version)) from error
        _READY[version.digest] = known
    return known


_READY: dict[str, Procedure] = {}
