"""Forms about themes; they check shapes, commands check the rest."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.themes.definition import ThemeDefinition
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import said
from zhiheng.office.themes.enums import ThemeState
from zhiheng.office.themes.membership import searchable_names
from zhiheng.office.web.forms import FilterForm

SEPARATORS = re.compile(r"[\s,，;；、]+")


class ThemeFilterForm(FilterForm):
    """Narrows the list of themes."""

    q = forms.CharField(label=_("Title"))
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *ThemeState.choices])


class DescriptionForm(forms.Form):
    """How a theme is called and described."""

    title_zh = forms.CharField(label=_("Title"), max_length=80)
    title_en = forms.CharField(label=_("English title"), max_length=120, required=False)
    description = forms.CharField(
        label=_("Description"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3})
    )


class DefinitionForm(forms.Form):
    """What belongs to a theme, in four parts."""

    query = forms.CharField(
        label=_("Query"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("In the query language of the search; every plain word must occur."),
    )
    classes = forms.CharField(
        label=_("Classes"),
        required=False,
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        help_text=_("Classification symbols with all below them, such as H01M10; any of them."),
    )
    divisions = forms.CharField(
        label=_("Territory"),
        required=False,
        help_text=_("Division codes with all below them, such as 440300; any of them."),
    )
    exclusions = forms.CharField(
        label=_("Left out"),
        required=False,
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        help_text=_("One query a line; what any of them finds does not belong."),
    )
    registers = forms.MultipleChoiceField(
        label=_("Registers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Form takes
        registers = lake.catalogue().registers
        choices = [(name, said(registers[name].title)) for name in searchable_names()]
        self.fields["registers"].choices = choices  # type: ignore[attr-defined]

    def definition(self) -> ThemeDefinition:
        """Return the parts that were typed."""
        typed = self.cleaned_data
        return ThemeDefinition(
            query=typed["query"].strip(),
            classes=_items(typed["classes"]),
            divisions=_items(typed["divisions"]),
            exclusions=tuple(filter(None, map(str.strip, typed["exclusions"].splitlines()))),
            registers=tuple(typed["registers"]),
        )


class NewThemeForm(DescriptionForm, DefinitionForm):
    """A new theme."""

    slug = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens; part of the address, never changed."),
    )
    field_order = ("slug", "title_zh", "title_en", "description")


class RedefineForm(DefinitionForm):
    """Another definition of a theme."""

    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)


class SampleForm(forms.Form):
    """How a sample is drawn."""

    size = forms.IntegerField(label=_("Size"), min_value=10, max_value=500, initial=50)
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
        help_text=_("The same seed draws the same records again."),
    )


class FreezeForm(forms.Form):
    """What is said of a frozen edition."""

    note = forms.CharField(label=pgettext_lazy("theme", "Note"), max_length=400, required=False)


def initial_of(definition: ThemeDefinition) -> dict[str, object]:
    """Return a definition as a form shows it."""
    return {
        "query": definition.query,
        "classes": " ".join(definition.classes),
        "divisions": " ".join(definition.divisions),
        "exclusions": "\n".join(definition.exclusions),
        "registers": list(definition.registers),
    }


def _items(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, SEPARATORS.split(text.strip()))))
