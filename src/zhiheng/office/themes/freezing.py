"""Freezing a theme: its members written into the lake, their digest and portrait kept beside.

The lake is written first and the edition noted after it. Killed in between, rows of a number lie
in the lake that no edition names; that number is not used again, so they never mix with others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
from django.db import transaction
from django.db.models import Max

from zhiheng.core.errors import InputError
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.search.results import Hit
from zhiheng.core.themes.sampling import members_digest
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers import lake
from zhiheng.office.themes import membership
from zhiheng.office.themes.models import Definition, Edition, Theme
from zhiheng.office.themes.permissions import EDIT
from zhiheng.office.themes.precision import precision_of

MEMBERS = "theme-members"
ROWS = 5_000


def freeze_theme(*, definition: Definition, note: str, by: User, on: datetime) -> Edition:
    """Freeze the members that a definition has now as the next edition of its theme."""
    check_user_can(by, EDIT)
    theme = definition.theme
    query = membership.query_of(definition)
    with lake.lake().writing():
        hits = list(membership.members(query))
        if not hits:
            raise InputError.of("theme.nothing_to_freeze")
        number = _next_number(theme)
        register = lake.catalogue().register(MEMBERS)
        batches = _rows(theme, number, hits, on)
        rows = pa.RecordBatchReader.from_batches(table_schema(register), batches)
        lake.lake().append(register, rows, notes={"theme": theme.slug, "edition": str(number)})
    edition = Edition(
        theme=theme,
        number=number,
        definition=definition,
        total=len(hits),
        digest=members_digest((hit.register, hit.key) for hit in hits),
        portrait=membership.portrait(query),
        versions=dict(membership.index_versions()),
        note=note.strip()[:400],
        frozen_by=by,
        frozen_at=on,
    )
    return _note(edition, by=by, on=on)


@transaction.atomic
def _note(edition: Edition, *, by: User, on: datetime) -> Edition:
    found = precision_of(edition.definition)
    edition.relevant, edition.irrelevant = found.relevant, found.irrelevant
    edition.unsure = found.undecided
    edition.save()
    details = {"edition": edition.number, "members": edition.total, "digest": edition.digest}
    subject = f"theme:{edition.theme_id}"
    record(act="themes.frozen", subject=subject, details=details, by=by, on=on)
    return edition


def _next_number(theme: Theme) -> int:
    """Return the number after all that were used, those of killed freezes included."""
    noted = theme.editions.aggregate(last=Max("number"))["last"] or 0
    engine = lake.engine()
    table = engine.table(lake.catalogue().register(MEMBERS))
    written = table.filter(table.theme == theme.slug).aggregate(last=table.edition.max())
    in_lake = engine.run(written)["last"][0].as_py() or 0
    return max(int(noted), int(in_lake)) + 1


def _rows(theme: Theme, number: int, hits: list[Hit], on: datetime) -> Iterator[pa.RecordBatch]:
    schema = table_schema(lake.catalogue().register(MEMBERS))
    for start in range(0, len(hits), ROWS):
        rows = [_row(theme, number, hit, on) for hit in hits[start : start + ROWS]]
        yield from pa.Table.from_pylist(rows, schema=schema).to_batches()


def _row(theme: Theme, number: int, hit: Hit, on: datetime) -> dict[str, object]:
    facts = hit.facts
    return {
        "theme": theme.slug,
        "edition": number,
        "register": hit.register,
        "record": hit.key,
        "title": hit.title,
        "filed": _day(facts.get("filed")),
        "division": facts.get("division"),
        "applicants": facts.get("applicants"),
        "classes": facts.get("classes"),
        "status": facts.get("status"),
        "source_file": f"theme:{theme.slug}",
        "source_position": f"edition {number}",
        "source_digest": "",
        "import_id": f"theme-{theme.slug}-{number}",
        "imported_at": on,
        "content_digest": "",
    }


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    text = str(value or "")
    return date.fromisoformat(text) if len(text) == 10 else None
