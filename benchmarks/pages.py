"""List pages and figures at scale, against the same question typed into DuckDB by hand.

    python -m benchmarks.pages --patents 1000000

Ours is the query behind the page (`read_page`: the rows and their number) and the figure behind
the cockpit (`figure`, not from a cache), and the page itself through Django's test client. The
peer is one hand-written SQL statement a question over the same Parquet files, on a warm
connection. Pages of the search are measured whole; what the index does behind them is compared in
its own benchmark. Medians of 15 runs with their range, in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from benchmarks.measuring import Timing, table, timed, write_result
from sample.city import write_city
from zhiheng.core.analyses.indicators import days_of_series, figure
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.pages import PageRequest, read_order, read_page
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

CITY = "440300"
DAY = date(2026, 6, 30)
LISTED = (
    'application_number, title, "right", status, filing_date, grant_date, applicants, division, '
    "ipc_main"
)
NEWEST = "ORDER BY filing_date DESC NULLS LAST, application_number LIMIT 51"
IN_FORCE = (
    "grant_date <= DATE '{day}' AND (ceased_on IS NULL OR ceased_on > DATE '{day}') "
    "AND (expires_on IS NULL OR expires_on > DATE '{day}')"
)
LISTS: dict[str, tuple[dict[str, list[str]], str]] = {
    "list, newest first": ({}, "true"),
    "inventions": ({"right": ["invention"]}, "\"right\" = 'invention'"),
    "one district": ({"division": ["440305"]}, "division LIKE '440305%'"),
    "in force on a day": ({"in_force_on": [DAY.isoformat()]}, IN_FORCE.format(day=DAY)),
    "IPC subclass": ({"ipc_main": ["G06F"]}, "ipc_main LIKE 'G06F%'"),
    "words in the title": ({"title": ["存储单元"]}, "contains(lower(title), '存储单元')"),
}
# What can be typed against one table in a line; `benchmarks.figures` measures the others.
FIGURES = (
    *("patent-filings", "patent-grants", "invention-filings", "invention-grants"),
    *("valid-invention-patents", "valid-invention-patents-per-10000"),
)
SEARCHES = {
    "search, words": "/search/?q=存储 单元",
    "search, a word of most titles": "/search/?q=一种",
    "search, narrowed": "/search/?q=装置&kind=invention&year=2020&year=2021",
    "search, fields and a period": "/search/?q=pa:深圳 ad:[2020 TO 2024]&sort=newest",
    "search, a number": "/search/?q=201910302430.1",
    "search, the 100th page": "/search/?q=装置&page=100",
}


def main() -> None:
    """Prepare the lake where it is missing, measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    catalogue = load_catalogue()
    home = prepare(arguments.patents, arguments.folder, catalogue)
    engine = DuckEngine(Lake(str(home / "lake")))
    by_hand = hand(engine, Lake(str(home / "lake")))
    client = page_client(home)
    rows = []
    for name, (query, where) in LISTS.items():
        ours = timed(partial(_page, engine, catalogue, query))
        rows.append(_line(name, ours, by_hand(_list_sql(where)), client(_address(query))))
    for name, sql in _figure_sql(catalogue).items():
        ours = timed(partial(_figure, engine, catalogue, name))
        rows.append(_line(name, ours, by_hand(sql), client(f"/indicators/{name}/?as_of=")))
    searches = [[name, client(path).milliseconds] for name, path in SEARCHES.items()]
    headings = ("question", "ours ms", "by hand ms", "ratio", "whole page ms")
    searched = table(("search", "whole page ms"), searches)
    text = f"{__doc__}\n{arguments.patents:,} patents.\n\n{table(headings, rows)}\n\n{searched}"
    write_result("pages", "List pages and figures", text)


def prepare(patents: int, folder: Path, catalogue: Catalogue) -> Path:
    """Return a home with the city loaded; made on the first call."""
    city, home = folder / f"zhiheng-city-{patents}", folder / f"zhiheng-home-{patents}"
    if not (city / "manifest.json").exists():
        write_city(city, patents=patents, seed=1, until=DAY, workers=os.cpu_count() or 1)
    if not (home / "lake" / "patents").exists():
        settings = ImportSettings(
            catalogue,
            Lake(str(home / "lake")),
            home / "scratch",
            workers=os.cpu_count() or 1,
            index=home / "index",
        )
        names = ("patents", "legal-events.csv", "population.csv", "ipc.csv")
        take_in([city / name for name in names], settings, on=datetime.now(UTC))
    return home


def hand(engine: DuckEngine, lake: Lake) -> Callable[[str], Timing]:
    """Return what times a hand-written statement over the same files."""
    connection = duckdb.connect()
    for register in ("patents", "population"):
        opened = lake.open(register)
        assert opened is not None
        connection.execute(f"CREATE VIEW {register} AS FROM read_parquet({opened.file_uris()!r})")
    connection.execute("SET parquet_metadata_cache = true")
    return lambda sql: timed(lambda: [connection.execute(s).fetchall() for s in sql.split(";")])


def page_client(home: Path) -> Callable[[str], Timing]:
    """Return what times whole pages through Django, as a demo analyst."""
    os.environ |= {"ZHIHENG_HOME": str(home), "ZHIHENG_DEMO": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    import django

    django.setup()
    from django.test import Client
    from django.utils import timezone

    from zhiheng.office.accounts.demo import ensure_demo_accounts
    from zhiheng.office.accounts.models import User
    from zhiheng.office.cli.home import prepare_home

    prepare_home()
    ensure_demo_accounts(on=timezone.now())
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="demo-analyst"))
    days = iter(range(1, 10_000))

    def open_page(address: str) -> Timing:
        # Another day each time, so that no figure comes from the cache.
        fresh = lambda: f"{address}{date.fromordinal(DAY.toordinal() - next(days))}"  # noqa: E731
        whole = fresh if address.endswith("=") else lambda: address
        return timed(lambda: _checked(client.get(whole())))

    return open_page


def _checked(response: object) -> object:
    assert response.status_code == 200, response.content.decode()[-3000:]  # type: ignore[attr-defined]
    return response


def _line(name: str, ours: Timing, theirs: Timing, whole: Timing) -> list[str]:
    ratio = f"{ours.median / theirs.median:.2f}"
    return [name, ours.milliseconds, theirs.milliseconds, ratio, whole.milliseconds]


def _address(query: dict[str, list[str]]) -> str:
    return f"/registers/patents/?{urlencode(query, doseq=True)}"


def _page(engine: DuckEngine, catalogue: Catalogue, query: dict[str, list[str]]) -> object:
    register = catalogue.register("patents")
    filters = read_filters(register, query)
    return read_page(engine, PageRequest(filters, read_order(register, "")))


def _list_sql(where: str) -> str:
    rows = f"SELECT {LISTED} FROM patents WHERE {where} {NEWEST}"
    return f"SELECT count(*) FROM patents WHERE {where};{rows}"


def _figure(engine: DuckEngine, catalogue: Catalogue, name: str) -> object:
    return figure(engine, catalogue, catalogue.indicator(name), on=DAY, city=CITY)


def _figure_sql(catalogue: Catalogue) -> dict[str, str]:
    """Return for each indicator the statement a person would type for all days at once."""
    statements = {}
    for name in FIGURES:
        indicator = catalogue.indicator(name)
        counted = indicator.numerator
        tests = " AND ".join(f"\"{c.column}\" = '{c.equals}'" for c in counted.where) or "true"
        columns = []
        for day in days_of_series(DAY, indicator.years):
            clock = IN_FORCE.format(day=day)
            if counted.during:
                first = date(day.year, 1, 1)
                clock = f"{counted.during} BETWEEN DATE '{first}' AND DATE '{day}'"
            columns.append(f"count(*) FILTER (WHERE {clock} AND {tests})")
        city = f"division LIKE '{CITY[:4]}%'"
        sql = f"SELECT division, {', '.join(columns)} FROM patents WHERE {city} GROUP BY ALL"
        if indicator.denominator:
            sql += (
                f";SELECT division, year, sum(residents) FROM population WHERE {city} GROUP BY ALL"
            )
        statements[name] = sql
    return statements


if __name__ == "__main__":
    main()
