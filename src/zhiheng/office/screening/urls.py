"""The addresses of screening."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhiheng.office.screening import (
    draft_urls,
    finding_views,
    hearing_urls,
    limit_views,
    ring_views,
    supervision_urls,
    views,
)

app_name = "screening"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.finding_list, name="findings"),
    path("export.<str:ending>", views.export, name="export"),
    path("findings/<int:pk>/", finding_views.finding, name="finding"),
    path("rings/", ring_views.ring_list, name="rings"),
    path("rings/<int:pk>/", ring_views.ring, name="ring"),
    path("runs/", views.run_list, name="runs"),
    path("runs/new/", views.run_new, name="run-new"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/again/", views.run_again, name="run-again"),
    path("limits/", limit_views.limits, name="limits"),
    path("limits/trials/<int:pk>/", limit_views.trial, name="trial"),
    path("limits/changes/<int:pk>/withdraw/", limit_views.withdraw, name="limit-withdraw"),
    path("limits/<slug:name>/", limit_views.signal, name="limit-signal"),
    path("limits/<slug:name>/<slug:limit>/", limit_views.limit, name="limit"),
    path("white-list/", limit_views.white_list, name="white-list"),
    path("white-list/new/", limit_views.spare, name="spare"),
    path("white-list/<int:pk>/end/", limit_views.end_sparing, name="spare-end"),
    *hearing_urls.urlpatterns,
    *draft_urls.urlpatterns,
    *supervision_urls.urlpatterns,
]
