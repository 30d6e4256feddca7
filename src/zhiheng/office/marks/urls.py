"""Addresses of the pages of marks."""

from django.urls import URLPattern, path

from zhiheng.office.marks import image_views, owner_views, views

app_name = "marks"
urlpatterns: list[URLPattern] = [
    path("", views.search, name="search"),
    path("export.<str:ending>", views.search_export, name="search-export"),
    path("compare/", views.compare, name="compare"),
    path("compare/images/", image_views.compare, name="compare-images"),
    path("image/", image_views.search, name="image"),
    path("pictures/<str:number>.png", image_views.picture, name="picture"),
    path("owners/", owner_views.owner_list, name="owners"),
    path("owners/export.<str:ending>", owner_views.owner_list_export, name="owners-export"),
    path("owners/<str:party>/", owner_views.owner, name="owner"),
    path("owners/<str:party>/marks/", owner_views.owner_marks, name="owner-marks"),
    path("owners/<str:party>/near/", owner_views.owner_near, name="owner-near"),
    path(
        "owners/<str:party>/near/export.<str:ending>",
        owner_views.owner_near_export,
        name="owner-near-export",
    ),
    path("owners/<str:party>/export.<str:ending>", owner_views.owner_export, name="owner-export"),
    path("brands/", owner_views.brand, name="brand"),
]
