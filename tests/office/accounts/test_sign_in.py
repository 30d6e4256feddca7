"""Signing in and out: passwords, throttling, temporary passwords, one-time passwords, sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from tests.office.conftest import PASSWORD, WHEN, MakePerson
from zhiheng.office.accounts import commands
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.ledger.models import Event

SIGN_IN = "/accounts/login/"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: str):
    return client.post(SIGN_IN, {"login": username, "password": password, **extra})


def acts() -> list[str]:
    return list(Event.objects.order_by("sequence").values_list("act", flat=True))


def test_a_person_signs_in_and_goes_where_he_wanted(analyst: User):
    client = Client()
    answer = client.get("/me/")
    assert answer.headers["Location"] == f"{SIGN_IN}?next=/me/"
    answer = sign_in(client, "ANNA", next="/me/")
    assert answer.headers["Location"] == "/me/"
    assert "Anna" in client.get("/me/").content.decode()
    assert acts()[-1] == "accounts.signed_in"


def test_the_way_back_never_leads_elsewhere(analyst: User):
    answer = sign_in(Client(), "anna", next="https://evil.example/")
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(analyst: User):
    answers = [sign_in(Client(), "anna", "wrong-water-42"), sign_in(Client(), "nobody")]
    errors = [list(answer.context["form"].non_field_errors()) for answer in answers]
    assert errors[0] == errors[1] != []
    assert "accounts.signed_in" not in acts()


def test_guessing_is_throttled_across_processes_and_for_the_right_password_too(analyst: User):
    for attempt in range(5):
        assert sign_in(Client(), "anna", f"wrong-{attempt}").status_code == 200
    refused = sign_in(Client(), "anna")
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    assert not Session.objects.exists()


def test_a_locked_account_cannot_sign_in_and_its_session_ends(
    analyst: User, administrator: User, client_of: Callable[[User], Client]
):
    client = client_of(analyst)
    assert client.get("/me/").status_code == 200
    commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    assert client.get("/me/").status_code == 302
    assert sign_in(client, "anna").headers["Location"] == "/accounts/inactive/"
    assert client.get("/me/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(
    analyst: User, administrator: User, client_of: Callable[[User], Client]
):
    client = client_of(analyst)
    commands.reset_password(user=analyst, password="river-stone-77", by=administrator, on=WHEN)
    assert client.get("/me/").status_code == 302


def test_a_temporary_password_opens_only_the_page_that_replaces_it(
    analyst: User, administrator: User
):
    commands.reset_password(user=analyst, password="river-stone-77", by=administrator, on=WHEN)
    client = Client()
    sign_in(client, "anna", "river-stone-77")
    change = "/accounts/password/change/"
    for path in ("/", "/me/", "/registers/"):
        assert client.get(path).headers["Location"] == change
    typed = {
        "oldpassword": "river-stone-77",
        "password1": "own-garden-91",
        "password2": "own-garden-91",
    }
    assert client.post(change, typed).status_code == 302
    assert client.get("/me/").status_code == 200
    assert acts()[-1] == "accounts.password_changed"
    assert User.objects.get(pk=analyst.pk).check_password("own-garden-91")


def test_signing_out_needs_a_post(analyst: User, client_of: Callable[[User], Client]):
    client = client_of(analyst)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_the_systems_account_cannot_sign_in_even_with_a_password(db: None):
    user = system_operator()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    sign_in(client, user.username)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/admin/"]
)
def test_pages_an_office_does_not_need_are_not_there(path: str, db: None):
    assert Client().get(path).status_code == 404


def test_one_time_passwords_from_switching_on_to_losing_the_phone(
    make_person: MakePerson, administrator: User
):
    user = make_person("mei", Role.CLERK)
    client = Client()
    sign_in(client, "mei")
    secret = _switch_on(client)
    assert "accounts.second_factor_added" in acts()
    client.post("/accounts/logout/")

    answer = sign_in(client, "mei")
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302, "the password alone must not open the account"
    # The code that switched it on is used up; the next step's is within the tolerance.
    client.post("/accounts/2fa/authenticate/", {"code": one_time_password(secret, steps=1)})
    assert client.get("/me/").status_code == 200

    commands.remove_second_factors(user=user, by=administrator, on=WHEN)
    other = Client()
    assert sign_in(other, "mei").headers["Location"] == "/"
    assert not Authenticator.objects.filter(user=user).exists()


def _switch_on(client: Client) -> str:
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    answer = client.post(
        "/accounts/2fa/totp/activate/", {"code": one_time_password(secret, steps=0)}
    )
    assert answer.status_code == 302
    return secret


def one_time_password(secret: str, *, steps: int) -> str:
    """RFC 6238 with SHA-1, six digits, thirty seconds; `steps` from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
