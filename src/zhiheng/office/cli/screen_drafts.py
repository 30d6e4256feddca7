"""`zhiheng screen drafts`: drafts checked before anybody files them; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.analyses.patent_fold import RIGHTS
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.screening.draft_checking import Applicant
from zhiheng.core.screening.draft_files import read_drafts
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.output import show_json, show_rows
from zhiheng.office.parties.queries import party_of_name
from zhiheng.office.screening.drafts import INVENTION, checked, limits

_COLUMNS = ("strength", "signal", "behaviour", "filings", "why")


@click.command(name="drafts")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--applicant", default="", help="In whose name: its filings are looked at as well.")
@click.option("--right", type=click.Choice(RIGHTS), default=INVENTION, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
def drafts(files: tuple[Path, ...], applicant: str, right: str, as_json: bool) -> None:
    """Check drafts before filing, beside each other, the applicant's filings and published ones.

    FILES are bodies for electronic filing (XML), Word (.docx), text, JSON Lines, folders or a ZIP
    of these. What cannot be read is told; the rest is checked. Nothing is stored, and there is no
    proof: for that, check on the page.

    Example: zhiheng screen drafts claims.docx folder.zip --applicant 深圳某某科技有限公司 --json
    """
    now = timezone.now()
    reading = read_drafts(files, limits(now))
    if not reading.drafts:
        raise InputError(*reading.problems, Problem("draft.nothing_read"))
    party = party_of_name(applicant) or "" if applicant else ""
    outcome = checked(
        reading,
        applicant=Applicant(applicant, party),
        own=[party] if party else [],
        right=right,
        on=now,
    )
    result = outcome.result
    if as_json:
        show_json(result)
        return
    if result["problems"]:
        tell(InputError(*map(_problem, result["problems"])), get_language() or "zh")
    named = [{"no": each["number"], "draft": each["name"]} for each in result["drafts"]]
    show_rows(named, ("no", "draft"), "table")
    show_rows([_row(each) for each in result["leads"]], _COLUMNS, "table")


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(told["code"], told["values"], told["file"], told["position"])


def _row(lead: Mapping[str, Any]) -> dict[str, Any]:
    words = "en" if (get_language() or "zh").startswith("en") else "zh"
    return {
        "strength": lead["hundredths"],
        "signal": lead["signal"],
        "behaviour": lead["behaviour"],
        "filings": " ".join(lead["filings"]),
        "why": lead["sentence"][words],
    }
