"""Forms of searching: the one that writes queries, saving, watching, the mail address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.search.fields import searchable
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.search.commands import LONGEST_NAME
from zhiheng.office.search.enums import MailRhythm
from zhiheng.office.search.permissions import organisations_of
from zhiheng.office.search.query_writing import Wanted
from zhiheng.office.web.forms import DateInput, FilterForm

LONGEST_FIELD = 500
DATES = ("filed", "published", "granted")


class QueryForm(FilterForm):
    """What to look for, field by field; the query is written from it."""

    all_words = forms.CharField(label=_("All of these words"), max_length=LONGEST_FIELD)
    phrase = forms.CharField(label=_("Exactly this phrase"), max_length=LONGEST_FIELD)
    any_words = forms.CharField(label=_("Any of these words"), max_length=LONGEST_FIELD)
    no_words = forms.CharField(label=_("None of these words"), max_length=LONGEST_FIELD)
    title = forms.CharField(label=_("Words in the title"), max_length=LONGEST_FIELD)
    abstract = forms.CharField(label=_("Words in the abstract"), max_length=LONGEST_FIELD)
    claims = forms.CharField(label=_("Words in the claims"), max_length=LONGEST_FIELD)
    applicants = forms.CharField(label=_("Applicants or owners"), max_length=LONGEST_FIELD)
    inventors = forms.CharField(label=_("Inventors or authors"), max_length=LONGEST_FIELD)
    classes = forms.CharField(label=_("IPC or Nice classes"), max_length=LONGEST_FIELD)
    number = forms.CharField(label=_("A number in any notation"), max_length=80)
    filed_from = forms.DateField(label=_("Filed from"), widget=DateInput())
    filed_to = forms.DateField(label=_("Filed until"), widget=DateInput())
    published_from = forms.DateField(label=_("Published from"), widget=DateInput())
    published_to = forms.DateField(label=_("Published until"), widget=DateInput())
    granted_from = forms.DateField(label=_("Granted or registered from"), widget=DateInput())
    granted_to = forms.DateField(label=_("Granted or registered until"), widget=DateInput())
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of right"), widget=forms.CheckboxSelectMultiple
    )
    statuses = forms.MultipleChoiceField(label=_("Status"), widget=forms.CheckboxSelectMultiple)
    division = forms.ChoiceField(label=_("Division"))
    register = forms.MultipleChoiceField(label=_("Registers"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, finds_persons: bool, **kwargs: Any) -> None:
        """Offer what the registers hold; inventors only to those who may see their names."""
        super().__init__(*args, **kwargs)
        if not finds_persons:
            del self.fields["inventors"]
        registers = searchable(lake.catalogue().registers.values())
        ordered = sorted(registers, key=lambda each: each.order)
        self._offer("register", [(each.name, said(each.title)) for each in ordered])
        self._offer("kinds", _words_of("kind"))
        self._offer("statuses", _words_of("status"))
        city = lake.city()
        codes = [city, *load_divisions().children_of(city)]
        self._offer("division", [("", _("All")), *((code, division_name(code)) for code in codes)])

    def clean(self) -> dict[str, Any]:
        """Refuse periods that end before they begin."""
        given = super().clean() or {}
        for name in DATES:
            first, last = given.get(f"{name}_from"), given.get(f"{name}_to")
            if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
                self.add_error(f"{name}_to", _("The period ends before it begins."))
        return given

    def wanted(self) -> Wanted:
        """Return what was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "register"}
        return Wanted(**given)


class SaveForm(forms.Form):
    """The name of a search, with whom it is shared, and whether to be told of what is new."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    organisation = forms.ModelChoiceField(
        label=_("Shared with"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )
    watch = forms.BooleanField(
        label=_("Tell me what new imports bring to it"), required=False, initial=True
    )

    def __init__(self, *args: Any, user: User, on: dt.date, **kwargs: Any) -> None:
        """Offer the person's own organisations."""
        super().__init__(*args, **kwargs)
        own = [each.pk for each in organisations_of(user, on=on)]
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]


class ChangeForm(SaveForm):
    """Another name, or other people to share a search with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave watching to its own form."""
        super().__init__(*args, **kwargs)
        del self.fields["watch"]


class WatchForm(forms.Form):
    """How a person is told of what is new."""

    rhythm = forms.ChoiceField(label=_("Mail"), choices=MailRhythm.choices)


def _words_of(field: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the words of a status or kind by register: Chinese to write, the page's to read.

    A word that several registers have stands with the first of them and is searched in all.
    """
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    known: set[str] = set()
    registers = searchable(lake.catalogue().registers.values())
    for register in sorted(registers, key=lambda each: each.order):
        columns = [column for column in register.columns if column.search == field]
        words = {wording.zh: said(wording) for each in columns for wording in each.choices.values()}
        if new := [(zh, text) for zh, text in words.items() if zh not in known]:
            groups.append((said(register.title), new))
            known.update(words)
    return groups
