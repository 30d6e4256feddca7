"""`zhiheng case`: cases from intake to archive."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.accounts.queries import get_user
from zhiheng.office.caseload.listing import case_headings, case_row, case_table
from zhiheng.office.caseload.names import Names
from zhiheng.office.cases import queries
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.queries import CaseFilter
from zhiheng.office.cli import case_keeping
from zhiheng.office.cli.output import output_options, save, show_facts, show_rows
from zhiheng.office.registers.exports import check_format

SHOWN = ("number", "title", "procedure", "organisation", "handler", "stage", "status", "due")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(name="case")
def group() -> None:
    """Cases: begin, list, show, act, assign, suspend, extend; their load; counting anew."""


def _filters(command: Any) -> Any:
    """Give a command what narrows a list of cases."""
    for option in (
        click.option("--as", "username", default="", metavar="USER", help="Those that USER sees."),
        click.option("--overdue", is_flag=True, help="Only those whose limit ran out."),
        click.option("--until", type=DAY, help="Filed by this day."),
        click.option("--since", type=DAY, help="Filed from this day."),
        click.option("--stage", default="", help="In one stage."),
        click.option("--status", default="", help="open, suspended, closed, archived or joined."),
        click.option("--procedure", default="", help="Of one procedure."),
        click.option("--text", default="", help="In number, subject or names of parties."),
    ):
        command = option(command)
    return command


@group.command(name="list")
@_filters
@output_options
def list_(style: str, username: str, **given: Any) -> None:
    """List cases, newest first.

    Example: zhiheng case list --procedure rights-aid --overdue --json
    """
    day = timezone.localdate()
    found = _found(username, given, day).iterator(chunk_size=2_000)
    names = Names(Case.objects.all())
    fields = tuple(case_headings()) if style != "table" else SHOWN
    show_rows((case_row(each, names, on=day) for each in found), fields, style)


@group.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_filters
def export(file: Path, username: str, **given: Any) -> None:
    """Write cases to a file: .xlsx, .csv or .json by its ending.

    Example: zhiheng case export open.xlsx --status open
    """
    check_format(file.suffix.lstrip("."))
    day = timezone.localdate()
    found = _found(username, given, day).iterator(chunk_size=2_000)
    save(case_table(found, Names(Case.objects.all()), on=day), file)
    click.echo(f"{file}")


@group.command(name="show")
@click.argument("number")
@click.option("--as", "username", default="", metavar="USER", help="As USER sees it.")
@output_options
def show(number: str, username: str, style: str) -> None:
    """Show a case with its parties, its terms and how each was counted, and its file.

    Example: zhiheng case show WY-2026-000012 --json
    """
    day = timezone.localdate()
    case = _case(number, username, day)
    only_party = bool(username) and queries.is_only_party(case, get_user(username), on=day)
    show_facts(
        {
            **case_row(case, Names(Case.objects.filter(pk=case.pk)), on=day),
            "revision": case.revision,
            "parties": [{"position": p.position, "name": p.name} for p in case.parties.all()],
            "terms": [
                {
                    "term": each.running.term,
                    "title": each.declared.title.zh,
                    "due": each.due,
                    "ended": each.running.ended,
                    "provisional": each.deadline.provisional,
                    "derivation": [step.zh for step in each.deadline.derivation],
                }
                for each in queries.clocks_of(case, on=day)
            ],
            "file": [_line(each) for each in queries.file_of(case, as_party=only_party)],
        },
        style,
    )


@group.command(name="acts")
@click.argument("number")
@click.option("--as", "username", required=True, metavar="USER", help="Who would do them.")
@output_options
def acts(number: str, username: str, style: str) -> None:
    """List what somebody may do in a case now, what each asks for and what is still missing.

    Example: zhiheng case acts WY-2026-000012 --as clerk
    """
    day, by = timezone.localdate(), get_user(username)
    case = queries.get_case(number, user=by, on=day)
    rows = [
        {
            "act": each.act.act,
            "title": each.act.title.zh,
            "fields": [
                field.field if field.required else f"[{field.field}]" for field in each.act.fields
            ],
            "missing": [problem.code for problem in each.missing],
        }
        for each in queries.possible_acts(case, by, on=day)
    ]
    show_rows(rows, ("act", "title", "fields", "missing"), style)


@group.command(name="begin")
@click.argument("procedure")
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="An answer.")
@click.option("--file", "files", multiple=True, metavar="MATERIAL=PATH", help="A file.")
@click.option("--for", "applicant", default="", metavar="NAME", help="The organisation that asks.")
@click.option("--through", default="", metavar="NAME", help="The station that takes it in.")
@click.option("--as", "username", required=True, metavar="USER", help="Who hands it in.")
@output_options
def begin(
    procedure: str,
    fields: tuple[str, ...],
    files: tuple[str, ...],
    applicant: str,
    through: str,
    username: str,
    style: str,
) -> None:
    """Hand in the form of a procedure; prints the number of the case and its code.

    Example: zhiheng case begin rights-aid --as citizen --field title=… --file identity=card.pdf
    """
    request = Request(
        given=_pairs(fields),
        files=_files(files),
        applicant=_body(applicant),
        station=_body(through),
    )
    by, now = get_user(username), timezone.now()
    case = begin_case(procedure=procedure, request=request, by=by, on=now)
    show_facts({"number": case.number, "code": case.code, "due": case.due_on}, style)


@group.command(name="act")
@click.argument("number")
@click.argument("act")
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="An answer.")
@click.option("--file", "files", multiple=True, metavar="MATERIAL=PATH", help="A file.")
@case_keeping.key
@case_keeping.as_person
@output_options
def act(
    number: str,
    act: str,
    fields: tuple[str, ...],
    files: tuple[str, ...],
    key: str,
    username: str,
    style: str,
) -> None:
    """Do an act of the procedure; one that needs approval is proposed.

    Example: zhiheng case act WY-2026-000012 accept --as clerk
    """
    by, now, case = case_keeping.person_and_case(number, username)
    doing = Doing(given=_pairs(fields), files=_files(files), key=key)
    entry = do_act(case=case, revision=None, act=act, doing=doing, by=by, on=now)
    case_keeping.tell(entry, style)


for _command in case_keeping.COMMANDS:
    group.add_command(_command)


def _found(username: str, given: dict[str, Any], day: date) -> Any:
    for name in ("since", "until"):
        moment: datetime | None = given[name]
        given[name] = moment.date() if moment else None
    wanted = CaseFilter(**given)
    if username:
        found = queries.find_cases(wanted, user=get_user(username), on=day)
    else:
        found = queries.narrowed(Case.objects.all(), wanted, on=day)
    return found.select_related("organisation", "handler").order_by("-filed_at", "-pk")


def _case(number: str, username: str, day: date) -> Case:
    if username:
        return queries.get_case(number, user=get_user(username), on=day)
    return queries.find_case(number)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "at": timezone.localtime(entry.at),
        "what": entry.kind,
        "name": entry.name,
        "by": entry.by.username if entry.by else "",
        "capacity": entry.capacity,
        "from": entry.stage_before,
        "to": entry.stage_after,
        "event": entry.event,
        "files": [file.attachment.name for file in entry.files.all()],
    }


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise InputError.of("case.pair_unfit", received=each)
        pairs[name.strip()] = value
    return pairs


def _files(given: tuple[str, ...]) -> dict[str, list[SimpleUploadedFile]]:
    found: dict[str, list[SimpleUploadedFile]] = {}
    for each in given:
        name, sign, path = each.partition("=")
        if not sign:
            raise InputError.of("case.pair_unfit", received=each)
        file = Path(path)
        if not file.is_file():
            raise NotFoundError.of("file.not_found", path=file)
        found.setdefault(name.strip(), []).append(SimpleUploadedFile(file.name, file.read_bytes()))
    return found


def _body(name: str) -> Organisation | None:
    if not name:
        return None
    found = Organisation.objects.filter(name=name).first()
    if found is None:
        raise NotFoundError.of("case.no_such_body", received=name)
    return found
