"""Findings on the command line: listed, dismissed, opened again, opened as cases."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.office.screening.hearing_cases import FIRM, ONE, TWO, Court, cast, court, empty_home
from zhiheng.core.errors import ConflictError, ForbiddenError
from zhiheng.office.cases.models import Case
from zhiheng.office.cli import screen_judging
from zhiheng.office.screening.models import Finding

__all__ = ["cast", "court", "empty_home"]


def run(command: str, *words: str) -> Result:
    return CliRunner().invoke(getattr(screen_judging, command), list(words))


def test_findings_are_listed_dismissed_and_opened_again(court: Court):
    finding = court.finding(ONE, TWO)
    [row] = json.loads(run("findings", "--state", "open", "--json").stdout)
    assert (row["finding"], row["whose"], row["size"]) == (finding.pk, FIRM, 2)
    assert "几乎相同" in row["why"]
    told = (str(finding.pk), "--as", court.cast.officer.username, "--reason", "同一系列")
    assert run("dismiss", *told).exit_code == 0
    assert Finding.objects.get().state == "dismissed"
    assert json.loads(run("findings", "--state", "open", "--json").stdout) == []
    assert run("reopen", *told).exit_code == 0
    assert Finding.objects.get().state == "open"


def test_findings_become_a_case_or_it_is_told_why_not(court: Court):
    first, second = court.finding(ONE), court.finding(TWO)
    numbers = (str(first.pk), str(second.pk))
    done = run("open_", *numbers, "--as", court.cast.officer.username, "--reason", "相同")
    assert done.stdout.split() == [Case.objects.get().number]
    again = run("open_", *numbers, "--as", court.cast.officer.username, "--reason", "相同")
    assert isinstance(again.exception, ConflictError)
    other = run("dismiss", numbers[0], "--as", court.cast.respondent.username, "--reason", "x")
    assert isinstance(other.exception, ForbiddenError)


@pytest.mark.parametrize("command", ["dismiss", "reopen", "open_"])
def test_who_decides_and_why_have_to_be_said(command: str):
    assert run(command, "1").exit_code == 2
