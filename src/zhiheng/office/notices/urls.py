"""Addresses of notices."""

from django.urls import URLPattern, path

from zhiheng.office.notices import views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("address/", views.address, name="address"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
]
