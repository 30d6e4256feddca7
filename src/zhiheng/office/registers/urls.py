"""Addresses of the registers."""

from django.urls import URLPattern, path

from zhiheng.office.registers import import_views, views

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("", views.overview, name="overview"),
    path("imports/", import_views.import_list, name="imports"),
    path("imports/new/", import_views.import_new, name="import-new"),
    path("imports/<int:pk>/", import_views.import_detail, name="import"),
    path("imports/<int:pk>/retry/", import_views.import_retry, name="import-retry"),
    path("set-aside/", import_views.set_aside_list, name="set-aside"),
    path("set-aside/export.<str:ending>", import_views.set_aside_export, name="set-aside-export"),
    path("set-aside/<int:pk>/", import_views.set_aside_detail, name="set-aside-row"),
    path("set-aside/<int:pk>/correct/", import_views.set_aside_correct, name="set-aside-correct"),
    path("set-aside/<int:pk>/dismiss/", import_views.set_aside_dismiss, name="set-aside-dismiss"),
    path("<slug:name>/", views.register_list, name="list"),
    path("<slug:name>/export.<str:ending>", views.export, name="export"),
    path("<slug:name>/definition/", views.definition, name="definition"),
    path("<slug:name>/source/<path:number>", views.source, name="source"),
    path("<slug:name>/record/<path:number>", views.record, name="record"),
]
