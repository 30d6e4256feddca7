"""What set-up installs is pinned, names no registry, and may be shipped."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source_files import ROOT
from tools.check_licences import licence_of, may_be_shipped, runtime_distributions
from tools.check_secrets import secrets_in

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def test_constraints_hold_names_and_versions_only():
    assert PINS
    assert [
        line for line in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)
    ] == []
    assert sorted(PINS, key=str.lower) == PINS


def test_every_requirement_is_pinned_to_a_version_it_allows():
    pinned = {
        canonicalize_name(name): version for name, version in (line.split("==") for line in PINS)
    }
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    asked = [text for group in groups for text in group]
    for requirement in map(Requirement, asked):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not pinned; freeze the environment anew"
        assert requirement.specifier.contains(version)


def test_lock_files_name_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert "://" not in "\n".join(PINS)


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("BSD License; Apache Software License", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-or-later", False),
        ("GNU General Public License v2 (GPLv2)", False),
        ("GNU Affero General Public License v3", False),
        ("AGPL-3.0", False),
        ("SSPL-1.0", False),
        ("Other/Proprietary License", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, may: bool):
    assert may_be_shipped(licence) is may


def test_the_walk_over_requirements_reaches_the_distant_ones():
    names = {canonicalize_name(package.name) for package in runtime_distributions()}
    assert {"django", "pyarrow", "sqlglot"} <= names  # sqlglot comes with ibis
    assert "zhiheng" not in names
    assert not names & {"pytest", "ruff", "mypy"}


def test_a_licence_that_is_only_shipped_as_text_is_read():
    assert licence_of(distribution("resvg_py")) == "MIT"  # names none in its metadata


def test_a_secret_would_be_found(tmp_path):
    path = tmp_path / "settings.py"
    path.write_text('AWS = "AKIA' + 'IOSFODNN7EXAMPLQ"\n', encoding="utf-8")
    assert secrets_in([path]) == [f"{path}:1 AWS Access Key"]
