"""What a theme holds after an import, counted against its newest edition."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zhiheng.core.errors import PersonError
from zhiheng.office.registers import lake
from zhiheng.office.themes import membership
from zhiheng.office.themes.enums import ThemeState
from zhiheng.office.themes.freezing import MEMBERS
from zhiheng.office.themes.models import Edition, Refresh, Theme


def refresh_themes(*, run_id: int | None, on: datetime | None = None) -> list[Refresh]:
    """Count every theme that was not withdrawn; one that cannot be counted stops no other."""
    kept = Theme.objects.exclude(state=ThemeState.WITHDRAWN)
    found = []
    for theme in kept:
        try:
            found.append(refresh_theme(theme, run_id=run_id, on=on or timezone.now()))
        except PersonError:
            continue  # a query that a changed declaration made unreadable: its page says so
    return found


def refresh_theme(theme: Theme, *, run_id: int | None, on: datetime) -> Refresh:
    """Count a theme's members by its newest definition; asked again for one import, count anew."""
    definition = theme.definitions.first()
    assert definition is not None
    request = membership.query_of(definition)
    edition = theme.editions.first()
    if edition is None:
        total, added, removed = membership.portrait(request)["total"], None, None
    else:
        now = {(hit.register, hit.key) for hit in membership.members(request)}
        then = frozen_members(edition)
        total, added, removed = len(now), len(now - then), len(then - now)
    refresh, _ = Refresh.objects.update_or_create(
        theme=theme,
        import_run_id=run_id,
        defaults={"at": on, "total": total, "added": added, "removed": removed},
    )
    return refresh


def frozen_members(edition: Edition) -> set[tuple[str, str]]:
    """Return the members of an edition, as they lie in the lake."""
    engine = lake.engine()
    table = engine.table(lake.catalogue().register(MEMBERS))
    chosen = table.filter(
        table.theme == edition.theme.slug, table.edition == edition.number
    ).select("register", "record")
    columns = engine.run(chosen).to_pydict()
    return set(zip(columns["register"], columns["record"], strict=True))
