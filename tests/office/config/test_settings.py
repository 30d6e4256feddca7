"""Settings that security and safety stand on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from zhiheng.office.config.checks import check_debug_is_local, check_demo_is_local


def test_an_installation_behind_https_passes_djangos_deployment_checks(tmp_path: Path):
    surroundings = {
        **os.environ,
        "ZHIHENG_HOME": str(tmp_path),
        "ZHIHENG_HTTPS": "1",
        "DJANGO_SETTINGS_MODULE": "zhiheng.office.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_policy_allows_no_inline_code_and_nobody_elses():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for sources in directives.values():
        assert not [source for source in sources if "unsafe" in source or "http" in source]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]


@pytest.mark.django_db
def test_an_acknowledged_act_survives_a_power_cut():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is durable unless told otherwise")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


@pytest.mark.parametrize(
    ("check", "field", "identity"),
    [
        (check_demo_is_local, "demo", "zhiheng.W001"),
        (check_debug_is_local, "debug", "zhiheng.W002"),
    ],
)
def test_what_must_stay_on_this_machine_is_warned_about(settings, check, field, identity):
    from dataclasses import replace

    here = settings.ZHIHENG
    settings.ZHIHENG = replace(here, **{field: True}, host="127.0.0.1")
    assert check() == []
    settings.ZHIHENG = replace(here, **{field: True}, host="0.0.0.0")
    assert [message.id for message in check()] == [identity]
