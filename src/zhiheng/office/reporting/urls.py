"""Addresses of reports."""

from django.urls import URLPattern, path

from zhiheng.office.reporting import plan_views, views

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", views.inbox, name="inbox"),
    path("template.xlsx", plan_views.template, name="template"),
    path("upload/", plan_views.upload, name="upload"),
    path("evidence/<int:pk>/", views.evidence, name="evidence"),
    path("plans/<int:number>/", plan_views.plan, name="plan"),
    path("plans/<int:number>/open/", plan_views.open_now, name="open"),
    path("plans/<int:number>/schedule/", plan_views.schedule_all, name="schedule-all"),
    path("plans/<int:number>/values.<str:ending>", plan_views.export, name="export"),
    path("plans/<int:number>/<int:indicator>/schedule/", plan_views.schedule, name="schedule"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/enter/", views.enter, name="enter"),
    path("<int:pk>/submit/", views.hand_in, name="submit"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/return/", views.give_back, name="return"),
    path("<int:pk>/query/", views.query, name="query"),
]
