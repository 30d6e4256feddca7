"""Addresses of the indicators; the cockpit itself is the first page for people signed in."""

from django.urls import URLPattern, path

from zhiheng.office.indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", views.indicator_list, name="list"),
    path("<slug:name>/", views.indicator, name="indicator"),
]
