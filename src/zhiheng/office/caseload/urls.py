"""Addresses of the load of cases."""

from django.urls import URLPattern

app_name = "caseload"
urlpatterns: list[URLPattern] = []
