"""Addresses of supervision."""

from django.urls import URLPattern, path

from zhiheng.office.supervision import task_views, views

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("", task_views.mine, name="mine"),
    path("mine.<slug:ending>", task_views.export_mine, name="export_mine"),
    path("plans/<int:plan>/", views.board, name="plan"),
    path("plans/<int:plan>/board.<slug:ending>", views.export, name="export"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("measures/<int:measure>/tasks/new/", task_views.new_task, name="new_task"),
    path("measures/<int:pk>/quantity/<int:commitment>/", views.quantity, name="quantity"),
    path("measures/<int:pk>/<slug:act>/", views.measure_act, name="measure_act"),
    path("tasks/<int:pk>/", task_views.task, name="task"),
    path("tasks/<int:pk>/change/", task_views.change_task, name="change_task"),
    path("tasks/<int:pk>/<slug:act>/", task_views.task_act, name="task_act"),
    path("evidence/<int:entry>/<int:file>/", views.evidence, name="evidence"),
]
