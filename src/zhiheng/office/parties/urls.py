"""Addresses of parties."""

from django.urls import URLPattern, path

from zhiheng.office.parties import views

app_name = "parties"
urlpatterns: list[URLPattern] = [
    path("", views.party_list, name="list"),
    path("export.<str:ending>", views.export, name="export"),
    path("review/", views.review, name="review"),
    path("review/<str:link>/", views.pair, name="pair"),
    path("decisions/<int:pk>/undo/", views.undo, name="undo"),
    path("<str:number>/", views.party, name="party"),
    path("<str:number>/mentions/", views.mentions, name="mentions"),
    path("<str:number>/merge/", views.merge, name="merge"),
    path("<str:number>/split/", views.split, name="split"),
    path("<str:number>/split-mentions/", views.split_records, name="split-records"),
]
