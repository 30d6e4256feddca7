"""Forms of the pages of marks; all but the upload of a picture live in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.identifiers.trademark_classes import (
    normalise_vienna_code,
    split_codes,
    vienna_code_problems,
)
from zhiheng.office.marks import owned
from zhiheng.office.marks.asking import LONGEST_GOODS, LONGEST_MARK, SORTS, Asked
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.owned import Held, OwnedFilter
from zhiheng.office.marks.owners import EVERYWHERE, ORDERS, OwnerFilter
from zhiheng.office.marks.portfolios import CLASSES
from zhiheng.office.marks.presenters import class_label, class_title, office_label
from zhiheng.office.marks.resembling import Resemblance
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import DateInput, FilterForm

LONGEST_CODES = 200  # characters
PICTURES = ".png,.jpg,.jpeg,.gif,.webp,.bmp,.tif,.tiff,.svg"
SIMILAR, EVERY = "similar", "every"
GOODS_CHOICES = [("", _("Similar goods only")), (EVERY, _("Whatever the goods"))]
PHASE_CHOICES = [
    ("", pgettext_lazy("kinds", "All")),
    *((each.value, each.label) for each in (Phase.IN_FORCE, Phase.PENDING, Phase.ENDED)),
]


class OwnerFilterForm(FilterForm):
    """Narrows the list of owners."""

    q = forms.CharField(label=_("Name of the owner"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("marks", "Kind"))
    division = forms.ChoiceField(label=_("Division"))
    least = forms.IntegerField(label=_("At least so many marks"), min_value=1, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of parties and the districts of the city."""
        super().__init__(*args, **kwargs)
        kinds = lake.catalogue().register("parties").column("kind").choices
        named = [(value, said(wording)) for value, wording in kinds.items()]
        self._offer("kind", [("", pgettext_lazy("kinds", "All")), *named])
        city = lake.city()
        districts = [(code, division_name(code)) for code in load_divisions().children_of(city)]
        everywhere = (EVERYWHERE, _("Everywhere"))
        self._offer("division", [("", _("The whole city")), *districts, everywhere])

    def asked(self, *, sort: str) -> OwnerFilter:
        """Return what was asked for; what cannot be read does not narrow."""
        given = self.cleaned_data if self.is_valid() else {}
        return OwnerFilter(
            text=given.get("q", ""),
            kind=given.get("kind", ""),
            division=given.get("division", ""),
            least=given.get("least") or 0,
            sort=sort if sort in ORDERS else ORDERS[0],
        )


class ImageForm(forms.Form):
    """The picture of a mark with its goods."""

    picture = forms.FileField(
        label=_("Picture of the mark"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        allow_empty_file=True,  # told with the other reasons why a picture cannot be used
        help_text=_("PNG, JPEG, GIF, WebP, BMP, TIFF or SVG, 20 MB at most. It is not kept."),
    )
    goods = forms.CharField(label=_("Goods and services"), max_length=LONGEST_GOODS, required=False)
    vienna = forms.CharField(
        label=_("What it shows, by the Vienna Classification"),
        max_length=LONGEST_CODES,
        required=False,
        help_text=_("Codes such as 03.01.08、26.01; the same elements count as nearer."),
    )

    def clean_vienna(self) -> list[str]:
        """Return the codes as the register writes them; what is none is told."""
        codes = split_codes(self.cleaned_data["vienna"])
        problems = [problem for code in codes for problem in vienna_code_problems(code)]
        if problems:
            raise forms.ValidationError(problem_texts(problems))
        return [normalise_vienna_code(code) for code in codes]


class ImagesForm(forms.Form):
    """Two pictures of marks, each with its goods."""

    a = forms.FileField(
        label=_("First picture"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        allow_empty_file=True,
    )
    goods_a = forms.CharField(
        label=_("Its goods and services"), max_length=LONGEST_GOODS, required=False
    )
    b = forms.FileField(
        label=_("Second picture"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        allow_empty_file=True,
    )
    goods_b = forms.CharField(
        label=_("Its goods and services"), max_length=LONGEST_GOODS, required=False
    )


class OwnedMarksForm(FilterForm):
    """Narrows the marks of an owner."""

    q = forms.CharField(label=_("Words or number of the mark"), max_length=200)
    nice_class = forms.ChoiceField(label=_("Class"))
    phase = forms.ChoiceField(label=pgettext_lazy("marks", "State"))
    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args: Any, held: Held, **kwargs: Any) -> None:
        """Offer the classes, phases and offices that the owner has."""
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("kinds", "All"))
        offices = [(each, office_label(each)) for each in held.offices]
        self._offer(
            "nice_class", [everything, *((each, class_label(each)) for each in held.classes)]
        )
        self._offer("phase", [everything, *((each.value, each.label) for each in held.phases)])
        self._offer("office", [everything, *offices])

    def asked(self, *, sort: str) -> OwnedFilter:
        """Return what was asked for; what cannot be read does not narrow."""
        given = self.cleaned_data if self.is_valid() else {}
        return OwnedFilter(
            text=given.get("q", ""),
            nice_class=given.get("nice_class", ""),
            phase=given.get("phase", ""),
            office=given.get("office", ""),
            sort=sort if sort.removeprefix("-") in owned.ORDERS else owned.NEWEST,
        )


class SearchForm(FilterForm):
    """A mark with its goods, and what narrows the nearest ones."""

    q = forms.CharField(
        label=pgettext_lazy("marks", "Mark"),
        max_length=LONGEST_MARK,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    goods = forms.CharField(
        label=_("Goods and services"),
        max_length=LONGEST_GOODS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Classes, similar groups or plain words, parted by commas: 第25类、2501、童装"),
    )
    nice_class = forms.ChoiceField(label=_("Class"))
    phase = forms.ChoiceField(label=pgettext_lazy("marks", "State"))
    owner = forms.CharField(label=pgettext_lazy("marks", "Owner"), max_length=200)
    before = forms.DateField(label=_("Filed before"), widget=DateInput())
    near = forms.BooleanField(label=_("Near marks only"))
    similar = forms.BooleanField(label=_("Similar goods only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the classes and the phases."""
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("kinds", "All"))
        self._offer("nice_class", [everything, *((each, class_title(each)) for each in CLASSES)])
        phases = (Phase.IN_FORCE, Phase.PENDING, Phase.GRACE, Phase.ENDED)
        self._offer("phase", [everything, *((each.value, each.label) for each in phases)])

    @property
    def filters(self) -> list[BoundField]:
        """Return the fields that narrow an answer, apart from the question itself."""
        return [
            self[name] for name in ("nice_class", "phase", "owner", "before", "near", "similar")
        ]

    def asked(self, *, sort: str = "") -> Asked:
        """Return what was asked for; what cannot be read does not narrow."""
        self.full_clean()
        given = self.cleaned_data
        phase = given.get("phase")
        return Asked(
            text=given.get("q") or "",
            goods=given.get("goods") or "",
            nice_class=given.get("nice_class") or "",
            phase=Phase(phase) if phase else None,
            owner=given.get("owner") or "",
            before=given.get("before"),
            near_only=bool(given.get("near")),
            similar_only=bool(given.get("similar")),
            sort=next((each for each in SORTS if each == sort), SORTS[0]),
        )


class ResemblanceForm(FilterForm):
    """Narrows the later marks of others near those of an owner."""

    q = forms.CharField(label=_("Words of either mark, or owner"), max_length=200)
    goods = forms.ChoiceField(label=_("Goods"), choices=GOODS_CHOICES)
    phase = forms.ChoiceField(label=pgettext_lazy("marks", "State"), choices=PHASE_CHOICES)

    def chosen(self, found: Sequence[Resemblance]) -> list[Resemblance]:
        """Return those that pass; what cannot be read does not narrow."""
        given = self.cleaned_data if self.is_valid() else {}
        text = (given.get("q") or "").strip().lower()
        goods, phase = given.get("goods") or SIMILAR, given.get("phase")
        return [
            each
            for each in found
            if (goods == EVERY or each.relation.similar)
            and phase in ("", None, each.other.phase)
            and (not text or any(text in name for name in _named(each)))
        ]


class CompareForm(FilterForm):
    """Two marks, each with its goods."""

    a = forms.CharField(label=_("First mark"), max_length=LONGEST_MARK)
    goods_a = forms.CharField(label=_("Its goods and services"), max_length=LONGEST_GOODS)
    b = forms.CharField(label=_("Second mark"), max_length=LONGEST_MARK)
    goods_b = forms.CharField(label=_("Its goods and services"), max_length=LONGEST_GOODS)

    def clean(self) -> dict[str, Any]:
        """Refuse one mark without the other."""
        given = super().clean() or {}
        for one, other in (("a", "b"), ("b", "a")):
            if given.get(one) and not given.get(other) and other not in self.errors:
                self.add_error(other, _("Two marks are needed to compare."))
        return given


def _named(found: Resemblance) -> list[str]:
    """Return what a resemblance can be found by: words of both marks, names of bodies, numbers."""
    bodies = [name for _party, name in found.owners if is_organisation(name)]
    numbers = [party for party, _name in found.owners]
    given = [found.own.text, found.other.text, found.other.row["number"], *bodies, *numbers]
    return [each.lower() for each in given]
