"""Addresses of papers."""

from django.urls import URLPattern, path

from zhiheng.office.papers import views

app_name = "papers"
urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/pdf/", views.read, name="read"),
    path("<int:pk>/word/", views.word, name="word"),
    path("<int:pk>/serve/", views.serve, name="serve"),
    path("<int:pk>/replace/", views.replace, name="replace"),
    path("<int:pk>/do/<slug:act>/", views.act, name="act"),
    path("cases/<slug:number>/draft/", views.draft, name="draft"),
    path("cases/<slug:number>/receipt/", views.case_receipt, name="receipt"),
    path("services/<int:pk>/received/", views.receipt, name="received"),
    path("services/<int:pk>/failed/", views.failed, name="failed"),
    path("services/<int:pk>/slip/", views.slip, name="slip"),
    path("services/<int:pk>/proof/", views.proof, name="proof"),
]
