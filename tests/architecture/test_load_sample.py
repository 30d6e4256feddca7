"""The sample city goes into a home of its own, never among registers that something else wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT
from tools.load_sample import EDITION

LOADED = json.dumps({"patents": 20, "edition": EDITION})


def load(home: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if "ZHIHENG_" not in name}
    given = {"ZHIHENG_HOME": str(home), "SAMPLE_PATENTS": "20", **surroundings}
    return subprocess.run(
        [sys.executable, str(ROOT / "tools/load_sample.py")],
        env={**inherited, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def store_a_register(home: Path) -> None:
    (home / "lake/patents/_delta_log").mkdir(parents=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ZHIHENG_LAKE", "s3://city/lake"), ("ZHIHENG_DATABASE_URL", "postgres://office@db/office")],
)
def test_registers_elsewhere_are_left_alone(name: str, value: str, tmp_path: Path):
    # Also where the sample was loaded before: `make run` would go on to serve the other registers.
    (tmp_path / "sample-loaded.json").write_text(LOADED)
    done = load(tmp_path, **{name: value})
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr
    assert not (tmp_path / "sample").exists()


def test_registers_that_the_sample_did_not_write_are_left_alone(tmp_path: Path):
    store_a_register(tmp_path)
    done = load(tmp_path)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert f"{tmp_path} holds registers" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["lake"]


def test_a_first_load_that_broke_off_goes_on(tmp_path: Path):
    broken_off = load(tmp_path, PORT="no port")  # the import refuses its settings
    assert broken_off.returncode == 3
    assert "Living through its plan" in broken_off.stdout
    assert not (tmp_path / "sample-loaded.json").exists()
    store_a_register(tmp_path)  # what the import might have got to
    again = load(tmp_path, PORT="no port")
    assert "Living through its plan" in again.stdout
    assert "holds registers" not in again.stderr


def test_a_home_in_which_the_sample_is_loaded_is_ready(tmp_path: Path):
    (tmp_path / "sample-loaded.json").write_text(LOADED)
    store_a_register(tmp_path)
    done = load(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
