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
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.made_once import made_once
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator

# Every person of these tests has it; the sign-in tests type it.
PASSWORD = "clear-water-42"
WHEN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))

MakePerson = Callable[..., User]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database is run; the rest says what it said on SQLite.

    Among the rest are tests of programs with a home of their own, whatever surrounds them.
    """
    if settings.ZHIHENG.database.vendor == "sqlite":
        return
    others = {item for item in items if _is_of_the_office(item) and not _asks_the_database(item)}
    config.hook.pytest_deselected(items=list(others))
    items[:] = [item for item in items if item not in others]


def _is_of_the_office(item: pytest.Item) -> bool:
    return Path(__file__).parent in item.path.parents


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    named = fixtures.intersection(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None


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
def prepared_home(shared_folder: Path) -> Path:
    """A home whose database is up to date. Making one takes as long as several commands."""
    return made_once(shared_folder / "prepared-home", _prepare)


def _prepare(home: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIHENG_", "DJANGO_"))}
    subprocess.run(
        [str(Path(sys.executable).parent / "zhiheng"), "register", "list"],
        env={**inherited, "ZHIHENG_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=True,
    )


@pytest.fixture
def fresh_home(prepared_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, up to date and with nothing in it."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))
