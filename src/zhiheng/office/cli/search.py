"""`zhiheng search`: one search over all registers."""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import Problem, StorageError
from zhiheng.core.search.fields import FACET_NAMES
from zhiheng.core.search.opensearch_index import OpenSearchIndex
from zhiheng.core.search.ranking import Ranking, ranking_of
from zhiheng.core.search.results import Explanation, Facet, Hit, Results
from zhiheng.core.search.text_index import SearchRequest, TextIndex
from zhiheng.core.search.understanding import Understood, understand
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows
from zhiheng.office.registers import lake
from zhiheng.office.search.index import text_index
from zhiheng.office.search.rebuilding import rebuild_now

SORTS = ("relevance", "newest", "oldest")
UNUSABLE = {"search.index_missing", "search.index_damaged"}


class QueryOrVerb(click.Group):
    """Takes what is no verb for a query: `zhiheng search 电池` finds."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in that a query leaves out."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["find", *args]
        return super().parse_args(ctx, args)


@click.group(name="search", cls=QueryOrVerb)
def group() -> None:
    """Search all registers: words, numbers, names, dates, classes, or a fielded query.

    \b
    Examples:
      zhiheng search 固态电池
      zhiheng search 'ti:电池 AND pa:比亚迪 ad:[2020 TO 2024] NOT 铅酸' --json
    """


@group.command(name="find")
@click.argument("query")
@click.option("--register", "registers", multiple=True, help="Only this register; repeatable.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0, 1000))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0))
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--explain", is_flag=True, help="Say what every score is made of.")
@click.option("--server", default="", help="The address of an OpenSearch server to ask instead.")
@output_options
def find(
    query: str,
    registers: tuple[str, ...],
    limit: int,
    offset: int,
    sort: Any,
    explain: bool,
    server: str,
    style: str,
) -> None:
    """Find records. The word `find` may be left out.

    With --json: hits with register, key, number, title, score and highlights, how many there are in
    all, what they are divided by, and how the query was understood.

    Example: zhiheng search find 'ti:电池 AND pa:比亚迪' --register patents --limit 5 --json
    """
    catalogue = lake.catalogue()
    for name in registers:
        catalogue.register(name)
    request = SearchRequest(
        understand(query, registers=tuple(catalogue.registers.values())),
        registers=registers,
        sort=sort,
        offset=offset,
        limit=limit,
        facets=FACET_NAMES,
        finds_persons=True,
    )
    index = OpenSearchIndex(server, _ranking) if server else text_index()
    results = _found(index, request)
    explanations = [index.explain(request, h.register, h.key) for h in results.hits * explain]
    if style == "json":
        show_json(_results_json(results, explanations))
        return
    _show(results, explanations, style)


@group.command(name="rebuild")
@click.option("--server", default="", help="Build it on this OpenSearch server instead.")
@click.option("--json", "as_json", is_flag=True, help="Print what was indexed as JSON.")
def rebuild_(server: str, as_json: bool) -> None:
    """Build the index anew from the lake, aside; the present one answers until it is complete.

    Example: zhiheng search rebuild
    """
    written = rebuild_now(server)
    if as_json:
        show_json({"records": written})
    else:
        rows = [{"register": name, "records": count} for name, count in sorted(written.items())]
        show_rows(rows, ("register", "records"), "table")


@group.command(name="state")
@output_options
def state(style: str) -> None:
    """Tell whether the index can answer, how many records it holds, of which lake versions.

    Example: zhiheng search state --json
    """
    found = text_index().state()
    facts = {
        "state": found.state,
        "reason": found.reason,
        "built_at": found.built_at,
        "size_bytes": found.size_bytes,
        "records": dict(found.records),
        "versions": {name: version for name, version in found.versions.items() if version >= 0},
    }
    show_facts(facts, style)


def _found(index: TextIndex, request: SearchRequest) -> Results:
    """Search; where the index is missing or damaged, build it first and say so."""
    try:
        return index.search(request)
    except StorageError as error:
        if not {problem.code for problem in error.problems} & UNUSABLE:
            raise
        for problem in error.problems:
            click.echo(problem_text(problem, get_language() or "zh"), err=True)
        rebuild_now()
        return index.search(request)


def _ranking() -> Ranking:
    return ranking_of(lake.catalogue(), on=timezone.localdate())


def _results_json(results: Results, explanations: list[Explanation]) -> dict[str, Any]:
    hits = [_hit_json(hit) for hit in results.hits]
    for hit, explanation in zip(hits, explanations, strict=False):
        hit["explanation"] = _explanation_json(explanation)
    return {
        "hits": hits,
        "total": results.total,
        "facets": {facet.name: _facet_json(facet) for facet in results.facets},
        "understood": understood_json(results.understood),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "register": hit.register,
        "key": hit.key,
        "number": hit.number,
        "title": hit.title,
        "score": hit.score,
        "highlights": [
            {"field": each.field, "text": each.text, "marks": [list(mark) for mark in each.marks]}
            for each in hit.highlights
        ],
        "facts": dict(hit.facts),
    }


def _facet_json(facet: Facet) -> list[dict[str, Any]]:
    return [{"value": each.value, "count": each.count} for each in facet.values]


def _explanation_json(explanation: Explanation) -> dict[str, Any]:
    return {
        "score": explanation.score,
        "zh": explanation.zh,
        "en": explanation.en,
        "shares": [
            {"term": share.term, "field": share.field, "score": round(share.score, 4)}
            for share in explanation.shares
        ],
    }


def understood_json(understood: Understood) -> dict[str, Any]:
    """Return how a query was read, in both languages."""
    return {
        "query": understood.text,
        "zh": understood.in_language("zh"),
        "en": understood.in_language("en"),
        "problems": [_problem_json(problem) for problem in understood.problems],
    }


def _problem_json(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "position": problem.position,
        "zh": problem_text(problem, "zh"),
        "en": problem_text(problem, "en"),
    }


def _show(results: Results, explanations: list[Explanation], style: str) -> None:
    language = get_language() or "zh"
    rows: list[dict[str, Any]] = [
        {
            "register": hit.register,
            "number": hit.number,
            "title": hit.title,
            "score": f"{hit.score:.2f}",
        }
        for hit in results.hits
    ]
    fields = ["register", "number", "title", "score"]
    for row, explanation in zip(rows, explanations, strict=False):
        row["explanation"] = explanation.en if language.startswith("en") else explanation.zh
    show_rows(rows, [*fields, "explanation"] if explanations else fields, style)
    if style == "table":
        click.echo(f"{results.total}", err=True)
        for sentence in results.understood.in_language(language):
            click.echo(sentence, err=True)
    for problem in results.understood.problems:
        click.echo(problem_text(problem, language), err=True)
