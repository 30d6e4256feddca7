"""`zhiheng mark`: two marks compared, and the marks nearest to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from zhiheng.core.errors import InputError, Problem
from zhiheng.office.cli.kept_out import kept_out, tell_what_was_kept_out
from zhiheng.office.cli.mark_files import MarkFile, read_marks
from zhiheng.office.cli.output import output_options, show_json, show_rows

# Modules that compare marks take half a second to load: each verb loads them itself.
REGISTER = "register"
FOUND = ("mark", "line", "number", "nice_class", "score", "near", "goods", "reason")


class Verbs(click.Group):
    """Loads `images` when it is asked for: reading images takes a second to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all verbs."""
        return sorted([*super().list_commands(ctx), "images"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb."""
        if cmd_name == "images":
            from zhiheng.office.cli.mark_images import images

            return images
        return super().get_command(ctx, cmd_name)


@click.group(name="mark", cls=Verbs)
def group() -> None:
    """Compare marks, and find the marks nearest to one."""


@group.command(name="compare")
@click.argument("a")
@click.argument("b")
@click.option(
    "--goods",
    multiple=True,
    help="Goods: Nice classes, similar groups or words. Once for both marks; "
    "twice for A and for B.",
)
@output_options
def compare(a: str, b: str, goods: tuple[str, ...], style: str) -> None:
    """Tell how near the marks A and B are in the sense of the examination guide, and why.

    With --json: score (0 to 1), near, channels with name, score and reason, the rules of the guide
    that fired, and with --goods how the goods are related.

    Example: zhiheng mark compare 星耀 猩曜 --goods 25 --goods 服装 --json
    """
    from zhiheng.office.marks.comparing import compare as compare_with_goods
    from zhiheng.office.marks.json_presenters import compared_json

    if len(goods) > 2:
        raise click.UsageError("--goods is given at most twice.")
    if not a.strip() or not b.strip():
        raise InputError.of("marks.nothing_asked")
    found = compared_json(compare_with_goods(a, b, goods[0], goods[-1]) if goods
                          else compare_with_goods(a, b))  # fmt: skip
    if goods:
        _tell_unread([*found["goods"]["a"]["unread"], *found["goods"]["b"]["unread"]])
    else:
        del found["goods"], found["conflict"]
    if style == "json":
        show_json(found)
        return
    show_rows(list(_compared_rows(found)), ("code", "score", "words"), style)


@group.command(name="search")
@click.argument("a")
@click.option(
    "--against",
    default=REGISTER,
    show_default=True,
    help="FILE (.csv with a column mark, .jsonl, or one mark a line), or the register.",
)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--goods", default="", help="Goods of A: Nice classes, similar groups or words.")
@output_options
def search(a: str, against: str, limit: int, goods: str, style: str) -> None:
    """Find the marks nearest to A, in a file or among the Chinese marks of the register.

    With --goods, marks with goods that are not similar rank lower. Lines of a file that cannot be
    used are kept out and told, and so are goods that cannot be read.

    Example: zhiheng mark search 星耀 --against marks.csv --limit 10 --goods 服装 --json
    """
    if not a.strip():
        raise InputError.of("marks.nothing_asked")
    if against == REGISTER:
        found: dict[str, Any] = {"asked": a, **_in_register(a, goods, limit)}
        problems: Sequence[Any] = ()
    else:
        file = read_marks(Path(against))
        problems = file.problems
        found = {"asked": a, **_in_file(a, goods, file, limit)}
    if style == "json":
        show_json(found)
    else:
        show_rows([_flat(each) for each in found["marks"]], FOUND, style)
    _tell_unread(found["goods"]["unread"])
    tell_what_was_kept_out(problems, used=found["total"])


def _in_register(a: str, goods: str, limit: int) -> dict[str, Any]:
    from zhiheng.office.marks.asking import Asked
    from zhiheng.office.marks.json_presenters import answer_json
    from zhiheng.office.marks.searching import answer

    asked = Asked(a, goods, sort="rank" if goods else "score")
    # Commands act as the system's account, which sees the registers as they are.
    found = answer(asked, on=timezone.localdate(), unmasked=True)
    return answer_json(found, start=0, limit=limit, unmasked=True)


def _in_file(a: str, goods: str, file: MarkFile, limit: int) -> dict[str, Any]:
    from zhiheng.core.matching.mark_index.building import index_in_memory
    from zhiheng.office.marks.json_presenters import comparison_json, goods_json, relation_json
    from zhiheng.office.marks.searching import compared, rank_of
    from zhiheng.office.registers.goods import goods_table

    table = goods_table()
    asked = table.read(goods)
    index = index_in_memory([each.text for each in file.marks])
    found: list[dict[str, Any]] = []
    for hit in index.nearest(a, limit=4 * limit if goods else limit):
        mark = file.marks[hit.row]
        own = table.read(mark.goods)
        relation = table.relate(asked, own)
        comparison = compared(a, mark.text, tuple(sorted(asked.classes | own.classes)))
        rank = rank_of(comparison, relation) if goods else comparison.score
        row: dict[str, Any] = {"mark": mark.text, "line": mark.line, "number": mark.number}
        row |= {"rank": round(rank, 4), **comparison_json(comparison)}
        if goods:
            row["goods_relation"] = relation_json(relation)
        found.append(row)
    found.sort(key=lambda row: (-row["rank"], row["line"]))
    return {
        "total": len(file.marks),
        "goods": {**goods_json(asked), "edition": table.edition},
        "marks": found[:limit],
        "kept_out": kept_out(file.problems),
    }


def _tell_unread(goods: Sequence[str]) -> None:
    """Say on standard error which goods could not be read."""
    unread = [Problem("marks.goods_unread", {"received": each}) for each in dict.fromkeys(goods)]
    tell_what_was_kept_out(unread, used=1)


def _compared_rows(found: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    rows = [{"code": "near" if found["near"] else "different", "score": found["score"]}]
    rows += [
        {"code": each["name"], "score": each["score"], "words": each["reason"]}
        for each in found["channels"]
    ]
    rows += [{"code": each["code"], "words": each["words"]} for each in found["rules"]]
    if "goods" in found:
        rows.append({"code": found["goods"]["relation"], "words": found["goods"]["reason"]})
    return rows


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    channels = row["channels"]
    relation = row.get("goods_relation")
    return {
        **row,
        "goods": relation["reason"] if relation else "",
        "reason": channels[0]["reason"] if channels else "",
    }
