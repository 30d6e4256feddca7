"""Addresses of the API; its description is at `docs` and, as OpenAPI, at `openapi.json`."""

from django.urls import URLPattern, URLResolver, path

from zhiheng.office.api.routes import api

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
