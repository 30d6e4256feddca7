"""The addresses of the private check of drafts."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhiheng.office.screening import draft_views

urlpatterns: list[URLPattern] = [
    path("drafts/", draft_views.check_list, name="drafts"),
    path("drafts/new/", draft_views.check_new, name="drafts-new"),
    path("drafts/<int:pk>/", draft_views.check_detail, name="draft-check"),
    path("drafts/<int:pk>/proof.pdf", draft_views.proof, name="draft-proof"),
    path("drafts/<int:pk>/proof.json", draft_views.proof_json, name="draft-proof-json"),
    path("drafts/<int:pk>/result.json", draft_views.result, name="draft-result"),
    path("drafts/<int:pk>/delete/", draft_views.delete, name="draft-delete"),
]
