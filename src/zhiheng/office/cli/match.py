"""`zhiheng match`: are two names the names of one party?"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils.translation import get_language

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.comparison import Comparison
from zhiheng.core.matching.names import THRESHOLD, compare_names
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.cli.text_files import text_of

Pair = tuple[str, str]
UNREADABLE = "match.unreadable"
_threshold = click.option(
    "--threshold",
    default=THRESHOLD,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="From which score names count as names of one party.",
)


@click.group(name="match")
def group() -> None:
    """Compare names of organisations and persons."""


@group.command(name="name")
@click.argument("a")
@click.argument("b")
@_threshold
@output_options
def name(a: str, b: str, threshold: float, style: str) -> None:
    """Tell how likely the names A and B are names of one party, and why.

    Example: zhiheng match name 星耀科技（深圳）有限公司 "Shenzhen Xingyao Technology Ltd" --json
    """
    compared = compare_names(a, b, threshold=threshold)
    if style == "json":
        show_json(comparison_json(compared))
        return
    rows: list[dict[str, Any]] = [
        {"code": "same" if compared.same else "different", "score": _rounded(compared.score)},
        *(
            {"code": each.code, "score": _rounded(each.score), "words": _said(each.words)}
            for each in compared.reasons
        ),
    ]
    show_rows(rows, ("code", "score", "words"), style)


@group.command(name="file")
@click.argument("file", type=click.Path(path_type=Path))
@_threshold
@output_options
def file_(file: Path, threshold: float, style: str) -> None:
    """Compare the pairs of names in FILE, a CSV with headings and two names a line first.

    Lines without two names are kept out and told on standard error.

    Example: zhiheng match file pairs.csv --csv
    """
    pairs, problems = read_pairs(file)
    rows = [_row(pair, compare_names(*pair, threshold=threshold), style) for pair in pairs]
    if style == "json":
        show_json(rows)
    else:
        show_rows(rows, ("a", "b", "score", "same", "reasons"), style)
    if problems:
        code = tell(InputError(*problems), get_language() or "zh")
        if not pairs:
            sys.exit(code)


def read_pairs(file: Path) -> tuple[list[Pair], list[Problem]]:
    """Return the first two cells of each line after the headings, and what is wrong with others."""
    pairs: list[Pair] = []
    problems: list[Problem] = []
    for number, cells in enumerate(_lines(file), 1):
        if number == 1 or not any(cell.strip() for cell in cells):
            continue
        if len(cells) < 2 or not cells[0].strip() or not cells[1].strip():
            problem = Problem("match.two_names", {"received": ",".join(cells)[:80]})
            problems.append(problem.at(file.name, f"line {number}"))
        else:
            pairs.append((cells[0], cells[1]))
    return pairs, problems


def comparison_json(compared: Comparison) -> dict[str, Any]:
    """Return a comparison as `--json` prints it."""
    return {
        "score": _rounded(compared.score),
        "same": compared.same,
        "reasons": [
            {
                "code": each.code,
                "score": _rounded(each.score),
                "zh": each.words.zh,
                "en": each.words.en,
            }
            for each in compared.reasons
        ],
    }


def _lines(file: Path) -> Iterator[list[str]]:
    text = text_of(file, unreadable=UNREADABLE)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    except csv.Error as error:
        raise InputError.of(UNREADABLE, path=file, received=error) from error


def _row(pair: Pair, compared: Comparison, style: str) -> dict[str, Any]:
    row: dict[str, Any] = {"a": pair[0], "b": pair[1]}
    if style == "json":
        return {**row, **comparison_json(compared)}
    said = "".join(_said(each.words) for each in compared.reasons)
    return {**row, "score": _rounded(compared.score), "same": compared.same, "reasons": said}


def _said(words: Any) -> str:
    return str(words.in_language(get_language() or "zh"))


def _rounded(score: float) -> float:
    return round(score, 4)
