"""Pages of notices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.notices import commands, queries
from zhiheng.office.notices.forms import AddressForm, NoticeFilterForm
from zhiheng.office.notices.presenters import notice_lines
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs()
def notices(request: AuthenticatedRequest) -> HttpResponse:
    """Show what the person was told, newest first."""
    form = NoticeFilterForm(request.GET)
    form.is_valid()
    unread = form.cleaned_data.get("show") == "unread"
    pager = paginate(request, queries.notices_of(request.user, unread=unread))
    context = {
        "form": form,
        "pager": pager,
        "lines": notice_lines(pager.items),
        "address": queries.mail_address(request.user),
    }
    return render(request, "notices/list.html", context)


@require_POST
@needs()
def open_notice(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about."""
    notice = queries.notice(pk, request.user)
    commands.read_notices(notices=[notice], by=request.user, on=timezone.now())
    return redirect(notice.href)


@require_POST
@needs()
def read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark a notice as read."""
    notice = queries.notice(pk, request.user)
    commands.read_notices(notices=[notice], by=request.user, on=timezone.now())
    return redirect("notices:list")


@require_POST
@needs()
def read_all(request: AuthenticatedRequest) -> HttpResponse:
    """Mark every notice of the person as read."""
    commands.read_all_notices(by=request.user, on=timezone.now())
    return redirect("notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def address(request: AuthenticatedRequest) -> HttpResponse:
    """Note where notices are sent by mail."""
    initial = {"address": queries.mail_address(request.user)}
    form = AddressForm(request.POST or None, initial=initial)
    if form.is_valid() and submit(form, lambda: _change(request, form)):
        messages.success(request, _("Changed."))
        return redirect("notices:list")
    return render(request, "notices/address.html", {"form": form})


def _change(request: AuthenticatedRequest, form: AddressForm) -> bool:
    given = form.cleaned_data["address"]
    commands.change_address(address=given, by=request.user, on=timezone.now())
    return True
