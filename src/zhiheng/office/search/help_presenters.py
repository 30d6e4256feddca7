"""The page before a search, the query language explained, and the layout of the search form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.core.search.fields import FIELDS, GROUPS
from zhiheng.office.registers.presenters import said
from zhiheng.office.search.asking import Asked
from zhiheng.office.search.presenters import ResultPage, address
from zhiheng.office.search.saved_presenters import SavedLine


@dataclass(frozen=True)
class Example:
    """A query that is a link, and what it finds."""

    query: str
    meaning: str
    href: str


@dataclass(frozen=True)
class FieldLine:
    """One field of the query language: its letters and words, and an example."""

    title: str
    letters: Sequence[str]
    words: Sequence[str]
    example: Example


@dataclass(frozen=True)
class StartPage(ResultPage):
    """The search page before anything was asked."""

    examples: Sequence[Example] = ()
    saved: Sequence[SavedLine] = ()


@dataclass(frozen=True)
class LanguagePage:
    """The query language: fields, operators, and what needs no care."""

    fields: Sequence[FieldLine]
    groups: Sequence[FieldLine]
    operators: Sequence[Example]


@dataclass(frozen=True)
class FormLayout:
    """The fields of the search form in their groups."""

    groups: Sequence[tuple[str, Sequence[str]]]


def start_page(saved: Sequence[SavedLine]) -> StartPage:
    """Return the page before a search: a few examples, and the person's saved searches."""
    return StartPage(
        text="",
        kept=(),
        asked=False,
        examples=[
            _example("固态电池 电解质", _("Records with these words, the best matches first")),
            _example("201910302430.1", _("A number, in any notation")),
            _example('pa:"深圳市" ic:H01M10', _("An applicant and a class with all below it")),
            _example("ti:电池 ad:[2020 TO 2024] NOT 铅酸", _("Title, period, words left out")),
        ],
        saved=saved,
    )


def language_page() -> LanguagePage:
    """Return the page that explains the query language."""
    return LanguagePage(
        fields=[
            FieldLine(said(each.title), each.letters, each.words, _example(each.example, ""))
            for each in FIELDS
        ],
        groups=[
            FieldLine(
                "、".join(said(f.title) for f in FIELDS if f.name in names),
                (letters,),
                (),
                _example(f"{letters}:电池", ""),
            )
            for letters, names in GROUPS.items()
        ],
        operators=_operators(),
    )


def form() -> FormLayout:
    """Return the groups in which the search form shows its fields."""
    return FormLayout(
        groups=[
            (_("Words"), ("all_words", "phrase", "any_words", "no_words")),
            (_("Texts"), ("title", "abstract", "claims")),
            (_("Names, classes and numbers"), ("applicants", "inventors", "classes", "number")),
        ]
    )


def _operators() -> list[Example]:
    return [
        _example("锂电池 隔膜", _("Words: the best matches come first")),
        _example("锂电池 AND 隔膜", _("Both must occur")),
        _example("锂电池 OR 钠电池", _("At least one must occur")),
        _example("锂电池 NOT 隔膜", _("The first without the second; -隔膜 means the same")),
        _example('"固态电解质"', _("Exactly so, character by character")),
        _example("电池 NEAR/5 隔膜", _("At most five characters between them, in any order")),
        _example("电池 ADJ/3 隔膜", _("The same in this order")),
        _example("batter*", _("Whatever begins so")),
        _example("ti:(电池 OR 电容器) pa:大学", _("A field holds for the whole bracket")),
        _example("ad:[2020-01-01 TO 2024-12-31]", _("A period with both days; * leaves it open")),
        _example("gd:>=2024", _("From a year, month or day on")),
    ]


def _example(query: str, meaning: str) -> Example:
    return Example(query, meaning, address(Asked(text=query)))
