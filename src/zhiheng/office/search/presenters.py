"""The page of results as plain data for templates: tabs, facets, hits, pages, advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhiheng.core.declarations.models import Wording
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.search.fields import FACETS, FacetName, searchable
from zhiheng.core.search.results import Explanation, Facet, FacetValue, Results, Share
from zhiheng.core.search.text_index import MOST_PAGED
from zhiheng.core.search.understanding import Understood
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.search.answering import Answer
from zhiheng.office.search.asking import PAGE_HITS, SORTS, Asked
from zhiheng.office.search.hit_presenters import HitLine, choice_words, field_title, hit_line
from zhiheng.office.web.failures import problem_texts

EXPORTS = (("xlsx", "Excel (XLSX)"), ("csv", "CSV"), ("json", "JSON"))
OPEN_FACETS: tuple[FacetName, ...] = ("kind", "status", "applicant", "year")
NEAR_PAGES = 2
MOST_WORDS = 2  # of one stored value, where registers call it differently


@dataclass(frozen=True)
class Link:
    """A way to a neighbouring result: another tab, order, page, or a wider search."""

    label: str
    href: str
    current: bool = False
    count: int = 0
    number: int = 0


@dataclass(frozen=True)
class FacetLine:
    """One value of a facet: how many records have it, and where choosing it leads."""

    label: str
    count: int
    href: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class FacetBox:
    """One facet; closed until opened unless it is a main one or narrowed by."""

    title: str
    lines: Sequence[FacetLine]
    is_open: bool


@dataclass(frozen=True)
class ResultPage:
    """The page of a search. `state` is `ready` or why nothing can be answered."""

    text: str
    kept: Sequence[tuple[str, str]]
    asked: bool
    state: str = "ready"
    total: int = 0
    first: int = 1
    problems: Sequence[str] = ()
    sentences: Sequence[str] = ()
    tabs: Sequence[Link] = ()
    facets: Sequence[FacetBox] = ()
    chips: Sequence[Link] = ()
    widened: str = ""
    sorts: Sequence[Link] = ()
    hits: Sequence[HitLine] = ()
    pages: Sequence[Link | None] = ()
    advice: Sequence[Link] = field(default=())
    save: str = ""
    share: str = ""


@dataclass(frozen=True)
class SimilarPage:
    """The records most like one."""

    number: str
    href: str
    register_title: str
    hits: Sequence[HitLine]


@dataclass(frozen=True)
class ShareLine:
    """What one term in one field gives to a score, in hundredths of the whole."""

    term: str
    field: str
    score: float
    percent: int


@dataclass(frozen=True)
class WhyPage:
    """What the score of a record is made of."""

    number: str
    href: str
    register_title: str
    text: str
    back: str
    score: float
    sentence: str
    sentences: Sequence[str]
    shares: Sequence[ShareLine]


def page_of(asked: Asked, answer: Answer, *, unmasked: bool, share: str) -> ResultPage:
    """Return the page of a search, answered or not."""
    problems = problem_texts(answer.problems)
    if answer.results is None:
        return _unanswered(asked, problems=problems, state=answer.state)
    return _result_page(asked, answer.results, problems=problems, unmasked=unmasked, share=share)


def similar_page(register: str, key: str, found: Results, *, unmasked: bool) -> SimilarPage:
    """Return the page of the records most like one."""
    return SimilarPage(
        number=key,
        href=reverse("registers:record", args=(register, key)),
        register_title=value_words("register", register),
        hits=[hit_line(hit, unmasked=unmasked) for hit in found.hits],
    )


def why_page(
    asked: Asked, understood: Understood, explanation: Explanation, register: str, key: str
) -> WhyPage:
    """Return the page that says what the score of a record is made of, the largest share first."""
    whole = sum(each.score for each in explanation.shares) or 1.0
    ordered = sorted(explanation.shares, key=lambda each: -each.score)
    return WhyPage(
        number=key,
        href=reverse("registers:record", args=(register, key)),
        register_title=value_words("register", register),
        text=asked.text,
        back=address(asked),
        score=explanation.score,
        sentence=said(Wording(zh=explanation.zh, en=explanation.en)),
        sentences=[said(sentence) for sentence in understood.sentences],
        shares=[_share_line(each, whole) for each in ordered],
    )


def _share_line(share: Share, whole: float) -> ShareLine:
    percent = round(share.score / whole * 100)
    return ShareLine(share.term, field_title(share.field), share.score, percent)


def _result_page(
    asked: Asked, results: Results, *, problems: Sequence[str], unmasked: bool, share: str
) -> ResultPage:
    counts = {facet.name: facet for facet in results.facets}
    return ResultPage(
        text=asked.text,
        kept=_kept(asked),
        asked=True,
        total=results.total,
        first=asked.offset + 1,
        problems=problems,
        sentences=[said(sentence) for sentence in results.understood.sentences],
        tabs=_tabs(asked, counts.get("register"), results.total),
        facets=_facets(asked, results.facets, unmasked=unmasked),
        chips=_chips(asked),
        widened=address(asked.widened()),
        sorts=_sorts(asked),
        hits=[hit_line(hit, unmasked=unmasked, asked=asked) for hit in results.hits],
        pages=_pages(asked, results.total),
        advice=_advice(asked),
        save=reverse("search:save") + asked.query_string(),
        share=share,
    )


def exports(asked: Asked) -> list[Link]:
    """Return the addresses under which a result can be taken away as a file."""
    query = asked.on_page(1).query_string()
    return [Link(label, reverse("search:export", args=(kind,)) + query) for kind, label in EXPORTS]


def address(asked: Asked) -> str:
    """Return the address of a search's page of results."""
    return reverse("search:results") + asked.query_string()


def _unanswered(asked: Asked, *, problems: Sequence[str], state: str) -> ResultPage:
    return ResultPage(
        text=asked.text,
        kept=_kept(asked),
        asked=asked.is_asked,
        state=state,
        problems=problems,
        chips=_chips(asked),
        advice=_advice(asked),
        save=reverse("search:save") + asked.query_string(),
    )


def value_words(name: FacetName, value: str, among: Sequence[str] = ()) -> str:
    """Return a facet's value in words: titles of registers, words of choices, divisions' names.

    Registers may have different words for one stored value; `among` names those that matter.
    """
    if name == "register":
        registers = lake.catalogue().registers
        return said(registers[value].title) if value in registers else value
    if name == "division":
        return division_name(value)
    if name in ("kind", "status"):
        searched = searchable(lake.catalogue().registers.values())
        asked = [each for each in searched if each.name in among or not among]
        words = dict.fromkeys(choice_words(register, name, value) for register in asked)
        return "、".join([each for each in words if each != value][:MOST_WORDS]) or value
    return value


def narrowed_words(name: FacetName, values: Sequence[str], among: Sequence[str] = ()) -> str:
    """Say what a result is narrowed to by one facet: 类型：发明、实用新型."""
    words = "、".join(value_words(name, value, among) for value in values)
    return _("%(facet)s: %(words)s") % {"facet": capfirst(said(FACETS[name])), "words": words}


def _kept(asked: Asked) -> list[tuple[str, str]]:
    return [(name, value) for name, value in asked.pairs() if name not in ("q", "page")]


def _tabs(asked: Asked, facet: Facet | None, total: int) -> list[Link]:
    chosen = asked.narrowed.get("register", ())
    counts = {each.value: each.count for each in facet.values} if facet else {}
    everything = total if not chosen else sum(counts.values())
    tabs = [Link(_("All"), address(asked.only("register", ())), not chosen, everything)]
    ordered = sorted(
        {*counts, *chosen} & set(lake.catalogue().registers),
        key=lambda name: lake.catalogue().register(name).order,
    )
    for name in ordered:
        href = address(asked.only("register", (name,)))
        tabs.append(Link(value_words("register", name), href, name in chosen, counts.get(name, 0)))
    return tabs


def _facets(asked: Asked, facets: Sequence[Facet], *, unmasked: bool) -> list[FacetBox]:
    boxes = []
    among = _registers_in(asked, facets)
    for facet in facets:
        if facet.name == "register":
            continue  # those are the tabs
        lines = [
            _facet_line(asked, facet.name, each, among)
            for each in facet.values
            if unmasked or facet.name != "applicant" or is_organisation(each.value)
        ]
        if lines:
            is_open = facet.name in OPEN_FACETS or facet.name in asked.narrowed
            boxes.append(FacetBox(said(FACETS[facet.name]), lines, is_open))
    return boxes


def _registers_in(asked: Asked, facets: Sequence[Facet]) -> Sequence[str]:
    """Return the registers that the results are from."""
    found = [each.value for facet in facets if facet.name == "register" for each in facet.values]
    return asked.narrowed.get("register", ()) or found


def _facet_line(
    asked: Asked, name: FacetName, counted: FacetValue, among: Sequence[str]
) -> FacetLine:
    chosen = counted.value in asked.narrowed.get(name, ())
    href = address(asked.narrow(name, counted.value, "remove" if chosen else "add"))
    words = value_words(name, counted.value, among)
    return FacetLine(words, counted.count, href, chosen, hint=words)


def _chips(asked: Asked) -> list[Link]:
    among = asked.narrowed.get("register", ())
    return [
        Link(
            narrowed_words(name, [value], among),
            address(asked.narrow(name, value, "remove")),
        )
        for name, values in asked.narrowed.items()
        for value in values
    ]


def _sorts(asked: Asked) -> list[Link]:
    labels = {"relevance": _("Best match"), "newest": _("Newest"), "oldest": _("Oldest")}
    return [
        Link(labels[sort], address(asked.sorted_by(sort)), sort == asked.sort) for sort in SORTS
    ]


def _pages(asked: Asked, total: int) -> list[Link | None]:
    last = -(-min(total, MOST_PAGED) // PAGE_HITS)
    near = range(asked.page - NEAR_PAGES, asked.page + NEAR_PAGES + 1)
    numbers = sorted({number for number in (1, *near, last) if 1 <= number <= last})
    links: list[Link | None] = []
    before = 0
    for number in numbers:
        if number > before + 1:
            links.append(None)
        href = address(asked.on_page(number))
        links.append(Link(str(number), href, number == asked.page, number=number))
        before = number
    return links


def _advice(asked: Asked) -> list[Link]:
    advice = [
        Link(_("Use fewer or more general words, or another name for the same thing"), ""),
        Link(_("Check numbers and names for typing errors"), ""),
        Link(_("Let the search form write the query"), reverse("search:form")),
        Link(_("See what the query language offers"), reverse("search:help")),
    ]
    if not asked.narrowed:
        return advice
    return [Link(_("Remove what the results are narrowed to"), address(asked.widened())), *advice]
