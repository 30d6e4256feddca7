"""Who may see and change what of the registers; names are those of `accounts.permissions`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can

VIEW = "registers.view"
VIEW_PERSONAL = "registers.view_personal"
IMPORT = "registers.import"
EXPORT = "registers.export"
CORRECT = "registers.correct"


def sees_persons(user: User | AnonymousUser) -> bool:
    """Tell whether private persons' names are shown to the user unmasked."""
    return user_can(user, VIEW_PERSONAL)


def sees_received(user: User | AnonymousUser) -> bool:
    """Tell whether records that were set aside are shown to the user as they were received.

    They cannot be masked: nobody knows what stands in them. Who corrects them must see them.
    """
    return user_can(user, CORRECT) or sees_persons(user)
