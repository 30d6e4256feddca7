"""`zhiheng screen drafts` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.office.screening.drafting_office import (
    ABNORMAL,
    AGAIN,
    COPY,
    DRAFT,
    FIRM,
    DraftingOffice,
    drafting,
    empty_home,
)
from zhiheng.core.errors import InputError
from zhiheng.office.cli.screen_drafts import drafts
from zhiheng.office.ledger.models import Event
from zhiheng.office.screening.models import DraftCheck

__all__ = ["drafting", "empty_home"]
pytestmark = pytest.mark.django_db


def run(folder: Path, *options: str, **contents: bytes) -> Result:
    for name, content in contents.items():
        (folder / f"{name}.txt").write_bytes(content)
    files = [str(folder / f"{name}.txt") for name in contents]
    return CliRunner().invoke(drafts, [*files, *options], catch_exceptions=False)


def test_drafts_are_checked_and_nothing_is_kept(drafting: DraftingOffice, tmp_path: Path) -> None:
    events = Event.objects.count()
    done = run(tmp_path, "--json", one=DRAFT, two=COPY, three=b"")
    assert done.exit_code == 0
    result = json.loads(done.stdout)
    assert [each["name"] for each in result["drafts"]] == ["one.txt", "two.txt"]
    assert [each["code"] for each in result["problems"]] == ["file.empty"]
    near = next(each for each in result["leads"] if each["signal"] == "near-identical")
    assert near["filings"] == ["D1", "D2"]
    assert (Event.objects.count(), DraftCheck.objects.count()) == (events, 0)


def test_in_the_name_of_an_applicant_its_filings_are_looked_at(
    drafting: DraftingOffice, tmp_path: Path
) -> None:
    done = run(tmp_path, "--applicant", FIRM, again=AGAIN)
    assert done.exit_code == 0
    assert ABNORMAL in done.stdout.replace("\n", "")


def test_files_of_which_nothing_can_be_read_are_an_error(
    drafting: DraftingOffice, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        run(tmp_path, empty=b"")
    assert [each.code for each in caught.value.problems] == ["file.empty", "draft.nothing_read"]
