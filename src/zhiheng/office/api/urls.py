"""Addresses of the API; its description, as OpenAPI, is at `openapi.json`.

The library finds its own addresses by the namespace that `NinjaAPI` declares, so there is none
around it.
"""

from django.urls import URLPattern, URLResolver, path

from zhiheng.office.api.routes import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
