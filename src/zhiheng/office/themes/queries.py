"""Questions about themes."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.themes.sampling import Precision
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.themes.enums import ThemeState
from zhiheng.office.themes.models import (
    Definition,
    Edition,
    Refresh,
    Sample,
    SampleItem,
    Theme,
)
from zhiheng.office.themes.permissions import EDIT, check_may_see
from zhiheng.office.themes.precision import precision_of

ORDERS = ("slug", "title_zh", "state", "created_at")


def themes(user: User, *, text: str = "", state: str = "") -> QuerySet[Theme]:
    """Return the themes the user may see, narrowed by words of their titles and by state."""
    found = Theme.objects.select_related("published").annotate(
        edition_count=Count("editions", distinct=True)
    )
    if not user_can(user, EDIT):
        found = found.filter(state=ThemeState.PUBLISHED)
    if text:
        found = found.filter(title_zh__icontains=text) | found.filter(title_en__icontains=text)
    return found.filter(state=state) if state else found


def theme(slug: str, user: User) -> Theme:
    """Return a theme the user may see."""
    found = Theme.objects.select_related("published").filter(slug=slug).first()
    if found is None:
        raise NotFoundError.of("theme.not_found", received=slug)
    check_may_see(user, found)
    return found


def definitions(theme: Theme) -> QuerySet[Definition]:
    """Return a theme's definitions, newest first."""
    return theme.definitions.select_related("written_by")


def working_definition(theme: Theme) -> Definition:
    """Return the newest definition; every theme has one."""
    found = definitions(theme).first()
    assert found is not None, f"theme {theme.slug} has no definition"
    return found


def shown_definition(theme: Theme, user: User) -> Definition:
    """Return the definition that stands for a theme: to editors the newest, else the published."""
    if theme.published and not user_can(user, EDIT):
        return theme.published.definition
    return working_definition(theme)


def precision(definition: Definition) -> Precision:
    """Return what the marks of a definition's newest sample say."""
    return precision_of(definition)


def editions(theme: Theme) -> QuerySet[Edition]:
    """Return a theme's frozen editions, newest first."""
    return theme.editions.select_related("definition", "frozen_by")


def visible_editions(theme: Theme, user: User) -> QuerySet[Edition]:
    """Return the editions that the user may see: to editors all, else the published one."""
    found = editions(theme)
    if user_can(user, EDIT):
        return found
    return found.filter(pk=theme.published_id) if theme.published_id else found.none()


def edition(theme: Theme, number: int, user: User) -> Edition:
    """Return one frozen edition that the user may see."""
    found = visible_editions(theme, user).filter(number=number).first()
    if found is None:
        raise NotFoundError.of("theme.edition_unknown", received=number)
    return found


def refreshes(theme: Theme, *, most: int = 12) -> list[Refresh]:
    """Return what the theme held after the newest imports, oldest of them first."""
    return list(reversed(theme.refreshes.all()[:most]))


def samples(theme: Theme) -> QuerySet[Sample]:
    """Return the samples drawn from any definition of a theme, newest first."""
    return Sample.objects.filter(definition__theme=theme).select_related(
        "definition", "definition__theme", "drawn_by"
    )


def sample(theme: Theme, pk: int) -> Sample:
    """Return one sample of a theme."""
    found = samples(theme).filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("theme.sample_not_found", received=pk)
    return found


def sample_items(sample: Sample) -> QuerySet[SampleItem]:
    """Return the records of a sample in the order they are to be looked at."""
    return sample.items.select_related("marked_by")


def sample_item(theme: Theme, sample_pk: int, place: int) -> SampleItem:
    """Return one record of a sample."""
    found = (
        SampleItem.objects.select_related("sample__definition__theme")
        .filter(sample=sample(theme, sample_pk), place=place)
        .first()
    )
    if found is None:
        raise NotFoundError.of("theme.sample_not_found", received=f"{sample_pk}/{place}")
    return found
