"""Middleware of all pages: what is not kept, the chosen language, and errors for people."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from zhiheng.core.errors import PersonError
from zhiheng.office.web.failures import person_error

_Respond = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """Speaks the language chosen with the switch, Chinese until then.

    Browsers are not asked: a browser set up in English is common on office machines and says
    little about its user.
    """

    def __init__(self, get_response: _Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class NotKept:
    """Keeps what a person signed in has seen out of every cache.

    Office machines are shared: after signing out, neither the back button nor the browser's store
    may show the pages of the person before.
    """

    def __init__(self, get_response: _Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; leave alone what says itself how long it may be kept."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class PeoplesErrors:
    """Shows errors for people as pages, so that no view has to."""

    def __init__(self, get_response: _Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an error for people into its page; leave bugs alone."""
        return person_error(request, error) if isinstance(error, PersonError) else None
