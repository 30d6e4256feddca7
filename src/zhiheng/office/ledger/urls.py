"""Addresses of the act log."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhiheng.office.ledger import public_views, views

app_name = "ledger"
urlpatterns: list[URLPattern] = [
    path("", views.events, name="events"),
    path("events.csv", views.export, name="export"),
    path("verification/", views.verification, name="verification"),
    path("checkpoints/", views.make_checkpoint, name="make_checkpoint"),
    path("<int:sequence>/proof.json", views.proof, name="proof"),
    path("check/", public_views.check_page, name="check"),
    path("zhiheng_verify.py", public_views.verifier, name="verifier"),
    path("log/checkpoint", public_views.checkpoint, name="checkpoint"),
    path("log/keys", public_views.keys, name="keys"),
    path("log/tile/<path:path>", public_views.tile, name="tile"),
    path("log/cosignatures/<int:size>", public_views.cosignatures, name="cosignatures"),
]
