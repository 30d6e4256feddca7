"""How much a page takes: what is larger is refused before it is read.

Without this the whole of an upload would be received and parsed before anybody could say that it
is too large, and the person would wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from zhiheng.core.errors import Problem
from zhiheng.office.web.failures import too_large

_Respond = Callable[[HttpRequest], HttpResponse]
_View = TypeVar("_View", bound=Callable[..., Any])

# Several attachments of the largest size at once, with room for the form around them.
LARGEST_UPLOAD = 210 * 1024 * 1024
_DRAINED = 8 * 1024 * 1024
_ATTRIBUTE = "takes_at_most"


def takes_at_most(most: int) -> Callable[[_View], _View]:
    """Mark a view: requests of more than `most` bytes are refused unread."""

    def mark(view: _View) -> _View:
        setattr(view, _ATTRIBUTE, most)
        return view

    return mark


class LargestRequest:
    """Refuses what is larger than the view takes; stands before whatever reads a request."""

    def __init__(self, get_response: _Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse by the announced length."""
        most = getattr(view, _ATTRIBUTE, None)
        size = _announced(request)
        if most is None or size <= most:
            return None
        _drain(request)
        values = {"received": str(size // 2**20), "expected": str(most // 2**20)}
        response = too_large(request, Problem("page.too_large", values))
        response.headers["Connection"] = "close"
        return response


def _announced(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _drain(request: HttpRequest) -> None:
    """Take a little of what is under way: a browser looks for the answer between its writes."""
    left = _DRAINED
    while left > 0 and (part := request.read(min(left, 64 * 1024))):
        left -= len(part)
