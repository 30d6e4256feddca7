"""Command line: python -m sample --out DIR."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sample.city import write_city


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--patents", type=int, default=20_000, show_default=True, help="Applications.")
@click.option("--seed", type=int, default=20260101, show_default=True)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-06-30",
    show_default=True,
    help="The day the sample ends; nothing in it is later.",
)
@click.option(
    "--rings",
    type=int,
    default=None,
    help="Rings of each kind planted for the screening; by default one in 5 000 applications.",
)
@click.option("--workers", type=int, default=1, show_default=True, help="Processes that write.")
@click.option("--progress", is_flag=True, help="Show a progress bar.")
def main(
    *,
    out: Path,
    patents: int,
    seed: int,
    until: datetime,
    rings: int | None,
    workers: int,
    progress: bool,
) -> None:
    """Write a synthetic city in the official file formats.

    Example: python -m sample --out sample-city --patents 20000 --progress
    """
    try:
        if not progress:
            write_city(
                out, patents=patents, seed=seed, until=until.date(), rings=rings, workers=workers
            )
            return
        with click.progressbar(length=patents, label="sample city") as bar:
            write_city(
                out,
                patents=patents,
                seed=seed,
                until=until.date(),
                rings=rings,
                workers=workers,
                progress=lambda done, _: bar.update(done - bar.pos),
            )
    except ValueError as error:
        raise click.UsageError(str(error)) from error


if __name__ == "__main__":
    main()
