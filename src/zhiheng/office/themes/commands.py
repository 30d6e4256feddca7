"""What editors do to themes: define, sample, mark, freeze, publish, withdraw.

Every command checks the permission, changes the database with compare-and-set on the theme's
revision, and records the act on the ledger in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.text import slugify

from zhiheng.core.declarations.models import DeclaredTheme
from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.themes.definition import ThemeDefinition, ThemeQuery
from zhiheng.core.themes.sampling import draw_sample
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers import lake
from zhiheng.office.themes import membership
from zhiheng.office.themes.enums import Mark, ThemeState
from zhiheng.office.themes.models import Definition, Sample, SampleItem, Theme
from zhiheng.office.themes.permissions import EDIT

SMALLEST_SAMPLE, LARGEST_SAMPLE = 10, 500
# They are addresses of other pages.
TAKEN_SLUGS = frozenset({"new", "adopt"})


@dataclass(frozen=True)
class Preview:
    """A definition that was not saved: how it was read, and what it would hold."""

    read: ThemeQuery
    held: membership.Portrait


@transaction.atomic
def create_theme(
    *,
    slug: str,
    title_zh: str,
    definition: ThemeDefinition,
    by: User,
    on: datetime,
    title_en: str = "",
    description: str = "",
) -> Theme:
    """Make a theme with its first definition; nobody but editors sees it yet."""
    check_user_can(by, EDIT)
    check_definition(definition)
    name = slug.strip()
    if not name or slugify(name) != name or name in TAKEN_SLUGS:
        raise InputError.of("theme.bad_slug", received=slug)
    if not title_zh.strip():
        raise InputError.of("theme.title_missing")
    try:
        with transaction.atomic():
            theme = Theme.objects.create(
                slug=name,
                title_zh=title_zh.strip()[:80],
                title_en=title_en.strip()[:120],
                description=description.strip(),
                created_by=by,
                created_at=on,
            )
    except IntegrityError as error:
        raise ConflictError.of("theme.slug_taken", received=name) from error
    _write_definition(theme, definition, reason="", by=by, on=on)
    record(act="themes.created", subject=_of(theme), details={"theme": name}, by=by, on=on)
    return theme


def adopt_theme(*, declared: DeclaredTheme, by: User, on: datetime) -> Theme:
    """Make a theme that is declared one of the office's own; from then on it is edited here."""
    definition = ThemeDefinition(
        query=declared.query,
        classes=tuple(declared.classes),
        divisions=tuple(declared.divisions),
        exclusions=tuple(declared.exclusions),
        registers=tuple(declared.registers),
    )
    return create_theme(
        slug=declared.name,
        title_zh=declared.title.zh,
        title_en=declared.title.en,
        description=declared.description.zh,
        definition=definition,
        by=by,
        on=on,
    )


@transaction.atomic
def describe_theme(
    *,
    theme: Theme,
    revision: int,
    title_zh: str,
    title_en: str,
    description: str,
    by: User,
    on: datetime,
) -> Theme:
    """Change how a theme is called and described."""
    check_user_can(by, EDIT)
    if not title_zh.strip():
        raise InputError.of("theme.title_missing")
    changed = {
        "title_zh": title_zh.strip()[:80],
        "title_en": title_en.strip()[:120],
        "description": description.strip(),
    }
    _advance(theme, revision, **changed)
    record(act="themes.described", subject=_of(theme), details={}, by=by, on=on)
    return theme


@transaction.atomic
def redefine_theme(
    *,
    theme: Theme,
    revision: int,
    definition: ThemeDefinition,
    reason: str,
    by: User,
    on: datetime,
) -> Definition:
    """Give a theme another definition; the earlier ones, samples and editions stay."""
    check_user_can(by, EDIT)
    check_definition(definition)
    _advance(theme, revision)
    written = _write_definition(theme, definition, reason=reason, by=by, on=on)
    details = {"definition": written.number}
    record(act="themes.redefined", subject=_of(theme), details=details, by=by, on=on)
    return written


@transaction.atomic
def draw(*, definition: Definition, size: int, seed: int, by: User, on: datetime) -> Sample:
    """Draw records of a definition to be looked at; marks of records seen before are carried over.

    The same definition, seed and data give the same sample again.
    """
    check_user_can(by, EDIT)
    if not SMALLEST_SAMPLE <= size <= LARGEST_SAMPLE:
        expected = f"{SMALLEST_SAMPLE}–{LARGEST_SAMPLE}"
        raise InputError.of("theme.sample_size", received=size, expected=expected)
    if not 0 <= seed < 2**31:
        raise InputError.of("theme.sample_seed", received=seed, expected="0–2147483647")
    titles = {
        (hit.register, hit.key): hit.title
        for hit in membership.members(membership.query_of(definition))
    }
    if not titles:
        raise InputError.of("theme.nothing_to_sample")
    sample = Sample.objects.create(
        definition=definition,
        seed=seed,
        size=size,
        population=len(titles),
        drawn_by=by,
        drawn_at=on,
    )
    earlier = _earlier_marks(definition.theme)
    drawn = draw_sample(titles, size=size, seed=seed)
    SampleItem.objects.bulk_create(
        SampleItem(
            sample=sample,
            place=place,
            register=member[0],
            record=member[1],
            title=titles[member],
            **earlier.get(member, {}),
        )
        for place, member in enumerate(drawn, 1)
    )
    details = {"definition": definition.number, "sample": sample.pk, "size": len(drawn)}
    record(act="themes.sampled", subject=_of(definition.theme), details=details, by=by, on=on)
    return sample


@transaction.atomic
def mark_item(*, item: SampleItem, mark: str, by: User, on: datetime) -> SampleItem:
    """Say whether a sampled record belongs to the theme; an empty mark takes it back."""
    check_user_can(by, EDIT)
    if mark and mark not in Mark.values:
        expected = "、".join(Mark.values)
        raise InputError.of("cell.not_a_choice", received=mark, expected=expected)
    item.mark = mark
    item.marked_by = by if mark else None
    item.marked_at = on if mark else None
    item.save(update_fields=["mark", "marked_by", "marked_at"])
    details = {"sample": item.sample_id, "place": item.place, "mark": mark}
    theme = item.sample.definition.theme
    record(act="themes.marked", subject=_of(theme), details=details, by=by, on=on)
    return item


@transaction.atomic
def publish_theme(*, theme: Theme, revision: int, number: int, by: User, on: datetime) -> Theme:
    """Show an edition of a theme to everybody who may see themes."""
    check_user_can(by, EDIT)
    edition = theme.editions.filter(number=number).first()
    if edition is None:
        raise InputError.of("theme.edition_unknown", received=number)
    _advance(theme, revision, state=ThemeState.PUBLISHED, published=edition)
    details = {"edition": number}
    record(act="themes.published", subject=_of(theme), details=details, by=by, on=on)
    return theme


@transaction.atomic
def withdraw_theme(*, theme: Theme, revision: int, by: User, on: datetime) -> Theme:
    """Take a theme off the pages of others; it can be published again."""
    check_user_can(by, EDIT)
    if theme.state != ThemeState.PUBLISHED:
        raise ConflictError.of("theme.not_published", received=theme.slug)
    _advance(theme, revision, state=ThemeState.WITHDRAWN)
    record(act="themes.withdrawn", subject=_of(theme), details={}, by=by, on=on)
    return theme


def check_definition(definition: ThemeDefinition) -> ThemeQuery:
    """Return the definition as read; raises with everything that is wrong with it."""
    problems = []
    if definition.is_empty:
        problems.append(Problem("theme.definition_empty"))
    known = membership.searchable_names()
    problems += [
        Problem("theme.register_not_searchable", {"received": name, "expected": "、".join(known)})
        for name in definition.registers
        if name not in known
    ]
    read = membership.read(definition)
    if "inventor" in read.understood.fields_used:
        problems.append(Problem("theme.persons_not_searched"))
    if problems or read.problems:
        raise InputError(*problems, *read.problems)
    return read


def _write_definition(
    theme: Theme, definition: ThemeDefinition, *, reason: str, by: User, on: datetime
) -> Definition:
    last = theme.definitions.aggregate(last=Max("number"))["last"] or 0
    parts = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(definition).items()
    }
    return Definition.objects.create(
        theme=theme,
        number=last + 1,
        reason=reason.strip()[:400],
        written_by=by,
        written_at=on,
        **parts,
    )


def _earlier_marks(theme: Theme) -> dict[tuple[str, str], dict[str, object]]:
    items: Sequence[SampleItem] = list(
        SampleItem.objects.filter(sample__definition__theme=theme)
        .exclude(mark="")
        .order_by("marked_at", "pk")
    )
    return {
        (item.register, item.record): {
            "mark": item.mark,
            "marked_by_id": item.marked_by_id,
            "marked_at": item.marked_at,
        }
        for item in items
    }


def _advance(theme: Theme, revision: int, **changed: object) -> None:
    """Change a theme that is still at the revision its editor saw."""
    found = Theme.objects.filter(pk=theme.pk, revision=revision)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("theme.changed_meanwhile", received=theme.slug)
    theme.refresh_from_db()


def _of(theme: Theme) -> str:
    return f"theme:{theme.pk}"


def preview(definition: ThemeDefinition) -> Preview:
    """Return what a definition would hold, before it is saved."""
    read = check_definition(definition)
    request = membership.request_for(read, definition.registers)
    return Preview(read, membership.portrait(request))


def themes_to_adopt() -> list[DeclaredTheme]:
    """Return the declared themes that the office has not taken over yet."""
    taken = set(Theme.objects.values_list("slug", flat=True))
    return [each for each in lake.catalogue().themes.values() if each.name not in taken]


def declared_theme(name: str) -> DeclaredTheme:
    """Return a theme that ships with the declarations, or say which there are."""
    return lake.catalogue().theme(name)
