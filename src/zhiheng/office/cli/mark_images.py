"""`zhiheng mark images`: keep the images of marks, so that near devices are found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.marks.images.store import Delivery
from zhiheng.core.matching.marks.images.words import can_read_words
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.output import show_facts, show_json
from zhiheng.office.marks.picture_commands import import_pictures


@click.command(name="images")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--words", is_flag=True, help="Read the words in the images: about a second each.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def images(path: Path, words: bool, as_json: bool) -> None:
    """Keep the images of marks in a ZIP file or a folder, and make them searchable.

    A file belongs to the mark that the register's column of images names it for, else to the mark
    whose number is its name (12345678.png). PNG, JPEG, GIF, WebP, BMP, TIFF and SVG are read. What
    cannot be used is told; the rest is kept. Running it again changes nothing.

    Example: zhiheng mark images deliveries/mark-images.zip --json
    """
    done = import_pictures(path=path, words=words, by=system_operator(), on=timezone.now())
    told = [*done.refused, *done.notes]
    if words and not can_read_words():
        told.append(Problem("mark_image.no_reader"))
    if as_json:
        show_json(_json(done, told))
        return
    if told:
        tell(InputError(*told), get_language() or "zh")
    show_facts(_counts(done), "table")


def _counts(done: Delivery) -> dict[str, int]:
    return {
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "refused": len(done.refused),
    }


def _json(done: Delivery, told: Sequence[Problem]) -> dict[str, Any]:
    language = get_language() or "zh"
    said = [
        {"code": each.code, "file": each.file, "text": problem_text(each, language)}
        for each in told
    ]
    return {**_counts(done), "problems": said}
