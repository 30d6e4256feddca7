"""Addresses of the cockpit of plans."""

from django.urls import URLPattern, path

from zhiheng.office.monitoring import views

app_name = "monitoring"
urlpatterns: list[URLPattern] = [
    path("cockpits/", views.plan_list, name="list"),
    path("<int:plan>/cockpit/", views.plan, name="plan"),
    path("<int:plan>/cockpit/export.<slug:ending>", views.export, name="export"),
    path("<int:plan>/cockpit/<int:number>/", views.indicator, name="indicator"),
]
