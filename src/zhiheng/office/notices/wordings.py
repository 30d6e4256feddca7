"""The words of every kind of notice, put into the reader's language when it is read.

Adding a kind is adding a line: the names in `%(…)s` are what `notify` must be given. A value called
`period` is an interval of dates (2026-01-01/2026-03-31) and is shown as people call it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from zhiheng.core.plans.periods import period_name


@dataclass(frozen=True)
class Words:
    """What a kind of notice says; an `urgent` one is mailed at once, others once a day."""

    text: StrPromise
    urgent: bool = False


WORDINGS: Mapping[str, Words] = {
    "notices.day_failed": Words(
        _("The daily work of %(day)s was not done in full: %(receivers)s. See the log."),
        urgent=True,
    ),
    "ledger.does_not_verify": Words(
        _(
            "The act log did not verify on %(day)s: %(count)s findings. "
            "See what they are, and keep the evidence."
        ),
        urgent=True,
    ),
    "search.alert": Words(_("Your saved search “%(name)s” has %(total)s new matches.")),
    "protection.asked": Words(_("%(organisation)s asks to put “%(name)s” on the protection list.")),
    "protection.decided": Words(_("“%(name)s” on the protection list: %(state)s.")),
    "protection.alerts": Words(_("%(total)s new alerts of the protection list.")),
    "protection.handed_over": Words(
        _("An alert about “%(name)s” of the protection list was handed over to screening.")
    ),
    "evaluation.asked": Words(_("Please assess what you answer for in “%(plan)s” until %(due)s.")),
    "report.requested": Words(
        _("Please report “%(indicator)s” for %(period)s until %(due)s (%(plan)s).")
    ),
    "report.due_soon": Words(
        _("“%(indicator)s” for %(period)s is to be reported until %(due)s and is not yet in.")
    ),
    "report.overdue": Words(
        _("“%(indicator)s” for %(period)s is overdue: it was due on %(due)s (%(department)s)."),
    ),
    "report.escalated": Words(
        _("%(department)s is %(days)s days late with “%(indicator)s” for %(period)s."),
        urgent=True,
    ),
    "report.to_sign": Words(
        _("“%(indicator)s” for %(period)s was entered by %(person)s and waits for your sign-off.")
    ),
    "report.unsigned": Words(
        _("“%(indicator)s” for %(period)s still waits for sign-off in %(department)s.")
    ),
    "report.returned": Words(
        _("“%(indicator)s” for %(period)s was returned by %(person)s: %(reason)s")
    ),
    "report.signed": Words(_("%(department)s reported “%(indicator)s” for %(period)s: %(value)s.")),
    "report.queried": Words(
        _("The lead office queries “%(indicator)s” for %(period)s: %(reason)s"), urgent=True
    ),
    "report.nobody": Words(
        _("“%(indicator)s” for %(period)s cannot be asked for: %(department)s has no people here.")
    ),
    "case.filed": Words(_("New: %(title)s (%(number)s) was handed in.")),
    "case.assigned": Words(_("You were given the case %(number)s: %(title)s."), urgent=True),
    "case.appointed": Words(_("You were appointed in the case %(number)s: %(title)s.")),
    "case.transferred": Words(_("The case %(number)s was transferred to you: %(title)s.")),
    "case.act_done": Words(_("%(number)s, %(title)s: %(act)s."), urgent=True),
    "case.proposed": Words(_("Something waits for your approval in %(number)s: %(title)s.")),
    "case.approved": Words(_("Approved in %(number)s, %(title)s. Remark: %(reason)s")),
    "paper.to_sign": Words(
        _("“%(paper)s” in %(number)s, %(title)s waits for your signature."), urgent=True
    ),
    "paper.returned": Words(
        _("“%(paper)s” in %(number)s, %(title)s came back unsigned: %(reason)s"), urgent=True
    ),
    "paper.served": Words(_("You were served “%(paper)s” in %(number)s, %(title)s."), urgent=True),
    "case.refused": Words(_("Not approved in %(number)s, %(title)s: %(reason)s"), urgent=True),
    "case.suspended": Words(_("%(number)s, %(title)s: time stands still (%(what)s).")),
    "case.resumed": Words(_("%(number)s, %(title)s: time runs again (%(what)s).")),
    "case.extended": Words(_("%(number)s, %(title)s: “%(what)s” was extended.")),
    "case.session": Words(
        _("%(number)s, %(title)s: %(session)s on %(day)s, %(place)s."), urgent=True
    ),
    "case.session_cancelled": Words(
        _("%(number)s, %(title)s: %(session)s was cancelled."), urgent=True
    ),
    "case.cooperation_asked": Words(
        _("%(body)s asks for your co-operation in %(number)s: %(title)s."), urgent=True
    ),
    "case.cooperation_answered": Words(
        _("%(body)s answered your request in %(number)s: %(title)s.")
    ),
    "case.link_wanted": Words(
        _("%(number)s, %(title)s leads to “%(procedure)s”: please begin it with the missing facts.")
    ),
    "case.your_due_soon": Words(
        _("%(number)s, %(title)s: “%(term)s” ends on %(due)s. If it is missed: %(lapse)s"),
        urgent=True,
    ),
    "case.your_due_today": Words(
        _("%(number)s, %(title)s: “%(term)s” ends now, on %(due)s. If it is missed: %(lapse)s"),
        urgent=True,
    ),
    "case.due_soon": Words(_("%(number)s, %(title)s: “%(term)s” is due on %(due)s.")),
    "case.due_today": Words(
        _("%(number)s, %(title)s: “%(term)s” is due now, on %(due)s."), urgent=True
    ),
    "case.overdue": Words(
        _("%(number)s, %(title)s: “%(term)s” ran out on %(due)s and was not met."), urgent=True
    ),
    "case.overdue_long": Words(
        _("%(number)s, %(title)s: “%(term)s” has been overdue for long, since %(due)s."),
        urgent=True,
    ),
    "case.unassigned": Words(
        _("%(number)s, %(title)s: nobody has handled it for %(days)s days. Please assign it.")
    ),
    "case.standing": Words(
        _(
            "%(number)s, %(title)s: time has stood still for %(days)s days. "
            "Does its ground still hold?"
        )
    ),
    "case.recounted": Words(
        _(
            "%(number)s, %(title)s: by the new calendar the last day of “%(term)s” is %(due)s, "
            "not %(before)s."
        ),
        urgent=True,
    ),
    "case.cooperation_due_soon": Words(
        _("%(number)s, %(title)s: the answer of %(body)s is due on %(due)s.")
    ),
    "case.cooperation_due_today": Words(
        _("%(number)s, %(title)s: the answer of %(body)s is due now, on %(due)s."), urgent=True
    ),
    "case.cooperation_overdue": Words(
        _("%(number)s, %(title)s: the answer of %(body)s was due on %(due)s.")
    ),
    "case.cooperation_overdue_long": Words(
        _("%(number)s, %(title)s: the answer of %(body)s has been overdue for long, since %(due)s.")
    ),
    "supervision.given": Words(_("You were given the task “%(task)s”, due on %(due)s.")),
    "supervision.due_soon": Words(_("“%(task)s” is due on %(due)s.")),
    "supervision.due_today": Words(
        _("“%(task)s” is due now: its last day is %(due)s."), urgent=True
    ),
    "supervision.overdue": Words(
        _("“%(task)s” is overdue: its last day was %(due)s."), urgent=True
    ),
    "supervision.overdue_long": Words(
        _("“%(task)s” is long overdue: its last day was %(due)s. The lead office was told."),
        urgent=True,
    ),
    "supervision.stale": Words(
        _("Nothing was reported on “%(task)s” for %(days)s days. How does it stand?")
    ),
    "supervision.yearly": Words(_("The report of %(year)s on “%(task)s” is missing.")),
    "supervision.asked": Words(
        _("The lead office asks for a report on “%(measure)s”: %(text)s"), urgent=True
    ),
    "supervision.blocked": Words(
        _("%(department)s is blocked with “%(task)s”: needs %(needs)s from %(source)s.")
    ),
    "supervision.submitted": Words(
        _("%(department)s says that “%(measure)s” is done and asks for confirmation.")
    ),
    "supervision.returned": Words(_("The completion of “%(measure)s” was returned: %(reason)s")),
    "conference.proposed": Words(_("%(person)s proposed “%(item)s” to the joint conference.")),
    "conference.convened": Words(
        _("Meeting %(number)s of the joint conference is on %(day)s: %(place)s."), urgent=True
    ),
    "conference.minutes_issued": Words(
        _("The minutes of meeting %(number)s of the joint conference were issued.")
    ),
}


def in_words(code: str, given: Mapping[str, str]) -> str:
    """Return a notice in the reader's language; the bare code where its words are gone."""
    words = WORDINGS.get(code)
    if words is None:
        return f"{code}: {'; '.join(given.values())}"
    return str(words.text) % {name: _shown(name, value) for name, value in given.items()}


def _shown(name: str, value: str) -> str:
    if name != "period":
        return value
    first, last = (date.fromisoformat(part) for part in value.split("/"))
    return period_name(first, last, "en" if (get_language() or "").startswith("en") else "zh")
