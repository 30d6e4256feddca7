"""Pages that say what went wrong: one table from the class of an error to its status."""

from __future__ import annotations

import logging
import secrets

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    PersonError,
    Problem,
    StorageError,
)

_log = logging.getLogger("zhiheng.web")

STATUS_OF: tuple[tuple[type[PersonError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (ConflictError, 409),
    (StorageError, 503),
    (InputError, 400),
    (PersonError, 400),
)


_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "revision", "key", "then", "without", "again"})


def status_of(error: PersonError) -> int:
    """Return the HTTP status of an error for people."""
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def problem_texts(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    """Return what is said of the problems in the language of the present page."""
    language = get_language() or "zh-hans"
    return [problem_text(problem, language) for problem in problems]


def person_error(request: HttpRequest, error: PersonError) -> HttpResponse:
    """Show an error for people."""
    return _page(request, status_of(error), error.problems)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show what Django found wrong with a request."""
    if isinstance(exception, DisallowedHost):
        # The name itself is not repeated: it is whatever a stranger chose to send.
        return _without_host(Problem("page.unknown_host"))
    return _page(request, 400, (Problem("page.bad_request"),))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that a library refused."""
    return _page(request, 403, (Problem("access.forbidden", {"permission": request.path}),))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show that a form's token does not fit, with what was typed, so that nothing is lost.

    Only to who is signed in: then it was not another site that sent the form.
    """
    user = getattr(request, "user", None)
    typed = typed_on(request) if getattr(user, "is_authenticated", False) else []
    return _page(request, 403, (Problem("page.form_expired"),), typed=typed)


def typed_on(request: HttpRequest) -> list[tuple[str, str]]:
    """Return name and text of what a page sent, without secrets and what is not typed."""
    return [
        (name, "、".join(request.POST.getlist(name)))
        for name in request.POST
        if request.POST[name]
        and name not in _NOT_TYPED
        and not name.startswith("shown-")
        and "password" not in name
    ]


def too_large(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Show that a request is larger than its page takes."""
    return _page(request, 413, (problem,))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that an address leads nowhere."""
    return _page(request, 404, (Problem("page.not_found"),))


def server_error(request: HttpRequest) -> HttpResponse:
    """Show a bug's incident number; the log has the traceback under the same number."""
    incident = secrets.token_hex(4).upper()
    _log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=True)
    problem = Problem("page.server_error", {"incident": incident})
    context = {"status": 500, "title": _title(500), "problems": _shown((problem,))}
    # Without the request there are no context processors: whatever is broken, this page is not.
    return HttpResponse(render_to_string("web/broken.html", context), status=500)


def _without_host(problem: Problem) -> HttpResponse:
    # Whatever asks for the name of the host would fail again: no request, no context processors.
    context = {"status": 400, "title": _title(400), "problems": _shown((problem,))}
    return HttpResponse(render_to_string("web/broken.html", context), status=400)


def _page(
    request: HttpRequest, status: int, problems: tuple[Problem, ...], **more: object
) -> HttpResponse:
    context = {"status": status, "title": _title(status), "problems": _shown(problems), **more}
    return render(request, "web/failure.html", context, status=status)


def _shown(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    texts = problem_texts(problems)
    return [
        {
            "code": problem.code,
            "text": text,
            "place": ":".join(part for part in (problem.file, problem.position) if part),
        }
        for problem, text in zip(problems, texts, strict=True)
    ]


def _title(status: int) -> str:
    return {
        400: _("The request cannot be used"),
        403: _("You may not open this"),
        404: _("Not found"),
        409: _("Somebody else got there first"),
        413: _("Too large"),
        500: _("Something went wrong"),
        503: _("The storage is not available"),
    }[status]
