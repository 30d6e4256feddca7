"""Sign-in through OpenID Connect, against a provider that checks us and one that lies."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.http import HttpResponse
from django.test import Client

from tests.office.accounts.openid_provider import (
    CLIENT,
    SECRET,
    IdentityProvider,
    Misbehaviour,
    running_provider,
)
from tests.office.accounts.test_sign_in import one_time_password, sign_in
from tests.office.conftest import PASSWORD, WHEN
from zhiheng.office.accounts import commands, identities
from zhiheng.office.accounts.models import User
from zhiheng.office.config.environment import read_environment
from zhiheng.office.config.identities import identity_providers
from zhiheng.office.ledger.models import Event

pytestmark = pytest.mark.django_db
START = "/accounts/oidc/city/login/"


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> Iterator[IdentityProvider]:
    """A provider the platform is configured with, by its environment variables."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    with running_provider() as running:
        given = {
            "ZHIHENG_HOME": str(tmp_path),
            "ZHIHENG_OIDC_ISSUER": running.address,
            "ZHIHENG_OIDC_CLIENT_ID": CLIENT,
            "ZHIHENG_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
            "ZHIHENG_OIDC_NAME": "城市统一身份认证",
        }
        configured = read_environment(given, checkout=tmp_path).oidc
        settings.ZHIHENG = replace(settings.ZHIHENG, oidc=configured)
        settings.SOCIALACCOUNT_PROVIDERS = identity_providers(configured)
        running.people = {"anna": "subject-1", "stranger": "subject-9"}
        running.at_the_keyboard = "anna"
        yield running


def go_there(client: Client, **fields: str) -> str:
    """Press the button; return where the provider sends the browser back to."""
    answer = client.post(START, fields)
    assert answer.status_code == 302, answer.content.decode()
    page = requests.get(answer.headers["Location"], allow_redirects=False, timeout=5)
    assert page.status_code == 302, page.text
    return page.headers["Location"].removeprefix("http://testserver")


def sign_in_by_identity(client: Client, **fields: str) -> HttpResponse:
    return client.get(go_there(client, **fields))


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def assert_refused(client: Client, answer: HttpResponse) -> None:
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "登录未完成" in page
    assert "Traceback" not in page
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_the_button_is_there_only_with_a_provider(provider: IdentityProvider, settings: Any):
    page = Client().get("/accounts/login/").content.decode()
    assert f'action="{START}"' in page
    assert "城市统一身份认证" in page
    settings.ZHIHENG = replace(settings.ZHIHENG, oidc=None)
    assert START not in Client().get("/accounts/login/").content.decode()


def test_without_a_provider_its_addresses_lead_nowhere(settings: Any):
    assert Client().post(START).status_code == 404
    assert Client().get(f"{START}callback/").status_code == 404


def test_the_whole_way_signs_the_account_of_the_same_name_in(
    provider: IdentityProvider, analyst: User
):
    client = Client()
    answer = sign_in_by_identity(client, next="/me/")
    assert answer.headers["Location"] == "/me/"
    assert "Anna" in client.get("/me/").content.decode()
    acts = list(Event.objects.order_by("sequence").values_list("act", "subject_id", "actor"))
    assert acts[-2:] == [
        ("accounts.identity_connected", str(analyst.pk), analyst.pk),
        ("accounts.signed_in", str(analyst.pk), analyst.pk),
    ]


def test_of_what_the_provider_tells_only_subject_and_user_name_are_kept(
    provider: IdentityProvider, analyst: User
):
    for _ in range(2):
        sign_in_by_identity(Client())
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid) == (analyst, "subject-1")
    assert set(kept.extra_data) <= {"sub", "preferred_username"}
    assert not SocialToken.objects.exists()
    assert Event.objects.filter(act="accounts.identity_connected").count() == 1
    assert Event.objects.filter(act="accounts.signed_in").count() == 2


def test_the_user_name_may_stand_in_the_token_alone(provider: IdentityProvider, analyst: User):
    def without_userinfo(described: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in described.items() if name != "userinfo_endpoint"}

    provider.lies = Misbehaviour(
        description=without_userinfo,
        claims=lambda claims: {**claims, "preferred_username": "Anna"},
    )
    client = Client()
    sign_in_by_identity(client)
    assert is_signed_in(client)
    assert "/userinfo" not in provider.asked


def test_a_stranger_is_told_so_and_nothing_is_created(provider: IdentityProvider, analyst: User):
    provider.at_the_keyboard = "stranger"
    people, events = User.objects.count(), Event.objects.count()
    client = Client()
    answer = sign_in_by_identity(client)
    page = client.get(answer.headers["Location"])
    assert page.status_code == 403
    assert "没有可用该身份登录的账号" in page.content.decode()
    assert not is_signed_in(client)
    assert (User.objects.count(), Event.objects.count()) == (people, events)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("connected_before", [True, False])
def test_a_locked_account_stays_locked(
    provider: IdentityProvider, analyst: User, administrator: User, connected_before: bool
):
    if connected_before:
        sign_in_by_identity(Client())
    commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    client = Client()
    answer = sign_in_by_identity(client)
    assert client.get(answer.headers["Location"]).status_code in {200, 403}
    assert not is_signed_in(client)
    assert not User.objects.get(pk=analyst.pk).is_active


def test_the_systems_account_belongs_to_nobody(provider: IdentityProvider, analyst: User):
    provider.people["system"] = "subject-0"
    provider.at_the_keyboard = "system"
    client = Client()
    sign_in_by_identity(client)
    assert not is_signed_in(client)


def test_a_user_name_given_to_somebody_else_does_not_open_the_old_account(
    provider: IdentityProvider, analyst: User, administrator: User
):
    sign_in_by_identity(Client())
    provider.people["anna"] = "subject-2"
    client = Client()
    answer = sign_in_by_identity(client)
    assert client.get(answer.headers["Location"]).status_code == 403
    assert not is_signed_in(client)

    identities.disconnect_identity(user=analyst, by=administrator, on=WHEN)
    sign_in_by_identity(client)
    assert is_signed_in(client)
    assert SocialAccount.objects.get().uid == "subject-2"


def test_an_administrator_disconnects_an_identity_on_the_page(
    provider: IdentityProvider, analyst: User, administrator: User, client_of: Callable
):
    sign_in_by_identity(Client())
    client = client_of(administrator)
    address = f"/people/{analyst.pk}/identity/"
    assert address in client.get(f"/people/{analyst.pk}/").content.decode()
    assert client.post(address).status_code == 302
    assert not SocialAccount.objects.exists()
    assert Event.objects.latest("sequence").act == "accounts.identity_disconnected"
    assert client.post(address).status_code == 409
    assert client_of(analyst).post(address).status_code == 403


def test_a_one_time_password_is_asked_for_all_the_same(provider: IdentityProvider, analyst: User):
    client = Client()
    sign_in(client, "anna")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": one_time_password(secret, steps=0)})

    client = Client()
    answer = sign_in_by_identity(client)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": one_time_password(secret, steps=1)})
    assert is_signed_in(client)


def test_the_temporary_password_of_a_new_account_does_not_stand_in_the_way(
    provider: IdentityProvider, analyst: User, administrator: User
):
    commands.reset_password(user=analyst, password="river-stone-77", by=administrator, on=WHEN)
    client = Client()
    sign_in_by_identity(client)
    assert is_signed_in(client), "its holder never learnt that password"
    by_password = Client()
    sign_in(by_password, "anna", "river-stone-77")
    assert by_password.get("/me/").headers["Location"] == "/accounts/password/change/"


def test_an_account_without_password_is_told_where_its_password_is(
    provider: IdentityProvider, administrator: User
):
    commands.create_user(
        username="mei", display_name="梅", password=None, by=administrator, on=WHEN
    )
    provider.people["mei"] = "subject-3"
    provider.at_the_keyboard = "mei"
    client = Client()
    sign_in_by_identity(client)
    assert "/accounts/password/change/" not in client.get("/me/").content.decode()
    answer = client.get("/accounts/password/change/", follow=True)
    assert answer.status_code == 200
    assert "在统一身份认证平台办理" in answer.content.decode()


LATER = 10 * 365 * 24 * 3600
WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "for another platform": {"aud": "another"},
    "for several, asked for by another": {"aud": [CLIENT, "another"], "azp": "another"},
    "from another issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "issued in the future": {"iat": int(time.time()) + LATER, "exp": int(time.time()) + 2 * LATER},
    "never expires": {"exp": None},
    "about nobody": {"sub": None},
    "answers another request": {"nonce": "another"},
    "answers no request": {"nonce": None},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_that_does_not_fit_is_refused(
    provider: IdentityProvider, analyst: User, wrong: dict[str, Any]
):
    def lie(claims: dict[str, Any]) -> dict[str, Any]:
        lied = {**claims, **wrong}
        return {name: value for name, value in lied.items() if value is not None}

    provider.lies = Misbehaviour(claims=lie)
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


def test_a_token_signed_by_another_key_is_refused(provider: IdentityProvider, analyst: User):
    provider.lies = Misbehaviour(signing_key=generate_private_key(65537, 2048))
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_the_providers_signature_is_refused(
    provider: IdentityProvider, analyst: User, algorithm: str
):
    provider.lies = Misbehaviour(algorithm=algorithm)
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


def test_user_information_about_somebody_else_is_refused(provider: IdentityProvider, analyst: User):
    provider.lies = Misbehaviour(userinfo=lambda said: {**said, "sub": "subject-9"})
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


ODD_ANSWERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no ID token": lambda answer: {**answer, "id_token": None},
    "no token at all": lambda answer: {"access_token": "x"},
    "garbage": lambda answer: {**answer, "id_token": "a.b.c"},
    "a list": lambda answer: [1],
    "a text": lambda answer: "no",
}


@pytest.mark.parametrize("odd", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
def test_an_odd_answer_is_a_refusal_and_no_crash(
    provider: IdentityProvider, analyst: User, odd: Callable[[dict[str, Any]], Any]
):
    provider.lies = Misbehaviour(token_answer=odd)
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_description_that_cannot_be_trusted_leads_nowhere(
    provider: IdentityProvider, analyst: User, described: dict[str, Any]
):
    provider.lies = Misbehaviour(description=lambda real: {**real, **described})
    client = Client()
    assert_refused(client, client.post(START))


def test_a_way_back_is_gone_once(provider: IdentityProvider, analyst: User):
    client = Client()
    back = go_there(client)
    client.get(back)
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    again = client.get(back)
    assert again.status_code == 401
    assert not is_signed_in(client)


def test_a_way_back_is_for_the_browser_that_set_out(provider: IdentityProvider, analyst: User):
    back = go_there(Client())
    victim = Client()
    victim.post(START)
    assert victim.get(back).status_code == 401
    assert not is_signed_in(victim)


def test_a_stolen_code_is_of_no_use_in_another_browser(provider: IdentityProvider, analyst: User):
    """The thief's own state goes with the stolen code: the verifier does not fit, nor the nonce."""
    code = go_there(Client()).partition("code=")[2].partition("&")[0]
    thief = Client()
    own = go_there(thief)
    stolen = own.replace(own.partition("code=")[2].partition("&")[0], code)
    assert_refused(thief, thief.get(stolen))


def test_a_token_caught_earlier_cannot_be_slipped_in(provider: IdentityProvider, analyst: User):
    caught = provider.id_token("anna", nonce="of-an-earlier-request")
    provider.lies = Misbehaviour(token_answer=lambda answer: {**answer, "id_token": caught})
    client = Client()
    assert_refused(client, sign_in_by_identity(client))


@pytest.mark.parametrize(
    "broken", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"]
)
def test_a_provider_that_fails_on_the_way_is_said_clearly(
    provider: IdentityProvider, analyst: User, broken: str, caplog: pytest.LogCaptureFixture
):
    client = Client()
    back = go_there(client)
    provider.lies = Misbehaviour(broken=frozenset({broken}))
    with caplog.at_level(logging.WARNING):
        assert_refused(client, client.get(back))
    assert "identity provider failed" in caplog.text
    assert "anna" not in caplog.text


def test_a_provider_that_is_down_is_said_clearly(
    provider: IdentityProvider, analyst: User, settings: Any
):
    client = Client()
    back = go_there(client)
    gone = replace(settings.ZHIHENG.oidc, issuer="http://127.0.0.1:9")
    settings.ZHIHENG = replace(settings.ZHIHENG, oidc=gone)
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(gone)
    assert_refused(client, client.post(START))
    assert_refused(client, client.get(back))
    sign_in(client, "anna")
    assert is_signed_in(client), "the password still works"


def test_who_gives_up_at_the_provider_is_led_back(provider: IdentityProvider, analyst: User):
    client = Client()
    client.post(START)
    state = provider_state(client)
    answer = client.get(f"{START}callback/?error=access_denied&state={state}")
    assert "登录未完成" in client.get(answer.headers["Location"]).content.decode()
    assert not is_signed_in(client)


def provider_state(client: Client) -> str:
    return next(iter(client.session["socialaccount_states"]))


def test_the_way_back_leads_nowhere_else(provider: IdentityProvider, analyst: User):
    answer = sign_in_by_identity(Client(), next="https://evil.example/")
    assert answer.headers["Location"] == "/"


def test_nothing_but_the_way_back_is_taken_from_the_address(
    provider: IdentityProvider, analyst: User, administrator: User, client_of: Callable
):
    """The library would connect any identity with the account that is signed in."""
    client = client_of(administrator)
    query = "?process=connect&scope=admin&auth_params=prompt%3Dnone%26nonce%3Dx"
    answer = client.post(f"{START}{query}", {"process": "connect"})
    page = requests.get(answer.headers["Location"], allow_redirects=False, timeout=5)
    back = client.get(page.headers["Location"].removeprefix("http://testserver"))
    asked = provider.requests[-1]
    assert "admin" not in asked["scope"]
    assert "prompt" not in asked
    assert asked["nonce"] != "x"
    assert back.headers["Location"] == "/"
    assert SocialAccount.objects.get().user == analyst
    assert "Anna" in client.get("/me/").content.decode(), "it signs in and does nothing else"


def test_setting_out_needs_a_form_of_ours(provider: IdentityProvider):
    assert Client().get(START).status_code == 405
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403
    assert not provider.asked


def test_the_session_of_the_visitor_is_not_the_one_of_the_account(
    provider: IdentityProvider, analyst: User
):
    client = Client()
    back = go_there(client)
    before = client.session.session_key
    client.get(back)
    assert client.session.session_key != before
