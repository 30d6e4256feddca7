"""Addresses of the themes."""

from django.urls import URLPattern, path

from zhiheng.office.themes import sample_views, views

app_name = "themes"
urlpatterns: list[URLPattern] = [
    path("", views.theme_list, name="list"),
    path("new/", views.new, name="new"),
    path("adopt/<slug:name>/", views.adopt, name="adopt"),
    path("<slug:slug>/", views.theme, name="theme"),
    path("<slug:slug>/description/", views.describe, name="describe"),
    path("<slug:slug>/definition/", views.redefine, name="redefine"),
    path("<slug:slug>/freeze/", views.freeze, name="freeze"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/samples/new/", sample_views.draw, name="draw"),
    path("<slug:slug>/samples/<int:pk>/", sample_views.sample, name="sample"),
    path("<slug:slug>/samples/<int:pk>/<int:place>/", sample_views.mark, name="mark"),
    path("<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("<slug:slug>/editions/<int:number>/publish/", views.publish, name="publish"),
]
