"""Addresses of the joint conference."""

from django.urls import URLPattern, path

from zhiheng.office.conference import item_views, views

app_name = "conference"
urlpatterns: list[URLPattern] = [
    path("", views.meeting_list, name="list"),
    path("new/", views.new, name="new"),
    path("plans/<int:plan>/", views.plan_items, name="plan"),
    path("propose/", item_views.propose, name="propose"),
    path("members/", views.members, name="members"),
    path("members/<int:pk>/end/", views.end_member, name="end_member"),
    path("items/<int:pk>/", item_views.item, name="item"),
    path("items/<int:pk>/move/", item_views.move, name="move"),
    path("items/<int:pk>/remove/", item_views.remove, name="remove"),
    path("items/<int:pk>/withdraw/", item_views.withdraw, name="withdraw"),
    path("items/<int:pk>/papers/", item_views.papers, name="papers"),
    path("items/<int:pk>/papers/<int:file>/", item_views.paper, name="paper"),
    path("items/<int:pk>/discussion/", item_views.discuss, name="discuss"),
    path("items/<int:pk>/decisions/", item_views.resolve, name="resolve"),
    path(
        "items/<int:pk>/decisions/<int:resolution>/remove/", item_views.unresolve, name="unresolve"
    ),
    path("<int:number>/", views.meeting, name="meeting"),
    path("<int:number>/change/", views.change, name="change"),
    path("<int:number>/convene/", views.convene, name="convene"),
    path("<int:number>/attendance/", views.attendance, name="attendance"),
    path("<int:number>/issue/", views.issue, name="issue"),
    path("<int:number>/minutes.docx", views.minutes_document, name="minutes"),
    path("<int:number>/items/<int:pk>/place/", item_views.place, name="place"),
]
