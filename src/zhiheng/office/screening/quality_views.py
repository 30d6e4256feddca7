"""Pages of the quality of filings: agencies and applicants in a list, one of them, the rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, sees_persons
from zhiheng.office.screening import commands, quality, queries
from zhiheng.office.screening import quality_presenters as presenters
from zhiheng.office.screening.permissions import VIEW
from zhiheng.office.screening.quality_forms import QualityFilterForm, YearsForm
from zhiheng.office.web.pages import AuthenticatedRequest, needs, page_number, pager_of


@require_safe
@needs(VIEW)
def unit_list(request: AuthenticatedRequest, by: str = "agency") -> HttpResponse:
    """Show agencies or applicants with their rates, each with its interval."""
    unmasked = sees_persons(request.user)
    form, wanted = _asked(request, by)
    found = quality.units(wanted, start=_start(request), unmasked=unmasked)
    years = (wanted.first, wanted.last)
    context = {
        "form": form,
        "by": wanted.by,
        "wanted": wanted,
        "sort": wanted.sort,
        "pager": pager_of(request, found.lines, found.total, size=quality.PAGE_ROWS),
        "lines": presenters.unit_lines(found.lines, found.whole, years=years, unmasked=unmasked),
        "headings": presenters.headings(),
        "whole": presenters.whole_cells(found.whole),
        "whole_filed": found.whole.filed,
        "confidence": round(found.settings.confidence * 100),
        "narrowed": bool(wanted.text or wanted.least),
        "persons_hidden": bool(wanted.text) and wanted.by == "applicant" and not unmasked,
        "can_export": user_can(request.user, EXPORT),
    }
    return render(request, "screening/quality.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, by: str, ending: str) -> StreamingHttpResponse:
    """Give the list as a file, narrowed and ordered as the page is."""
    unmasked = sees_persons(request.user)
    _form, wanted = _asked(request, by)
    found = quality.units(wanted, rows=quality.MOST_UNITS, unmasked=unmasked)
    check_format(ending, found.total)
    commands.note_quality_export(
        by_what=wanted.by, rows=found.total, by=request.user, on=timezone.now()
    )
    table = presenters.unit_table(found.lines, unmasked=unmasked)
    return send(table, f"{_('Quality of filings')}-{wanted.first}-{wanted.last}", ending)


@require_safe
@needs(VIEW)
def unit(request: AuthenticatedRequest, by: str, unit: str) -> HttpResponse:
    """Show one agency or applicant: every measure by filing year, beside everybody's."""
    on = timezone.localdate()
    form = YearsForm(request.GET)
    first, last = form.years(on)
    kind = quality.kind(by)
    found = quality.detail(kind, unit, on=on, first=first, last=last)
    context = {
        "form": form,
        "by": kind,
        "title": presenters.unit_name(found.unit, unmasked=sees_persons(request.user)),
        "detail": found,
        "facts": presenters.unit_facts(found),
        "cards": presenters.cards(found, years=(first, last)),
        "years": (first, last),
        "on": on,
        "confidence": round(found.settings.confidence * 100),
        "subject": quality.subject_of(kind, found.unit.unit),
        "findings": queries.about(quality.subject_of(kind, found.unit.unit)),
        "triggers": queries.triggers_of(quality.subject_of(kind, found.unit.unit)),
    }
    return render(request, "screening/quality_unit.html", context)


@require_safe
@needs(VIEW)
def rows(request: AuthenticatedRequest, by: str, unit: str, measure: str) -> HttpResponse:
    """Show the applications behind a figure, each with its record in the register."""
    on = timezone.localdate()
    form = YearsForm(request.GET)
    first, last = form.years(on)
    only_counted = request.GET.get("which") == "counted"
    kind = quality.kind(by)
    whose = quality.named(kind, unit)
    listed, total, settings = quality.rows_behind(
        kind, whose.unit, measure, on=on, first=first, last=last,
        only_counted=only_counted, start=_start(request),
    )  # fmt: skip
    context = {
        "form": form,
        "by": kind,
        "unit": whose.unit,
        "unit_href": presenters.unit_address(whose, (first, last)),
        "title": presenters.unit_name(whose, unmasked=sees_persons(request.user)),
        "measure": presenters.TITLES[measure],
        "explained": presenters.explained(measure, settings),
        "only_counted": only_counted,
        "years": (first, last),
        "lines": presenters.row_lines(listed),
        "pager": pager_of(request, listed, total, size=quality.PAGE_ROWS),
    }
    return render(request, "screening/quality_rows.html", context)


def _asked(request: AuthenticatedRequest, by: str) -> tuple[QualityFilterForm, quality.Wanted]:
    form = QualityFilterForm(request.GET)
    sort = request.GET.get("sort", "")
    return form, form.asked(quality.kind(by), on=timezone.localdate(), sort=sort)


def _start(request: HttpRequest) -> int:
    most = quality.MOST_UNITS // quality.PAGE_ROWS
    return (page_number(request, last=most) - 1) * quality.PAGE_ROWS
