"""`zhiheng match`: are two names the names of one party?"""

from __future__ import annotations

import click
from django.utils.translation import get_language

from zhiheng.core.matching.comparison import Comparison
from zhiheng.core.matching.names import THRESHOLD, compare_names
from zhiheng.office.cli.output import output_options, show_json, show_rows


@click.group(name="match")
def group() -> None:
    """Compare names of organisations and persons."""


@group.command(name="name")
@click.argument("a")
@click.argument("b")
@click.option(
    "--threshold",
    default=THRESHOLD,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="From which score names count as names of one party.",
)
@output_options
def name(a: str, b: str, threshold: float, style: str) -> None:
    """Tell how likely the names A and B are names of one party, and why.

    Example: zhiheng match name 星耀科技（深圳）有限公司 "Shenzhen Xingyao Technology Ltd" --json
    """
    compared = compare_names(a, b, threshold=threshold)
    if style == "json":
        show_json(comparison_json(compared))
        return
    language = get_language() or "zh"
    rows = [
        {
            "code": each.code,
            "score": round(each.score, 3),
            "words": each.words.in_language(language),
        }
        for each in compared.reasons
    ]
    verdict = {"code": "score", "score": round(compared.score, 3), "words": compared.same}
    show_rows([verdict, *rows], ("code", "score", "words"), style)


def comparison_json(compared: Comparison) -> dict[str, object]:
    """Return a comparison as `--json` prints it."""
    return {
        "score": round(compared.score, 6),
        "same": compared.same,
        "reasons": [
            {
                "code": each.code,
                "score": round(each.score, 6),
                "zh": each.words.zh,
                "en": each.words.en,
            }
            for each in compared.reasons
        ],
    }
