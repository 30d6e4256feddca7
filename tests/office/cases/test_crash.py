"""A process killed in the middle of an act leaves the case as it was, or as it is after it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

# An office with one case, and an act on it that is killed at a point of its transaction.
PROGRAM = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.office.config.settings"
import django
django.setup()
import datetime as dt
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cases.keeping import add_note
from zhiheng.office.cases.models import Case, Entry, ProcedureVersion
from zhiheng.office.cases import law
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
if sys.argv[1] == "begin":
    # Tables at once instead of one migration after another: it is quicker.
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    by = system_operator()
    body = create_organisation(
        name="保护中心", kind=OrganisationKind.PROTECTION_CENTRE, district="440300", by=by, on=now)
    officer = create_user(username="olga", display_name="Olga", password=None, by=by, on=now)
    grant_role(user=officer, organisation=body, role=Role.OFFICER, valid_from=now.date(),
               by=by, on=now)
    procedure = law.in_force("rights-aid", on=now.date())
    Case.objects.create(
        number="WY-2026-000001", code="X", version=law.keep_version(procedure, on=now),
        procedure=procedure.name, title="网店纠纷", organisation=body, filed_by=officer,
        filed_at=now, stage=procedure.first_stage)
else:
    from zhiheng.office.accounts.models import User
    from zhiheng.office.cases.assigning import take_case
    from zhiheng.office.cases import assigning, writing
    from zhiheng.office.cases.signals import entered

    def die(**_given):
        os.kill(os.getpid(), signal.SIGKILL)

    if sys.argv[1] == "during":
        entered.connect(die)
    case, officer = Case.objects.get(), User.objects.get(username="olga")
    take_case(case=case, revision=None, by=officer, on=now)
    die()
"""


def run(home: Path, what: str) -> int:
    surroundings = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("ZHIHENG_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, what],
        env={**surroundings, "ZHIHENG_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, -9), done.stderr[-2_000:]
    return done.returncode


def state(home: Path) -> tuple[object, ...]:
    """Return who handles the case, its revision, its lines, its people and its events."""
    [file] = home.glob("*.sqlite3")
    with sqlite3.connect(file) as database:
        handler, revision = database.execute(
            "SELECT handler_id, revision FROM cases_case"
        ).fetchone()
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("cases_entry", "cases_participant", "ledger_event")
        ]
    return (handler is not None, revision, *counts)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of its own with one case that nobody has."""
    place = tmp_path_factory.mktemp("office")
    assert run(place, "begin") == 0
    return place


def test_killed_during_the_act_nothing_was_done_and_killed_after_it_all_was(home: Path):
    before = state(home)
    assert before[:4] == (False, 1, 0, 0)
    assert run(home, "during") == -9
    assert state(home) == before
    assert run(home, "after") == -9
    assert state(home) == (True, 2, 1, 1, before[4] + 1)
