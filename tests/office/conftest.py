"""People and clients for tests of the office, made by the same commands as real ones."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator

# Every person of these tests has it; the sign-in tests type it.
PASSWORD = "clear-water-42"
WHEN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))

MakePerson = Callable[..., User]


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Forget sign-in attempts of the test before; they are counted in the shared cache."""
    if "django_db_setup" in request.fixturenames:
        request.getfixturevalue("db" if "db" in request.fixturenames else "transactional_db")
        cache.clear()


@pytest.fixture
def office(db: None) -> Organisation:
    """The IP office most people here work in."""
    return create_organisation(
        name="南山知识产权局", kind=OrganisationKind.IP_OFFICE, by=system_operator(), on=WHEN
    )


@pytest.fixture
def make_person(office: Organisation) -> MakePerson:
    """Make a person with the given roles in the office, in force since 2020."""

    def make(username: str, *roles: Role, display_name: str = "") -> User:
        by = system_operator()
        user = create_user(
            username=username,
            display_name=display_name or username.title(),
            password=PASSWORD,
            by=by,
            on=WHEN,
        )
        for role in roles:
            grant_role(
                user=user,
                organisation=office,
                role=role,
                valid_from=dt.date(2020, 1, 1),
                by=by,
                on=WHEN,
            )
        return user

    return make


@pytest.fixture
def administrator(make_person: MakePerson) -> User:
    """Adele, who manages people."""
    return make_person("adele", Role.ADMINISTRATOR)


@pytest.fixture
def analyst(make_person: MakePerson) -> User:
    """Anna, who imports and analyses."""
    return make_person("anna", Role.ANALYST)


@pytest.fixture
def auditor(make_person: MakePerson) -> User:
    """Otto, who reads the act log."""
    return make_person("otto", Role.AUDITOR)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="zhiheng.office.accounts.backends.OfficeBackend")
        return client

    return signed_in


@pytest.fixture
def today() -> dt.date:
    """The day the pages think it is."""
    return timezone.localdate()


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database is up to date. Making one takes as long as several commands."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIHENG_", "DJANGO_"))}
    subprocess.run(
        [str(Path(sys.executable).parent / "zhiheng"), "register", "list"],
        env={**inherited, "ZHIHENG_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return home


@pytest.fixture
def fresh_home(prepared_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, up to date and with nothing in it."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))
