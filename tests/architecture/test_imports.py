"""The contracts of `.importlinter` hold, and they would notice when they did not."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT

APPS = {
    "accounts",
    "ledger",
    "registers",
    "indicators",
    "parties",
    "search",
    "marks",
    "themes",
    "annual",
    "conference",
    "supervision",
    "monitoring",
    "attachments",
    "cases",
    "desk",
    "caseload",
    "papers",
    "evaluation",
    "hall",
    "notices",
    "plans",
    "protection",
    "reporting",
    "screening",
}


def lint(config: Path, source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--config", str(config), "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_rooms_and_apps_depend_in_one_direction():
    done = lint(ROOT / ".importlinter", ROOT / "src")
    assert done.returncode == 0, done.stdout


def test_every_app_of_the_office_is_under_the_contracts():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    orders = [name for name in contracts.sections() if name.endswith("app-order")]
    containers = [app for name in orders for app in contracts[name]["containers"].split()]
    assert sorted(containers) == sorted(f"zhiheng.office.{app}" for app in APPS)
    with_models = {path.parent.name for path in (ROOT / "src/zhiheng/office").glob("*/models.py")}
    assert with_models <= APPS


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("core/errors.py", "from zhiheng.office.web import charts", "core knows neither"),
        ("core/lake/schema.py", "from zhiheng.core.feeds import files", "core: errors"),
        (
            "office/registers/enums.py",
            "from zhiheng.office.registers import views",
            "inside an app",
        ),
        ("office/registers/tasks.py", "from zhiheng.office.ledger import models", "the ledger is"),
        ("office/accounts/system.py", "from zhiheng.office.registers import lake", "api, cli and"),
    ],
)
def test_a_forbidden_import_is_noticed(tmp_path: Path, file: str, line: str, contract: str):
    source = ROOT / "src/zhiheng"
    for path in source.rglob("*.py"):
        copy = tmp_path / "zhiheng" / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "zhiheng" / file).open("a", encoding="utf-8") as handle:
        handle.write(f"\n{line}\n")
    done = lint(ROOT / ".importlinter", tmp_path)
    assert done.returncode == 1
    broken = " ".join(done.stdout.partition("Broken contracts")[2].split())
    assert contract in broken
