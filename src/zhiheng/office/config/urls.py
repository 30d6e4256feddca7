"""All addresses of the platform.

Of the sign-in library only the pages an office needs are placed: accounts are created by
administrators, so nobody signs up, and there is no e-mail address to manage.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as identity
from django.db import transaction
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from zhiheng.office.accounts import openid_connect
from zhiheng.office.accounts.second_factors import on_ledger
from zhiheng.office.indicators.views import cockpit
from zhiheng.office.web import failures, health, views

_SIGN_IN: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    # One transaction with the ledger event that the adapter records.
    path(
        "password/change/",
        transaction.atomic(account.password_change),
        name="account_change_password",
    ),
    # Where the library leads who has no password to change.
    path("password/none/", views.no_password, name="account_set_password"),
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", on_ledger(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "2fa/totp/deactivate/",
        on_ledger(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        on_ledger(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("identity/cancelled/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    path("identity/error/", identity.login_error, name="socialaccount_login_error"),
    path("identity/none/", views.no_account, name="socialaccount_signup"),
    path("oidc/<slug:provider_id>/login/", openid_connect.start, name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        openid_connect.finish,
        name="openid_connect_callback",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, {"cockpit": cockpit}, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include(_SIGN_IN)),
    path("", include("zhiheng.office.accounts.urls")),
    path("ledger/", include("zhiheng.office.ledger.urls")),
    path("notices/", include("zhiheng.office.notices.urls")),
    path("papers/", include("zhiheng.office.papers.urls")),
    path("verify/", include("zhiheng.office.papers.verify_urls")),
    path("cases/", include("zhiheng.office.desk.urls")),
    path("registers/", include("zhiheng.office.registers.urls")),
    path("hall/", include("zhiheng.office.hall.urls")),
    path("indicators/", include("zhiheng.office.indicators.urls")),
    path("parties/", include("zhiheng.office.parties.urls")),
    path("search/", include("zhiheng.office.search.urls")),
    path("marks/", include("zhiheng.office.marks.urls")),
    path("protection/", include("zhiheng.office.protection.urls")),
    path("screening/", include("zhiheng.office.screening.urls")),
    path("themes/", include("zhiheng.office.themes.urls")),
    path("plans/", include("zhiheng.office.plans.urls")),
    path("plans/", include("zhiheng.office.monitoring.urls")),
    path("caseload/", include("zhiheng.office.caseload.urls")),
    path("reports/", include("zhiheng.office.reporting.urls")),
    path("supervision/", include("zhiheng.office.supervision.urls")),
    path("conference/", include("zhiheng.office.conference.urls")),
    path("", include("zhiheng.office.evaluation.urls")),
    path("plans/", include("zhiheng.office.annual.urls")),
    path("api/", include("zhiheng.office.api.urls")),
]

handler400 = failures.bad_request
handler403 = failures.forbidden
handler404 = failures.not_found
handler500 = failures.server_error
