"""Answering a search: what the text means, what the index finds, what stands in the way.

A problem of the query is told beside what could be understood of it. Whoever may not see private
persons does not learn by searching whether a name occurs: the index leaves names of persons out
for them, and a query for a person's name is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhiheng.core.errors import InputError, Problem, StorageError
from zhiheng.core.search.fields import FACET_NAMES, FIELDS, FacetName
from zhiheng.core.search.results import Explanation, Hit, Results
from zhiheng.core.search.text_index import MOST_PAGED, SearchRequest
from zhiheng.core.search.understanding import Understood, understand
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import lake
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.search import index
from zhiheng.office.search.asking import PAGE_HITS, Asked
from zhiheng.office.search.rebuilding import ask_for_rebuilding

# Fields that hold private persons and nothing else; applicants are mostly organisations.
PERSONS_ONLY = ("inventor",)
BATCH = 500  # hits asked for at a time where all are wanted
NOT_ANSWERING = ("search.index_missing", "search.index_damaged")


@dataclass(frozen=True)
class Answer:
    """What came of a search: results, or none where they would mislead, and what to tell.

    `state` is `ready`, or `rebuilding` while there is no index that could answer.
    """

    results: Results | None
    problems: tuple[Problem, ...] = field(default=())
    state: str = "ready"


def answer(asked: Asked, user: User, *, facets: tuple[FacetName, ...] = FACET_NAMES) -> Answer:
    """Return one page of what a person's search finds."""
    if not asked.is_asked:
        return Answer(None)
    understood = read(asked)
    refused = refusals(understood, user)
    if refused:
        return Answer(None, refused)
    request = request_of(asked, understood, user, facets=facets)
    try:
        results = index.text_index().search(request)
        return Answer(_with_alternatives(results, asked, understood, user), understood.problems)
    except StorageError as error:
        return _without_index(error)


def brought_by(
    asked: Asked, user: User, import_id: str, *, most: int
) -> tuple[tuple[Hit, ...], int]:
    """Return what one import brought to a search: the newest hits, and how many there are.

    A query that has problems is not run: nobody is told of what it might not mean.
    """
    understood = read(asked)
    if wrong := (*refusals(understood, user), *understood.problems):
        raise InputError(*wrong)
    request = request_of(asked, understood, user, limit=most, imported_in=import_id)
    results = index.text_index().search(request)
    return results.hits, results.total


def all_hits(asked: Asked, user: User, *, most: int) -> Iterator[Hit]:
    """Yield the first hits of a search in its order, at most so many, for an export."""
    understood = read(asked)
    if refused := refusals(understood, user):
        raise InputError(*refused)
    last = min(most, MOST_PAGED)
    for offset in range(0, last, BATCH):
        limit = min(BATCH, last - offset)
        request = request_of(asked, understood, user, offset=offset, limit=limit)
        hits = index.text_index().search(request).hits
        yield from hits
        if len(hits) < limit:
            return


def similar(register: str, key: str, user: User, *, limit: int = PAGE_HITS) -> Results:
    """Return the records most like one."""
    lake.catalogue().register(register)  # says so where there is no such register
    return index.text_index().similar(register, key, limit=limit, finds_persons=sees_persons(user))


def explain(asked: Asked, register: str, key: str, user: User) -> tuple[Understood, Explanation]:
    """Return why a record stands where it does in a search."""
    lake.catalogue().register(register)
    understood = read(asked)
    if refused := refusals(understood, user):
        raise InputError(*refused)
    request = request_of(asked, understood, user)
    return understood, index.text_index().explain(request, register, key)


def read(asked: Asked) -> Understood:
    """Return what a search's text means."""
    return understand(asked.text, registers=tuple(lake.catalogue().registers.values()))


def refusals(understood: Understood, user: User) -> tuple[Problem, ...]:
    """Return why a query may not be asked by this person; empty where it may."""
    if sees_persons(user):
        return ()
    asked = [each for each in FIELDS if each.name in PERSONS_ONLY]
    return tuple(
        Problem("search.personal", {"field": each.title.zh, "letters": each.letters[0]})
        for each in asked
        if each.name in understood.fields_used
    )


def request_of(
    asked: Asked,
    understood: Understood,
    user: User,
    *,
    facets: tuple[FacetName, ...] = (),
    offset: int | None = None,
    limit: int = PAGE_HITS,
    imported_in: str = "",
) -> SearchRequest:
    """Return the question to the index; the page asked for unless told otherwise."""
    return SearchRequest(
        understood=understood,
        registers=asked.narrowed.get("register", ()),
        narrowed={name: values for name, values in asked.narrowed.items() if name != "register"},
        sort=asked.sort,
        offset=asked.offset if offset is None else offset,
        limit=limit,
        facets=facets,
        finds_persons=sees_persons(user),
        imported_in=imported_in,
    )


def _with_alternatives(
    results: Results, asked: Asked, understood: Understood, user: User
) -> Results:
    """Count a facet that is narrowed by as if it were not: the other values can still be chosen."""
    counted = {facet.name: facet for facet in results.facets}
    for name in counted.keys() & asked.narrowed.keys():
        wider = request_of(asked.only(name, ()), understood, user, facets=(name,), limit=1)
        counted |= {facet.name: facet for facet in index.text_index().search(wider).facets}
    return replace(results, facets=tuple(counted[facet.name] for facet in results.facets))


def _without_index(error: StorageError) -> Answer:
    if any(problem.code in NOT_ANSWERING for problem in error.problems):
        ask_for_rebuilding()
        return Answer(None, state="rebuilding")
    raise error
