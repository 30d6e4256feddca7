"""What every view stands on: who asks, what it takes to be let in, and lists in pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast, overload

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can

PAGE_SIZE = 25

_P = ParamSpec("_P")
_T = TypeVar("_T")
_M = TypeVar("_M", bound=Model)
_R = TypeVar("_R", bound=HttpResponseBase)


class AuthenticatedRequest(HttpRequest):
    """A request whose sender is signed in; what a view behind `needs` receives."""

    user: User


def needs(
    permission: str | None = None,
) -> Callable[
    [Callable[Concatenate[AuthenticatedRequest, _P], _R]],
    Callable[Concatenate[HttpRequest, _P], _R | HttpResponse],
]:
    """Let in who is signed in and has `permission`; without a name, whoever is signed in.

    Others are led to the sign-in page and back; who lacks the permission gets a ForbiddenError.
    """

    def decorate(
        view: Callable[Concatenate[AuthenticatedRequest, _P], _R],
    ) -> Callable[Concatenate[HttpRequest, _P], _R | HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> _R | HttpResponse:
            if not isinstance(request.user, User):
                return _to_sign_in(request)
            if permission is not None:
                check_user_can(request.user, permission)
            return view(_authenticated(request), *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, _P], _R | HttpResponse]", guarded)

    return decorate


@dataclass(frozen=True)
class Pager(Generic[_T]):
    """One page of a list: `items`, and where it stands among `last` pages and `total` rows."""

    items: Sequence[_T]
    number: int
    last: int
    total: int
    size: int

    @property
    def start(self) -> int:
        """Return the number of the first row shown, 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def end(self) -> int:
        """Return the number of the last row shown."""
        return min(self.number * self.size, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """Return the page numbers to offer: the ends and those near; None stands for a gap."""
        near = {
            n
            for n in (1, *range(self.number - 2, self.number + 3), self.last)
            if 1 <= n <= self.last
        }
        shown: list[int | None] = []
        for number in sorted(near):
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown


@overload
def paginate(request: HttpRequest, rows: QuerySet[_M], *, size: int = ...) -> Pager[_M]: ...
@overload
def paginate(request: HttpRequest, rows: Sequence[_T], *, size: int = ...) -> Pager[_T]: ...
def paginate(request: HttpRequest, rows: Any, *, size: int = PAGE_SIZE) -> Pager[Any]:
    """Return the page of `rows` that the address asks for with `page`; the first unless told."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    number = page_number(request, last=_last(total, size))
    return pager_of(request, list(rows[(number - 1) * size : number * size]), total, size=size)


def pager_of(request: HttpRequest, items: Sequence[_T], total: int, *, size: int) -> Pager[_T]:
    """Return the page of a list of which only its rows, `items`, were read."""
    last = _last(total, size)
    return Pager(items, page_number(request, last=last), last, total, size)


def page_number(request: HttpRequest, *, last: int) -> int:
    """Return the `page` of the address, 1 unless told; InputError unless from 1 to `last`."""
    text = request.GET.get("page", "1")
    number = whole_number(text) or 0
    if not 1 <= number <= last:
        raise InputError.of("page.number_unfit", value=text, last=last)
    return number


def ordering(request: HttpRequest, allowed: Sequence[str]) -> str:
    """Return the `sort` of the address (`name` or `-name`) if allowed, else the first allowed."""
    wanted = request.GET.get("sort", "")
    return wanted if wanted.removeprefix("-") in allowed else allowed[0]


def whole_number(text: str) -> int | None:
    """Return the number that an address or a form says, of nine digits at most; None for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def revision_on(request: HttpRequest) -> int | None:
    """Return the revision that the page was made of, so that two people cannot cross.

    None where it does not say.
    """
    return whole_number(request.POST.get("revision", ""))


def _last(total: int, size: int) -> int:
    """Return the number of the last page of a list; an empty list has one."""
    return max(1, -(-total // size))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # htmx would put the sign-in page into the middle of the present one; this makes it navigate.
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = resolve_url("account_login")
        return response
    return redirect_to_login(request.get_full_path())


def _authenticated(request: HttpRequest) -> AuthenticatedRequest:
    return cast("AuthenticatedRequest", request)  # the same object; its user was just checked
