"""Addresses of the desk. What begins with a word of its own stands before the case numbers."""

from django.urls import URLPattern, path

from zhiheng.office.desk import inbox_views, other_views, step_views, views

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", inbox_views.inbox, name="inbox"),
    path("list.<slug:ending>", inbox_views.export, name="export"),
    path("batch/", inbox_views.batch, name="batch"),
    path("sessions/", other_views.sessions, name="sessions"),
    path("sessions.ics", other_views.sessions_file, name="sessions_file"),
    path("interests/", other_views.interests, name="interests"),
    path("interests/<int:pk>/end/", other_views.end_interest, name="end_interest"),
    path("new/", other_views.new, name="new"),
    path("new/<slug:procedure>/", other_views.begin, name="begin"),
    path("proposals/<int:pk>/", step_views.proposal, name="proposal"),
    path("cooperations/<int:pk>/", step_views.cooperation, name="cooperation"),
    path("erase/", other_views.erase, name="erase"),
    path("erase/<int:pk>/", other_views.erase_entry, name="erase_entry"),
    path("<slug:number>/", views.case, name="case"),
    path("<slug:number>/print/", views.printed, name="print"),
    path("<slug:number>/do/<slug:act>/", views.do, name="do"),
    path("<slug:number>/correct/", views.correct, name="correct"),
    path("<slug:number>/schedule/", step_views.schedule, name="schedule"),
    path("<slug:number>/parties/<int:pk>/", views.change_party, name="party"),
    path("<slug:number>/terms/<int:pk>/extend/", step_views.extend, name="extend"),
    path("<slug:number>/sessions/<int:pk>/<slug:act>/", step_views.session_act, name="session_act"),
    path("<slug:number>/files/<int:pk>/", views.file, name="file"),
    path("<slug:number>/<slug:act>/", views.desk_act, name="act"),
]
