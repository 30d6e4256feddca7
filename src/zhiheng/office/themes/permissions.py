"""Who may see and change themes; names are those of `accounts.permissions`."""

from __future__ import annotations

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.themes.enums import ThemeState
from zhiheng.office.themes.models import Theme

VIEW = "themes.view"
EDIT = "themes.edit"


def may_see(user: User, theme: Theme) -> bool:
    """Tell whether a theme is shown to the user: the published ones are, all of them to editors."""
    return theme.state == ThemeState.PUBLISHED or user_can(user, EDIT)


def check_may_see(user: User, theme: Theme) -> None:
    """Raise as if there were no such theme where the user may not see it."""
    if not may_see(user, theme):
        raise NotFoundError.of("theme.not_found", received=theme.slug)
