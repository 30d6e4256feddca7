"""Addresses of the load of cases."""

from django.urls import URLPattern, path

from zhiheng.office.caseload import views

app_name = "caseload"
urlpatterns: list[URLPattern] = [
    path("", views.load, name="load"),
    path("load.xlsx", views.export, name="export"),
    path("rights-aid.xlsx", views.upward_report, name="upward"),
    path("cases/", views.cases, name="cases"),
    path("cases.<slug:ending>", views.export_cases, name="export_cases"),
]
