"""Addresses of the act log."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhiheng.office.ledger import views

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.events, name="events"),
    path("events.csv", views.export, name="export"),
    path("verification/", views.verification, name="verification"),
]
