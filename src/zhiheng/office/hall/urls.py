"""Addresses of the service hall."""

from django.urls import URLPattern, path

from zhiheng.office.hall import account_views, draft_views, guide_views, matter_views, rating_views

app_name = "hall"
urlpatterns: list[URLPattern] = [
    path("", guide_views.start, name="start"),
    path("services/<slug:name>/", guide_views.service, name="service"),
    path("services/<slug:name>/diagram.svg", guide_views.diagram, name="diagram"),
    path("services/<slug:name>/apply/", draft_views.apply, name="apply"),
    path("drafts/", draft_views.drafts, name="drafts"),
    path("drafts/<int:pk>/", draft_views.draft, name="draft"),
    path("drafts/<int:pk>/preview/", draft_views.preview, name="preview"),
    path("drafts/<int:pk>/submit/", draft_views.submit_draft, name="submit"),
    path("drafts/<int:pk>/renew/", draft_views.renew, name="renew"),
    path("drafts/<int:pk>/discard/", draft_views.discard, name="discard"),
    path("drafts/<int:pk>/files/<int:file>/", draft_views.draft_file, name="draft_file"),
    path("matters/", matter_views.matters, name="matters"),
    path("matters.<slug:ending>", matter_views.export, name="export"),
    path("matters/<slug:number>/", matter_views.matter, name="matter"),
    path("matters/<slug:number>/receipt/", matter_views.receipt, name="receipt"),
    path("matters/<slug:number>/files/<int:pk>/", matter_views.file, name="file"),
    path("matters/<slug:number>/acts/<slug:act>/", matter_views.act, name="act"),
    path("matters/<slug:number>/rate/", matter_views.rate, name="rate"),
    path("ratings/", rating_views.ratings, name="ratings"),
    path("ratings.<slug:ending>", rating_views.export, name="export_ratings"),
    path("claim/", account_views.claim, name="claim"),
    path("sign-up/", account_views.sign_up, name="sign_up"),
]
