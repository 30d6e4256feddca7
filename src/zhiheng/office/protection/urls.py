"""Addresses of the protection list."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhiheng.office.protection import alert_views, views

app_name = "protection"
urlpatterns: list[URLPattern] = [
    path("", views.entry_list, name="list"),
    path("export.<str:ending>", views.export, name="export"),
    path("new/", views.new, name="new"),
    path("ask/", views.ask, name="ask"),
    path("table/", views.table, name="table"),
    path("table/template.<str:ending>", views.template, name="template"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("entries/<int:pk>/change/", views.change, name="change"),
    path("entries/<int:pk>/decide/", views.decide, name="decide"),
    path("entries/<int:pk>/end/", views.end, name="end"),
    path("entries/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("alerts/", alert_views.alert_list, name="alerts"),
    path("alerts/export.<str:ending>", alert_views.alert_export, name="alert-export"),
    path("alerts/seen/", alert_views.see, name="see"),
    path("alerts/mail/", alert_views.rhythm, name="rhythm"),
    path("alerts/<int:pk>/", alert_views.alert, name="alert"),
    path("alerts/<int:pk>/handle/", alert_views.handle, name="handle"),
    path("alerts/<int:pk>/dismiss/", alert_views.dismiss, name="dismiss"),
    path("alerts/<int:pk>/reopen/", alert_views.reopen, name="reopen"),
    path("alerts/<int:pk>/hand-over/", alert_views.hand_over, name="hand-over"),
]
