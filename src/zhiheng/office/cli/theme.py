"""`zhiheng theme`: thematic databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from zhiheng.core.themes.definition import ThemeDefinition
from zhiheng.core.themes.query_text import query_text
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, save, show_facts, show_rows
from zhiheng.office.registers import commands as register_commands
from zhiheng.office.registers import downloads, lake
from zhiheng.office.registers import queries as register_queries
from zhiheng.office.themes import commands, freezing, membership, queries, refreshing
from zhiheng.office.themes.models import Theme

DEFINITION_OPTIONS = (
    click.option("--query", default="", help="What belongs, in the query language of the search."),
    click.option("--class", "classes", multiple=True, help="A class with all below it: H01M10."),
    click.option("--division", "divisions", multiple=True, help="A division with all below it."),
    click.option("--without", "exclusions", multiple=True, help="A query of what does not belong."),
    click.option("--register", "registers", multiple=True, help="A register to draw on."),
)


def definition_options(command: Any) -> Any:
    """Give a command the four parts of a definition."""
    for option in reversed(DEFINITION_OPTIONS):
        command = option(command)
    return command


@click.group(name="theme")
def group() -> None:
    """Thematic databases: define, measure, freeze, publish."""


@group.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the themes.

    Example: zhiheng theme list --json
    """
    rows = [
        {
            "theme": each.slug,
            "title": each.title_zh,
            "state": each.state,
            "editions": each.editions.count(),
            "published": each.published.number if each.published else None,
        }
        for each in queries.themes(system_operator())
    ]
    show_rows(rows, ("theme", "title", "state", "editions", "published"), style)


@group.command(name="show")
@click.argument("theme")
@click.option(
    "--edition", type=int, default=0, help="A frozen edition; what it holds now unless told."
)
@output_options
def show(theme: str, edition: int, style: str) -> None:
    """Show what a theme holds: size, years, places, applicants, classes, precision.

    Example: zhiheng theme show greater-bay-area --json
    """
    found = _theme(theme)
    if edition:
        frozen = queries.edition(found, edition, system_operator())
        definition, held, digest = frozen.definition, frozen.portrait, frozen.digest
    else:
        definition = queries.working_definition(found)
        held, digest = membership.portrait(membership.query_of(definition)), ""
    parts = membership.definition_parts(definition)
    read = membership.read(parts)
    facts = {
        "theme": found.slug,
        "title": found.title_zh,
        "state": found.state,
        "definition": {"number": definition.number, **vars(parts)},
        "query": query_text(read.query),
        "understood": [sentence.zh for sentence in read.sentences],
        "precision": _precision(definition),
        "digest": digest,
        **held,
    }
    show_facts(facts, style)


@group.command(name="create")
@click.argument("theme")
@click.option("--title", required=True, help="Chinese title.")
@click.option("--title-en", default="", help="English title.")
@click.option("--description", default="", help="What the theme is for.")
@definition_options
def create(theme: str, title: str, title_en: str, description: str, **parts: Any) -> None:
    """Make a theme.

    Example: zhiheng theme create solid-battery --title 固态电池 --query 固态电解质 --class H01M
    """
    made = commands.create_theme(
        slug=theme,
        title_zh=title,
        title_en=title_en,
        description=description,
        definition=ThemeDefinition(**parts),
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(made.slug)


@group.command(name="adopt")
@click.argument("theme")
@click.option("--publish", "published", is_flag=True, help="Freeze and publish it at once.")
def adopt(theme: str, published: bool) -> None:
    """Take a ready-made theme over.

    Example: zhiheng theme adopt greater-bay-area --publish
    """
    by, now = system_operator(), timezone.now()
    made = commands.adopt_theme(declared=commands.declared_theme(theme), by=by, on=now)
    click.echo(made.slug)
    if published:
        definition = queries.working_definition(made)
        edition = freezing.freeze_theme(definition=definition, note="", by=by, on=now)
        commands.publish_theme(
            theme=made, revision=made.revision, number=edition.number, by=by, on=now
        )
        click.echo(f"{edition.number} {edition.total} {edition.digest}")


@group.command(name="define")
@click.argument("theme")
@click.option("--reason", default="", help="Why the definition changes.")
@definition_options
def define(theme: str, reason: str, **parts: Any) -> None:
    """Give a theme another definition; earlier ones, samples and editions stay.

    Example: zhiheng theme define solid-battery --query "固态 AND 电解质" --without 燃料电池
    """
    found = _theme(theme)
    written = commands.redefine_theme(
        theme=found,
        revision=found.revision,
        definition=ThemeDefinition(**parts),
        reason=reason,
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(str(written.number))


@group.command(name="sample")
@click.argument("theme")
@click.option("--size", default=50, show_default=True, help="How many records.")
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same records.")
@output_options
def sample(theme: str, size: int, seed: int, style: str) -> None:
    """Draw records of a theme to be looked at; marks of records seen before are kept.

    Example: zhiheng theme sample solid-battery --size 50 --csv
    """
    drawn = commands.draw(
        definition=queries.working_definition(_theme(theme)),
        size=size,
        seed=seed,
        by=system_operator(),
        on=timezone.now(),
    )
    rows = list(queries.sample_items(drawn).values("place", "register", "record", "title", "mark"))
    show_rows(rows, ("place", "register", "record", "title", "mark"), style)
    click.echo(f"sample {drawn.pk}: {len(rows)} of {drawn.population}", err=True)


@group.command(name="mark")
@click.argument("theme")
@click.argument("sample_id", type=int)
@click.argument("place", type=int)
@click.argument("mark", type=click.Choice(["relevant", "irrelevant", "unsure", "none"]))
def mark(theme: str, sample_id: int, place: int, mark: str) -> None:
    """Say whether a sampled record belongs to the theme.

    Example: zhiheng theme mark solid-battery 3 1 relevant
    """
    item = queries.sample_item(_theme(theme), sample_id, place)
    said = "" if mark == "none" else mark
    commands.mark_item(item=item, mark=said, by=system_operator(), on=timezone.now())


@group.command(name="freeze")
@click.argument("theme")
@click.option("--note", default="", help="What the edition is for.")
def freeze(theme: str, note: str) -> None:
    """Freeze what a theme holds now as its next edition.

    Example: zhiheng theme freeze solid-battery --note 年度报告
    """
    frozen = freezing.freeze_theme(
        definition=queries.working_definition(_theme(theme)),
        note=note,
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(f"{frozen.number} {frozen.total} {frozen.digest}")


@group.command(name="publish")
@click.argument("theme")
@click.argument("edition", type=int)
def publish(theme: str, edition: int) -> None:
    """Show an edition to everybody who may see themes.

    Example: zhiheng theme publish solid-battery 1
    """
    found = _theme(theme)
    commands.publish_theme(
        theme=found,
        revision=found.revision,
        number=edition,
        by=system_operator(),
        on=timezone.now(),
    )


@group.command(name="withdraw")
@click.argument("theme")
def withdraw(theme: str) -> None:
    """Take a theme off the pages of others.

    Example: zhiheng theme withdraw solid-battery
    """
    found = _theme(theme)
    commands.withdraw_theme(
        theme=found, revision=found.revision, by=system_operator(), on=timezone.now()
    )


@group.command(name="members")
@click.argument("theme")
@click.argument("edition", type=int)
@click.argument("target", type=click.Path(path_type=Path))
def members(theme: str, edition: int, target: Path) -> None:
    """Write the members of a frozen edition to a .csv, .xlsx or .json file.

    Example: zhiheng theme members solid-battery 1 members.xlsx
    """
    frozen = queries.edition(_theme(theme), edition, system_operator())
    bounds = [str(frozen.number)]
    query = {"theme": [theme], "edition_from": bounds, "edition_to": bounds}
    rows = register_queries.register_rows(freezing.MEMBERS, query, unmasked=True)
    register_commands.note_export(
        register=freezing.MEMBERS, filters=list(query), by=system_operator(), on=timezone.now()
    )
    save(downloads.register_table(lake.catalogue().register(freezing.MEMBERS), rows), target)


@group.command(name="refresh")
@output_options
def refresh(style: str) -> None:
    """Count every theme anew, as happens after each import.

    Example: zhiheng theme refresh
    """
    found = refreshing.refresh_themes(run_id=None)
    rows = [
        {
            "theme": each.theme.slug,
            "total": each.total,
            "added": each.added,
            "removed": each.removed,
        }
        for each in found
    ]
    show_rows(rows, ("theme", "total", "added", "removed"), style)


def _theme(slug: str) -> Theme:
    return queries.theme(slug, system_operator())


def _precision(definition: Any) -> dict[str, Any]:
    found = queries.precision(definition)
    return {
        "share": found.share,
        "low": found.low,
        "high": found.high,
        "relevant": found.relevant,
        "irrelevant": found.irrelevant,
        "unsure": found.undecided,
        "open": found.open,
    }
