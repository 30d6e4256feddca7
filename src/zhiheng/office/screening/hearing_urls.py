"""The addresses of what is done with findings."""

from __future__ import annotations

from django.urls import path

from zhiheng.office.screening import hearing_views

urlpatterns = [
    path("findings/<int:pk>/dismiss/", hearing_views.dismiss, name="dismiss"),
    path("findings/<int:pk>/reopen/", hearing_views.reopen, name="reopen"),
    path("findings/<int:pk>/hear/", hearing_views.hear, name="hear"),
    path("rings/<int:pk>/hear/", hearing_views.hear_ring, name="hear-ring"),
]
