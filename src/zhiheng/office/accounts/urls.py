"""Addresses of people and organisations."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhiheng.office.accounts import organisation_views, views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("me/", views.me, name="me"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/roles/", views.roles, name="roles"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.change_person, name="change_person"),
    path("people/<int:pk>/roles/new/", views.grant, name="grant"),
    path("people/<int:pk>/<slug:act>/", views.person_act, name="person_act"),
    path("people/roles/<int:pk>/end/", views.end, name="end_role"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path("organisations/new/", organisation_views.new_organisation, name="new_organisation"),
    path("organisations/<int:pk>/", organisation_views.organisation, name="organisation"),
]
