"""Addresses of searching."""

from django.urls import URLPattern, path

from zhiheng.office.search import saved_views, views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", views.results, name="results"),
    path("form/", views.form, name="form"),
    path("help/", views.language_help, name="help"),
    path("export.<str:ending>", views.export, name="export"),
    path("similar/<slug:register>/<path:key>", views.similar, name="similar"),
    path("why/<slug:register>/<path:key>", views.why, name="why"),
    path("save/", saved_views.save, name="save"),
    path("saved/", saved_views.saved, name="saved"),
    path("saved/<int:pk>/", saved_views.run, name="run"),
    path("saved/<int:pk>/change/", saved_views.change, name="change"),
    path("saved/<int:pk>/delete/", saved_views.delete, name="delete"),
    path("saved/<int:pk>/restore/", saved_views.restore, name="restore"),
    path("saved/<int:pk>/watch/", saved_views.watch, name="watch"),
    path("alerts/", saved_views.alerts, name="alerts"),
    path("alerts/read/", saved_views.read_all_alerts, name="read-alerts"),
    path("alerts/<int:pk>/read/", saved_views.read_alert, name="read-alert"),
]
