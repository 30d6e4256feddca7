"""Addresses of evaluations."""

from django.urls import URLPattern, path

from zhiheng.office.evaluation import views

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("plans/<int:number>/evaluations/", views.plan, name="plan"),
    path("plans/<int:number>/evaluations/new/", views.new, name="new"),
    path("evaluations/<int:number>/", views.evaluation, name="evaluation"),
    path("evaluations/<int:number>/weights/", views.weights, name="weights"),
    path("evaluations/<int:number>/begin/", views.begin, name="begin"),
    path("evaluations/<int:number>/review/", views.begin_review, name="begin-review"),
    path("evaluations/<int:number>/conclude/", views.conclude, name="conclude"),
    path("evaluations/<int:number>/discard/", views.discard, name="discard"),
    path("evaluations/<int:number>/export.<str:ending>", views.export, name="export"),
    path("evaluations/<int:number>/<int:place>/", views.criterion, name="criterion"),
    path("evaluations/<int:number>/<int:place>/assess/", views.assess, name="assess"),
    path("evaluations/<int:number>/<int:place>/score/", views.review, name="review"),
    path(
        "evaluations/<int:number>/<int:place>/evidence/<int:attachment>/",
        views.evidence,
        name="evidence",
    ),
]
