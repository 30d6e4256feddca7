"""What the figures of evidence are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiheng.office.screening.presenters import limit_words

# What the least that signals of marks ask for is called where it is a figure.
_OF_MARKS = {
    "least-filings": gettext_lazy("Applications counted"),
    "least-names": gettext_lazy("Different names"),
}


def figure_words(name: str, signal: str) -> str:
    """Return what a figure is called: in words of its own, else as the limit it is set beside."""
    words = {
        "filings-a-head": _("Filings a head of insured staff"),
        "least-expense": _("Research expense a filing"),
        "filings-an-inventor": _("Filings an inventor"),
        "young-days": _("Days from foundation to the first filing"),
        "first-claim-length": _("Characters of the first claim"),
        "first-claim-features": _("Features of the first claim"),
        "first-claim-numbers": _("Numbers the first claim states"),
        "recurring-share": _("Share of sentences that recur"),
        "entropy": _("Entropy of IPC subclasses"),
        "same-field": _("Share of filings in the field of the applicant"),
    }
    of_signal = {
        ("field-spread", "least-ratio"): _("Spread of the fields against a random draw"),
        ("transfers", "least-transferees"): _("Transferees"),
        ("transfers", "least-filings"): _("Filings handed on"),
        ("inventor-changes", "least-filings"): _("Filings whose inventors changed"),
        ("inventor-employers", "most-employers"): _("Employers of one inventor"),
        ("degraded-claims", "unconnected-share"): _("Share of features that share no words"),
        ("mark-hoarding", "least-filings"): _("Applications within twelve months"),
        ("mark-hoarding", "least-long"): _("Applications in the whole window"),
        ("mark-hoarding", "marks-a-head"): _("Applications a head of insured staff"),
        ("mark-hoarding", "classes"): _("Classes"),
        ("mark-hoarding", "young-days"): _("Days from foundation to the first filing"),
        ("mark-copying", "least-victims"): _("Unrelated owners of earlier marks"),
        ("mark-transfers", "least-transferees"): _("Transferees"),
        ("mark-transfers", "least-filings"): _("Filings handed on"),
        ("mark-agencies", "least-share"): _("Share of suspect applications of the agency"),
        ("mark-agencies", "least-families"): _("Families of applicants"),
    }
    if (signal, name) in of_signal:
        return of_signal[signal, name]
    if signal.startswith("mark-") and name in _OF_MARKS:
        return str(_OF_MARKS[name])
    return words.get(name) or limit_words(signal, name)[0]
