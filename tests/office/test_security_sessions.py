"""Sessions and guessing: what an attacker gets from a session he knows, and from many attempts."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from tests.office.accounts.test_sign_in import one_time_password, sign_in
from tests.office.conftest import PASSWORD, WHEN, MakePerson
from zhiheng.office.accounts import commands
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event

ClientOf = Callable[[User], Client]
NEW_PASSWORD = "own-garden-91"


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def change_password(client: Client) -> None:
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", typed).status_code == 302


@pytest.mark.django_db
def test_a_session_known_before_signing_in_is_worth_nothing_after(analyst: User):
    victim = Client()
    victim.post("/accounts/login/", {"login": "anna", "password": "wrong-water-42"})
    session = victim.session
    session["planted"] = "by the attacker"
    session.save()
    victim.cookies["sessionid"] = planted = session.session_key
    sign_in(victim, "anna")
    assert is_signed_in(victim)
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert not is_signed_in(attacker)
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.django_db
def test_a_made_up_session_is_not_taken_over(analyst: User):
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, "anna")
    assert is_signed_in(client)
    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.django_db
def test_signing_out_ends_the_session_on_the_server_too(analyst: User):
    client = Client()
    sign_in(client, "anna")
    stolen = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_signed_in(thief)


@pytest.mark.django_db
def test_a_new_password_ends_all_sessions_but_the_one_it_was_changed_in(analyst: User):
    here, elsewhere = Client(), Client()
    sign_in(here, "anna")
    sign_in(elsewhere, "anna")
    change_password(here)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert elsewhere.get("/api/registers").status_code == 401


@pytest.mark.django_db
def test_a_locked_account_loses_the_api_at_once(
    analyst: User, administrator: User, client_of: ClientOf
):
    client = client_of(analyst)
    assert client.get("/api/registers").status_code == 200
    commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    assert client.get("/api/registers").status_code == 401


@pytest.mark.django_db
def test_unlocking_does_not_bring_a_stolen_session_back_after_a_new_password(
    analyst: User, administrator: User, client_of: ClientOf
):
    client = client_of(analyst)
    commands.deactivate_user(user=analyst, by=administrator, on=WHEN)
    commands.reset_password(user=analyst, password="river-stone-77", by=administrator, on=WHEN)
    commands.reactivate_user(user=analyst, by=administrator, on=WHEN)
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_the_present_password_is_needed_for_a_new_one(analyst: User, client_of: ClientOf):
    client = client_of(analyst)
    typed = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", typed).status_code == 200
    assert User.objects.get(pk=analyst.pk).check_password(PASSWORD)


@pytest.mark.django_db
def test_who_finds_an_open_session_cannot_add_or_remove_a_second_factor(
    analyst: User, client_of: ClientOf
):
    client = client_of(analyst)
    for address in ("activate", "deactivate"):
        answer = client.post(f"/accounts/2fa/totp/{address}/", {"code": "000000"})
        assert answer.status_code in {302, 404}
    assert (
        client.get("/accounts/2fa/totp/activate/")
        .headers["Location"]
        .startswith("/accounts/reauthenticate/")
    )
    assert not Authenticator.objects.exists()


def _attempts(client: Client, username: str, count: int, **headers: str) -> int:
    """Try wrong passwords; return how many were looked at before trying was refused."""
    for number in range(count):
        answer = client.post(
            "/accounts/login/",
            {"login": username, "password": f"wrong-{number}"},
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        if answer.status_code == 429 or "次数过多" in answer.content.decode():
            return number
    return count


@pytest.mark.django_db
def test_one_account_is_guessed_at_five_times_from_wherever(analyst: User):
    tried = [_attempts(Client(REMOTE_ADDR=f"203.0.113.{number}"), "anna", 1) for number in range(9)]
    assert tried == [1] * 5 + [0] * 4
    assert not is_signed_in(_after_right_password("anna"))


@pytest.mark.django_db
def test_writing_the_name_in_another_way_gives_no_more_attempts(analyst: User):
    names = ["anna", "ANNA", "Anna", " anna", "anna ", "aNNa"]
    assert sum(_attempts(Client(), name, 1) for name in names) == 5


@pytest.mark.django_db
def test_one_address_guesses_twenty_times_at_whichever_accounts(db: None):
    client = Client(REMOTE_ADDR="203.0.113.7")
    assert sum(_attempts(client, f"person{number}", 1) for number in range(40)) == 20
    assert _attempts(Client(REMOTE_ADDR="203.0.113.8"), "somebody", 1) == 1


@pytest.mark.django_db
def test_a_forged_forwarding_header_does_not_make_another_address(db: None):
    assert settings.ZHIHENG.proxies == 0
    tried = [
        _attempts(Client(), f"p{number}", 1, x_forwarded_for=f"198.51.100.{number}")
        for number in range(40)
    ]
    assert sum(tried) == 20


def _after_right_password(username: str) -> Client:
    client = Client()
    sign_in(client, username)
    return client


@pytest.mark.django_db
def test_one_time_passwords_cannot_be_guessed_either(analyst: User):
    client = Client()
    sign_in(client, "anna")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": one_time_password(secret, steps=0)})
    thief = Client()
    sign_in(thief, "anna")
    right = one_time_password(secret, steps=1)
    for number in range(5):
        wrong = f"{(int(right) + 1 + number) % 1_000_000:06d}"
        thief.post("/accounts/2fa/authenticate/", {"code": wrong})
    thief.post("/accounts/2fa/authenticate/", {"code": right})
    assert not is_signed_in(thief), "after five wrong ones the right one is refused as well"


@pytest.mark.django_db
def test_a_one_time_password_is_good_once(analyst: User):
    client = Client()
    sign_in(client, "anna")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": one_time_password(secret, steps=0)})
    code = one_time_password(secret, steps=1)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "anna")
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


IN_ANOTHER_PROCESS = """
import json, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.ALLOWED_HOSTS.append("testserver")
django.setup()
from django.test import Client
answer = Client().post("/accounts/login/", {"login": "anna", "password": sys.argv[2]})
print(json.dumps({"status": answer.status_code, "signed_in": "sessionid" in answer.cookies,
    "refused": "次数过多" in answer.content.decode()}))
"""


def _in_another_process(password: str) -> dict[str, Any]:
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zhiheng.office.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS]
    done = subprocess.run(
        [*command, str(connection.settings_dict["NAME"]), password],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.django_db(transaction=True)
def test_attempts_are_counted_across_processes(analyst: User):
    assert _attempts(Client(), "anna", 4) == 4
    fifth = _in_another_process("wrong-elsewhere")
    assert not fifth["refused"]
    assert _attempts(Client(), "anna", 1) == 0
    sixth = _in_another_process(PASSWORD)
    assert sixth["refused"]
    assert not sixth["signed_in"]


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: that is what takes the time."""

    hashed: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.mark.django_db
def test_accounts_cannot_be_found_out_by_time_or_words(
    settings: Any, make_person: MakePerson, administrator: User
):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    make_person("here")
    locked = make_person("locked")
    commands.deactivate_user(user=locked, by=administrator, on=WHEN)
    commands.create_user(
        username="no-password", display_name="无", password=None, by=administrator, on=WHEN
    )
    hashed, words = {}, {}
    for username in ("here", "locked", "no-password", "system", "nobody"):
        before = CountingHasher.hashed
        answer = sign_in(Client(), username, "wrong-water-42")
        hashed[username] = CountingHasher.hashed - before
        words[username] = (answer.status_code, str(answer.context["form"].errors))
    assert set(hashed.values()) == {1}, hashed
    assert len(set(words.values())) == 1, words


@pytest.mark.django_db
def test_the_log_holds_no_names_passwords_or_sessions(
    analyst: User, administrator: User, client_of: ClientOf, caplog: pytest.LogCaptureFixture
):
    client = Client()
    with caplog.at_level(logging.DEBUG):
        sign_in(client, "anna", "wrong-water-42")
        sign_in(client, "anna")
        change_password(client)
        client.get("/people/?q=Anna")
        client.get("/nowhere/anna/?q=anna")
        client_of(administrator).get("/people/?q=anna")
        client_of(administrator).post(
            "/people/new/", {"username": "new.person", "display_name": "新来的"}
        )
        Client(headers={"host": "evil.example"}).get("/")
    # SQL is logged by Django's debug logger alone, which no installation writes out.
    shown = [record for record in caplog.records if record.name != "django.db.backends"]
    assert shown, "nothing was logged, so nothing was tested"
    text = "\n".join(record.getMessage() for record in shown if record.levelno >= logging.WARNING)
    secrets = [PASSWORD, NEW_PASSWORD, "wrong-water-42", client.cookies["sessionid"].value]
    for secret in [*secrets, client.cookies["csrftoken"].value, "Anna", "new.person", "新来的"]:
        assert secret not in text


@pytest.mark.django_db
def test_the_ledger_holds_no_names_passwords_or_sessions(analyst: User, administrator: User):
    client = Client()
    sign_in(client, "anna")
    change_password(client)
    commands.change_user(user=analyst, display_name="安娜", by=administrator, on=WHEN)
    text = "\n".join(f"{event} {event.details}" for event in Event.objects.all())
    for secret in (PASSWORD, NEW_PASSWORD, "Anna", "安娜", client.cookies["sessionid"].value):
        assert secret not in text
