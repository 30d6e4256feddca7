"""What the routes of the API share: who asks, and which part of a long list."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from zhiheng.office.accounts.models import User

MOST_ROWS = 500
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS)]
Start = Annotated[int, Field(ge=0)]


def signed_in(request: HttpRequest) -> User:
    """Return who asks."""
    user = request.user
    assert isinstance(user, User)  # the API lets nobody else in
    return user
