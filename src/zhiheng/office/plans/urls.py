"""Addresses of plans."""

from django.urls import URLPattern, path

from zhiheng.office.plans import item_views, review_views, views

app_name = "plans"
_REVIEW: list[URLPattern] = [
    path("<int:number>/review/", review_views.review, name="review"),
    path("<int:number>/review/add/", review_views.add, name="add"),
    path("<int:number>/review/accept/", review_views.accept_all, name="accept_all"),
    path("<int:number>/review/<int:place>/", review_views.correct, name="correct"),
    path("<int:number>/review/<int:place>/accept/", review_views.accept, name="accept"),
    path("<int:number>/review/<int:place>/reject/", review_views.reject, name="reject"),
    path("<int:number>/review/<int:place>/successor/", review_views.succeed, name="succeed"),
    path("<int:number>/review/<int:place>/reopen/", review_views.reopen, name="reopen"),
]
_INDICATOR = "<int:number>/indicators/<int:place>/"
_MEASURE = "<int:number>/measures/<int:place>/"
urlpatterns: list[URLPattern] = [
    path("", views.plan_list, name="list"),
    path("import/", views.import_new, name="import"),
    path("<int:number>/", views.plan, name="plan"),
    path("<int:number>/text/", views.text, name="text"),
    path("<int:number>/document/", views.document, name="document"),
    path("<int:number>/export/<slug:what>.<slug:ending>", views.export, name="export"),
    path("<int:number>/description/", views.describe, name="describe"),
    path("<int:number>/adopt/", views.adopt, name="adopt"),
    path("<int:number>/discard/", views.discard, name="discard"),
    path("<int:number>/close/", views.close, name="close"),
    path("<int:number>/departments/", item_views.departments, name="departments"),
    path("<int:number>/departments/<int:pk>/", item_views.link_department, name="department"),
    path(_INDICATOR, item_views.indicator, name="indicator"),
    path(f"{_INDICATOR}change/", item_views.change_indicator, name="change_indicator"),
    path(f"{_INDICATOR}link/", item_views.link_indicator, name="link_indicator"),
    path(f"{_INDICATOR}withdraw/", item_views.withdraw_indicator, name="withdraw_indicator"),
    path(_MEASURE, item_views.measure, name="measure"),
    path(f"{_MEASURE}change/", item_views.change_measure, name="change_measure"),
    path(f"{_MEASURE}withdraw/", item_views.withdraw_measure, name="withdraw_measure"),
    *_REVIEW,
]
