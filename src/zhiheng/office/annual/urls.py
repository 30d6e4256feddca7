"""Addresses of yearly reports."""

from django.urls import URLPattern, path

from zhiheng.office.annual import views

app_name = "annual"
_BASE = "<int:plan>/annual"
urlpatterns: list[URLPattern] = [
    path(f"{_BASE}/", views.plan, name="plan"),
    path(f"{_BASE}/new/", views.new, name="new"),
    path(f"{_BASE}/verify/", views.verify, name="verify"),
    path(f"{_BASE}/<int:number>/", views.report, name="report"),
    path(f"{_BASE}/<int:number>/sections/<slug:section>/", views.section, name="section"),
    path(f"{_BASE}/<int:number>/issue/", views.issue, name="issue"),
    path(f"{_BASE}/<int:number>/discard/", views.discard, name="discard"),
    path(f"{_BASE}/<int:number>/report.<str:ending>", views.download, name="download"),
]
