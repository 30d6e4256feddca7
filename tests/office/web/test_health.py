"""`/healthz` says whether an installation can work."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from zhiheng.office.web.health import healthz, sign_of_worker


def ask() -> tuple[int, dict]:
    answer = Client().get("/healthz")
    return answer.status_code, answer.json()


@pytest.fixture
def lake(settings, tmp_path: Path) -> Path:
    settings.ZHIHENG = replace(settings.ZHIHENG, lake=str(tmp_path / "lake"))
    return tmp_path / "lake"


def test_a_new_installation_is_well_with_an_empty_lake(db: None, lake: Path):
    status, body = ask()
    assert status == 200
    assert (body["status"], body["database"], body["lake"]) == ("ok", "ok", "empty")
    lake.mkdir()
    assert ask()[1]["lake"] == "ok"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_lake_that_cannot_be_written_is_a_failure(db: None, lake: Path):
    lake.mkdir(mode=0o500)
    assert ask() == (503, ask()[1])
    assert ask()[1]["lake"] == "unwritable"


def test_an_object_store_is_not_asked(db: None, settings):
    settings.ZHIHENG = replace(settings.ZHIHENG, lake="s3://city/lake")
    assert ask()[1]["lake"] == "remote"


def test_a_worker_without_a_fresh_sign_of_life_has_stopped(db: None, lake: Path, settings):
    settings.ZHIHENG = replace(settings.ZHIHENG, home=lake.parent)
    assert ask() == (200, ask()[1])
    assert ask()[1]["worker"] == "stopped"
    sign = sign_of_worker(lake.parent)
    sign.touch()
    assert ask()[1]["worker"] == "ok"
    long_ago = time.time() - 60
    os.utime(sign, (long_ago, long_ago))
    assert ask()[1]["worker"] == "stopped"


def test_a_database_that_cannot_be_reached_is_a_failure(rf, lake: Path, monkeypatch):
    from django.db import DatabaseError, connection

    def unreachable(*_: object) -> None:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "cursor", unreachable)
    answer = healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert b'"database": "unreachable"' in answer.content
