"""The addresses of vetoes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.office.screening import veto_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("veto/", veto_views.ask, name="veto"),
    path("veto/answers/", veto_views.answers, name="veto-answers"),
    path("veto/answers/<str:code>/", veto_views.answer, name="veto-answer"),
]
