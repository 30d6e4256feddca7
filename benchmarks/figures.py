"""All figures of a plan at five million rights, against the same questions typed into DuckDB.

    python -m benchmarks.figures --patents 3000000

The lake holds made-up rights of one city and its neighbours, written straight into its tables: they
have the columns that figures read. The plan has twelve computed indicators: stocks, flows, sums,
ratios, growth, an average age, different values. Each is asked for with ten year ends before the
day and all districts, as the cockpit of a plan shows it.

* *cold*: a fresh process that has loaded everything and counted one table, but asked for no figure;
* *warm*: another day, nothing of which was asked before;
* *one pass each*: the same without the daily changes;
* *typed*: one hand-written statement an indicator over the same Parquet files, on a warm
  connection. All numbers are compared with ours before anything is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.measuring import Timing, table, timed, write_result
from zhiheng.core.analyses.indicator_changes import CHANGES
from zhiheng.core.analyses.indicator_refreshing import refresh_changes
from zhiheng.core.analyses.indicators import days_of_series, direct
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.engine import DUCK_TYPES, DuckEngine
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

CITY, DAY = "440300", date(2026, 6, 30)
PLAN = (
    "high-value-patents-per-10000", "valid-invention-patents", "valid-invention-patents-growth",
    "average-maintenance", "invention-filings", "overseas-invention-grants", "trademarks-in-force",
    "software-registrations", "pledge-amount", "pledge-projects", "patent-agencies", "gi-users",
)  # fmt: skip
DIVISIONS = [*(f"4403{n:02d}" for n in range(3, 12)), CITY, "440106", "441900"]


def _drawn(salt: int, limit: int) -> str:
    """Return a number below a limit that looks drawn, the same in every run."""
    return f"(hash(i * 131 + {salt}) % {limit})::INTEGER"


DISTRICT = f"({DIVISIONS})[1 + {_drawn(1, len(DIVISIONS))}]"
FILED = f"DATE '2004-01-01' + {_drawn(2, 8200)}"
REGISTERED = {"division": DISTRICT, "registered_on": FILED}
ROWS: dict[str, tuple[float, dict[str, str]]] = {  # rows for each patent, and what fills columns
    "patents": (
        1,
        {
            "application_number": "i::VARCHAR",
            "division": DISTRICT,
            "right": f"(['invention','utility_model','design'])[1 + {_drawn(3, 3)}]",
            "filing_date": FILED,
            "grant_date": f"CASE WHEN i % 5 < 3 THEN {FILED} + 700 + {_drawn(4, 400)} END",
            "ceased_on": f"CASE WHEN i % 5 = 1 THEN {FILED} + 1500 + {_drawn(5, 4000)} END",
            "expires_on": f"({FILED} + INTERVAL 20 YEAR)::DATE",
            "interruptions": f"CASE WHEN i % 500 = 1 THEN [({FILED} + 1300)::VARCHAR || '/' || "
            f"({FILED} + 1400)::VARCHAR] END",
        },
    ),
    "trademarks": (
        0.4,
        {
            "number": "i::VARCHAR",
            "nice_class": "'09'",
            "office": "'CN'",
            "division": DISTRICT,
            "filing_date": FILED,
            "registration_date": f"{FILED} + 300",
            "begins_on": f"{FILED} + 300",
            "ceased_on": f"CASE WHEN i % 9 = 0 THEN {FILED} + 2000 END",
            "expires_on": f"({FILED} + INTERVAL 12 YEAR)::DATE",
        },
    ),
    "software-copyrights": (0.2, {"registration_number": "i::VARCHAR", **REGISTERED}),
    "copyright-works": (0.1, {"registration_number": "i::VARCHAR", **REGISTERED}),
    "high-value-patents": (
        0.1,
        {
            "application_number": "i::VARCHAR",
            "division": DISTRICT,
            "high_value_from": f"{FILED} + 900",
            "industry_from": f"CASE WHEN i % 2 = 0 THEN {FILED} + 900 END",
            "maintained_from": f"CASE WHEN i % 3 = 0 THEN {FILED} + 3660 END",
            "expires_on": f"({FILED} + INTERVAL 20 YEAR)::DATE",
        },
    ),
    "overseas-patents": (
        0.07,
        {
            "member": "i::VARCHAR",
            "route": "'office'",
            "division": DISTRICT,
            "filing_date": FILED,
            "granted_on": f"{FILED} + 1000",
        },
    ),
    "pledges": (
        0.004,
        {
            "registration_number": "i::VARCHAR",
            "right_kind": "'patent'",
            "division": DISTRICT,
            "pledged_from": FILED,
            "pledged_to": f"{FILED} + 700",
            "amount": f"{_drawn(6, 3000)} * 10000.0",
        },
    ),
    "agencies": (
        0.0001,
        {"code": "i::VARCHAR", "division": DISTRICT, "licensed_on": FILED, "agents": "i % 40"},
    ),
    "gi-producers": (
        0.0005,
        {
            "uscc": "(i % 700)::VARCHAR",
            "gi_number": "(i % 40)::VARCHAR",
            "division": DISTRICT,
            "permitted_from": FILED,
        },
    ),
}
CITY_ROWS = f"division LIKE '{CITY[:4]}%'"
VALID = (
    "\"right\" = 'invention' AND grant_date <= {d} AND (ceased_on IS NULL OR ceased_on > {d}) "
    "AND (expires_on IS NULL OR expires_on > {d}) AND (interruptions IS NULL OR "
    "len(list_filter(interruptions, lambda g: g[:10] <= '{t}' AND g[12:] > '{t}')) = 0)"
)
# What a person types for one day: the register, the number, the condition; a second column where
# the value is a ratio of two counts.
TYPED: dict[str, tuple[str, tuple[str, ...]]] = {
    "high-value-patents-per-10000": (
        "high-value-patents",
        ("count(*) FILTER (WHERE high_value_from <= {d} AND expires_on > {d})",),
    ),
    "valid-invention-patents": ("patents", (f"count(*) FILTER (WHERE {VALID})",)),
    "valid-invention-patents-growth": (
        "patents",
        (
            f"count(*) FILTER (WHERE {VALID})",
            f"count(*) FILTER (WHERE {VALID.replace('{d}', '{e}').replace('{t}', '{u}')})",
        ),
    ),
    "average-maintenance": (
        "patents",
        (
            f"sum(date_diff('day', filing_date, {{d}})) FILTER (WHERE {VALID})",
            f"count(*) FILTER (WHERE {VALID})",
        ),
    ),
    "invention-filings": (
        "patents",
        ("count(*) FILTER (WHERE \"right\" = 'invention' AND filing_date BETWEEN {f} AND {d})",),
    ),
    "overseas-invention-grants": (
        "overseas-patents",
        ("count(*) FILTER (WHERE route = 'office' AND granted_on BETWEEN {f} AND {d})",),
    ),
    "trademarks-in-force": (
        "trademarks",
        (
            (
                "count(*) FILTER (WHERE office = 'CN' AND begins_on <= {d} AND expires_on > {d} "
                "AND (ceased_on IS NULL OR ceased_on > {d}))"
            ),
        ),
    ),
    "software-registrations": (
        "software-copyrights",
        ("count(*) FILTER (WHERE registered_on BETWEEN {f} AND {d})",),
    ),
    "pledge-amount": (
        "pledges",
        ("sum(amount) FILTER (WHERE pledged_from BETWEEN {f} AND {d})",),
    ),
    "pledge-projects": ("pledges", ("count(*) FILTER (WHERE pledged_from BETWEEN {f} AND {d})",)),
    "patent-agencies": (
        "agencies",
        ("count(*) FILTER (WHERE licensed_on <= {d} AND (ceased_on IS NULL OR ceased_on > {d}))",),
    ),
    "gi-users": (
        "gi-producers",
        (
            (
                "count(DISTINCT uscc) FILTER (WHERE permitted_from <= {d} "
                "AND (permitted_to IS NULL OR permitted_to > {d}))"
            ),
        ),
    ),
}


def main() -> None:
    """Make the lake, compare, measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, default=3_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--keep", action="store_true", help="do not remove the lake afterwards")
    parser.add_argument("--cold", type=Path, help=argparse.SUPPRESS)  # the fresh process
    arguments = parser.parse_args()
    if arguments.cold:
        print(json.dumps(in_fresh_process(arguments.cold)))
        return
    home = arguments.folder / f"zhiheng-figures-{arguments.patents}"
    try:
        measure(home, arguments.patents)
    finally:
        if not arguments.keep:
            shutil.rmtree(home, ignore_errors=True)


def measure(home: Path, patents: int) -> None:
    """Write the result of one size."""
    catalogue = load_catalogue()
    lake = Lake(str(home / "lake"))
    rights = make(lake, catalogue, patents)
    engine = DuckEngine(lake)
    typed = hand(lake)
    compare(engine, catalogue, typed)
    began = time.perf_counter()
    refresh_changes(lake, catalogue, on=datetime.now(UTC))
    refreshed = time.perf_counter() - began
    changes = engine.table(catalogue.register(CHANGES))
    rows = engine.run(changes.count().as_table())[0][0].as_py()
    runs = [_fresh(home) for _ in range(5)]
    passes, passed = _timed(lambda: figures_in_passes(engine, catalogue, DAY))
    by_hand, by_hand_work = _timed(lambda: [typed(name, DAY) for name in PLAN])
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    middle = {key: sorted(run[key] for run in runs) for key in runs[0]}
    lines = [
        ["cold", _span(middle["cold"]), _span(middle["cold work"])],
        ["warm, another day", _span(middle["warm"]), _span(middle["warm work"])],
        ["one pass each, warm", passes.milliseconds, _span(passed)],
        ["typed, warm", by_hand.milliseconds, _span(by_hand_work)],
    ]
    days = len(days_of_series(DAY, 10))
    text = (
        f"{__doc__}\n{rights:,} rights, of them {patents:,} patents. All {len(PLAN)} figures, each "
        f"on {days} days for the city and its districts, in milliseconds, "
        f"medians of five with their range. Loading Python, Django, the declarations and the "
        f"compiler of statements takes {_span(middle['loading'])} ms before the cold run.\n\n"
        f"{table(('all figures of the plan', 'ms', 'ms of processor time'), lines)}\n\n"
        f"Load averages of the machine at the end: {load}.\n\nBringing the daily changes of all "
        f"declared indicators up to date after an import that touched every register took "
        f"{refreshed:.1f} s; they are {rows:,} rows, {_size(home / 'lake' / CHANGES):.1f} MB."
    )
    write_result("figures", "All figures of a plan", text)


def make(lake: Lake, catalogue: Catalogue, patents: int) -> int:
    """Write every register straight into the lake; return how many rights there are."""
    total = 0
    for name, (share, filled) in ROWS.items():
        register = catalogue.register(name)
        count = max(int(patents * share), 50)
        columns = ", ".join(
            f'({filled[column.name]})::{DUCK_TYPES[column.type]} AS "{column.name}"'
            if column.name in filled
            else f'NULL::{DUCK_TYPES[column.type]} AS "{column.name}"'
            for column in table_schema(register)
        )
        made = duckdb.connect().sql(f"SELECT {columns} FROM range({count}) AS numbers(i)")
        reader = made.to_arrow_reader(100_000).cast(table_schema(register))
        lake.replace(register, reader, notes={})
        total += count if share >= 0.1 and name != "high-value-patents" else 0
    years = range(2014, 2027)
    codes = [CITY, *(f"4403{n:02d}" for n in range(3, 12))]
    people = ", ".join(f"('{code}', {year}, {10**6 + year})" for code in codes for year in years)
    register = catalogue.register("population")
    columns = ", ".join(
        f'"{column.name}"'
        if column.name in ("division", "year", "residents")
        else f'NULL::{DUCK_TYPES[column.type]} AS "{column.name}"'
        for column in table_schema(register)
    )
    sql = f"SELECT {columns} FROM (VALUES {people}) AS told(division, year, residents)"
    reader = duckdb.connect().sql(sql).to_arrow_reader(10_000).cast(table_schema(register))
    lake.replace(register, reader, notes={})
    return total


Typed = Callable[[str, date], list[tuple[object, ...]]]


def hand(lake: Lake) -> Typed:
    """Return what answers one indicator's statement over the same files."""
    connection = duckdb.connect()
    connection.execute("SET parquet_metadata_cache = true")
    for register in {name for name, _ in TYPED.values()}:
        opened = lake.open(register)
        assert opened is not None
        files = list(lake.files(opened))
        connection.execute(f'CREATE VIEW "{register}" AS FROM read_parquet({files!r})')

    def answer(name: str, on: date) -> list[tuple[object, ...]]:
        register, numbers = TYPED[name]
        columns = [_on(number, day) for day in days_of_series(on, 10) for number in numbers]
        group = "" if name == "gi-users" else "division, "
        grouped = "" if name == "gi-users" else " GROUP BY division"
        sql = f'SELECT {group}{", ".join(columns)} FROM "{register}" WHERE {CITY_ROWS}{grouped}'
        rows: list[tuple[object, ...]] = connection.execute(sql).fetchall()
        return rows

    return answer


def _on(number: str, day: date) -> str:
    earlier = day.replace(year=day.year - 1)
    return number.format(
        d=f"DATE '{day}'", t=day, e=f"DATE '{earlier}'", u=earlier, f=f"DATE '{day.year}-01-01'"
    )


def compare(engine: DuckEngine, catalogue: Catalogue, typed: Typed) -> None:
    """Stop unless every number typed by hand is ours."""
    calculation = direct(engine, catalogue)
    for name in PLAN:
        ours = calculation.figure(catalogue.indicator(name), on=DAY, city=CITY)
        theirs = typed(name, DAY)
        step = len(TYPED[name][1])
        skip = 0 if name == "gi-users" else 1
        for place, ratio in enumerate(ours.series.values()):
            cells = [row[skip + place * step] for row in theirs]
            summed = sum(float(str(cell)) for cell in cells if cell is not None)
            told = summed / 365.25 if name == "average-maintenance" else summed
            assert abs(told - ratio.numerator) < 1e-6 * max(told, 1), (name, told, ratio)


def figures_in_passes(engine: DuckEngine, catalogue: Catalogue, on: date) -> object:
    """Return all figures by passes over the registers."""
    calculation = direct(engine, catalogue)
    return [calculation.figure(catalogue.indicator(name), on=on, city=CITY) for name in PLAN]


def _fresh(home: Path) -> Mapping[str, float]:
    command = [sys.executable, "-m", "benchmarks.figures", "--cold", str(home)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Mapping[str, float] = json.loads(told)
    return found


def in_fresh_process(home: Path) -> dict[str, float]:
    """Return the milliseconds of the first and of another question, as the cockpit asks them."""
    began = time.perf_counter()
    os.environ |= {"ZHIHENG_HOME": str(home)}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    import django

    django.setup()
    from zhiheng.office.indicators.queries import indicator_figures
    from zhiheng.office.registers import lake

    any_register = lake.catalogue().register("population")
    lake.engine().run(lake.engine().table(any_register).count().as_table())
    loaded, worked = time.perf_counter(), time.process_time()
    indicator_figures(PLAN, on=DAY)
    first, cold_work = time.perf_counter(), time.process_time() - worked
    indicator_figures(PLAN, on=DAY - timedelta(days=1))
    second, warm_work = time.perf_counter(), time.process_time() - worked - cold_work
    spans = {"loading": loaded - began, "cold": first - loaded, "warm": second - first}
    spans |= {"cold work": cold_work, "warm work": warm_work}
    return {name: seconds * 1000 for name, seconds in spans.items()}


def _timed(work: Callable[[], object]) -> tuple[Timing, list[float]]:
    """Return the times of several runs, and the processor's milliseconds of each, sorted."""
    worked: list[float] = []

    def run() -> None:
        began = time.process_time()
        work()
        worked.append((time.process_time() - began) * 1000)

    return timed(run, runs=5, warm_up=1), sorted(worked[1:])


def _span(sorted_values: list[float]) -> str:
    middle = sorted_values[len(sorted_values) // 2]
    return f"{middle:.1f} ({sorted_values[0]:.1f}–{sorted_values[-1]:.1f})"


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e6


if __name__ == "__main__":
    main()
