"""The public address where papers and receipts are checked."""

from django.urls import URLPattern, path

from zhiheng.office.papers import verify_views

urlpatterns: list[URLPattern] = [
    path("", verify_views.verify, name="verify"),
    path("proof/", verify_views.proof, name="verify_proof"),
]
