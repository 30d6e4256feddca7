"""The addresses of vetoes, of the quality of filings, and of raised frequencies of inspection."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.office.screening import quality_views, trigger_views, veto_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("veto/", veto_views.ask, name="veto"),
    path("veto/answers/", veto_views.answers, name="veto-answers"),
    path("veto/answers/<str:code>/", veto_views.answer, name="veto-answer"),
    path("quality/", quality_views.unit_list, name="quality"),
    path("quality/<slug:by>/", quality_views.unit_list, name="quality-by"),
    path("quality/<slug:by>/export.<str:ending>", quality_views.export, name="quality-export"),
    path("quality/<slug:by>/<str:unit>/", quality_views.unit, name="quality-unit"),
    path("quality/<slug:by>/<str:unit>/<slug:measure>/", quality_views.rows, name="quality-rows"),
    path("triggers/", trigger_views.triggers, name="triggers"),
    path("triggers/export.<str:ending>", trigger_views.export, name="triggers-export"),
    path("triggers/compute/", trigger_views.compute, name="triggers-compute"),
    path("triggers/<int:pk>/", trigger_views.trigger, name="trigger"),
]
