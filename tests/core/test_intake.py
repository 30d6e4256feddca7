"""Taking feeds in: what is folded follows what was imported, also after a kill between the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from zhiheng.core.analyses.derived import analyses_by_output
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.errors import ConflictError
from zhiheng.core.feeds.importing import ImportSettings, import_feed
from zhiheng.core.intake import folded_through, refresh_derived, take_in
from zhiheng.core.lake.tables import Lake

ON = datetime(2026, 11, 2, tzinfo=UTC)
HEADINGS = "申请号,公开（公告）号,名称,公开（公告）日,申请日,申请人\n"
FIRST = HEADINGS + "201910302430.1,CN110083831A,实体识别方法,2019-08-02,2019-04-16,武汉大学\n"
GRANTED = HEADINGS + "201910302430.1,CN110083831B,实体识别方法,2021-02-12,2019-04-16,武汉大学\n"
OTHER = (
    HEADINGS + "200910190429.0,CN102025678A,信道估计方法,2011-04-20,2009-09-11,华为技术有限公司\n"
)
EVENTS = "申请号,法律状态公告日,法律状态\n201910302430.1,2024-05-03,专利权的终止\n"


@pytest.fixture
def given(tmp_path: Path) -> ImportSettings:
    return ImportSettings(load_catalogue(), Lake(str(tmp_path / "lake")), tmp_path / "scratch")


def put(settings: ImportSettings, name: str, content: str) -> Path:
    path = settings.scratch.parent / name
    path.write_text(content, encoding="utf-8")
    return path


def patents(settings: ImportSettings) -> dict[str, dict[str, Any]]:
    table = settings.lake.open("patents")
    rows = [] if table is None else table.to_pyarrow_table().to_pylist()
    return {row["application_number"]: row for row in rows}


def states(settings: ImportSettings, number: str = "201910302430.1") -> list[str]:
    """The names of the states of an application in their order."""
    own = [row for row in derived(settings)["patent-states"] if row["application_number"] == number]
    return [row["state"] for row in sorted(own, key=lambda row: row["ordinal"])]


def derived(settings: ImportSettings) -> dict[str, list[dict[str, Any]]]:
    """The rows of every register that an analysis of this package fills, in the order of keys."""
    found = {}
    for name in analyses_by_output():
        table = settings.lake.open(name)
        rows = [] if table is None else table.to_pyarrow_table().to_pylist()
        key = settings.catalogue.register(name).key
        found[name] = sorted(rows, key=lambda row: str([row[column] for column in key]))
    return found


def test_documents_and_events_become_one_row_an_application(given: ImportSettings) -> None:
    take_in([put(given, "1.csv", FIRST), put(given, "2.csv", OTHER)], given, on=ON)
    assert {number: row["status"] for number, row in patents(given).items()} == {
        "201910302430.1": "published",
        "200910190429.0": "published",
    }
    take_in([put(given, "3.csv", GRANTED)], given, on=ON + timedelta(days=1))
    take_in([put(given, "4.csv", EVENTS)], given, on=ON + timedelta(days=2))
    row = patents(given)["201910302430.1"]
    assert row["status"] == "lapsed"
    assert str(row["ceased_on"]) == "2024-05-03"
    assert row["grant_number"] == "CN110083831B"
    assert row["documents"] == ["CN110083831A", "CN110083831B"]


def test_taking_the_same_in_again_folds_nothing_anew(given: ImportSettings) -> None:
    path = put(given, "1.csv", FIRST)
    take_in([path], given, on=ON)
    version = given.lake.version("patents")
    take_in([path], given, on=ON + timedelta(days=1))
    assert given.lake.version("patents") == version


def test_what_was_imported_but_not_folded_is_folded_next_time(given: ImportSettings) -> None:
    take_in([put(given, "1.csv", FIRST)], given, on=ON)
    with given.lake.writing():  # an import whose process died before it folded
        import_feed([put(given, "2.csv", OTHER)], given, on=ON + timedelta(days=1))
    assert len(patents(given)) == 1
    take_in([put(given, "2.csv", OTHER)], given, on=ON + timedelta(days=2))
    assert len(patents(given)) == 2
    assert {row["application_number"] for row in derived(given)["patent-states"]} == {
        "201910302430.1",
        "200910190429.0",
    }


def test_a_clock_set_back_does_not_hide_an_import(given: ImportSettings) -> None:
    take_in([put(given, "1.csv", FIRST)], given, on=ON)
    outcome = take_in([put(given, "2.csv", OTHER)], given, on=ON - timedelta(days=365))
    assert len(patents(given)) == 2
    assert folded_through(given.lake, "patents") == outcome.import_id


def test_folding_all_anew_gives_what_folding_bit_by_bit_gave(given: ImportSettings) -> None:
    for day, content in enumerate((FIRST, EVENTS, OTHER, GRANTED)):
        take_in([put(given, f"{day}.csv", content)], given, on=ON + timedelta(days=day))
    before = derived(given)
    refresh_derived(given.lake, given.catalogue, on=ON + timedelta(days=9), anew=True)
    assert derived(given) == before


def test_large_registers_are_folded_in_parts(
    given: ImportSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in([put(given, "1.csv", FIRST), put(given, "2.csv", OTHER)], given, on=ON)
    whole = derived(given)
    monkeypatch.setattr("zhiheng.core.intake.FOLD_ROWS", 1)
    refresh_derived(given.lake, given.catalogue, on=ON, anew=True)
    assert derived(given) == whole
    assert len(whole["patent-states"]) == 4


def test_what_hangs_on_what_was_derived_follows_too(given: ImportSettings) -> None:
    take_in([put(given, "1.csv", FIRST), put(given, "2.csv", OTHER)], given, on=ON)
    assert states(given) == ["filed", "published"]
    take_in([put(given, "3.csv", GRANTED)], given, on=ON + timedelta(days=1))
    assert states(given) == ["filed", "published", "granted", "expired"]
    report = take_in([put(given, "4.csv", EVENTS)], given, on=ON + timedelta(days=2))
    assert states(given) == ["filed", "published", "granted", "lapsed"]
    # Followed, though no row came of it: what was seen is not computed again.
    assert folded_through(given.lake, "classifications") == report.import_id


def test_states_that_are_no_longer_computed_leave_in_the_same_commit(
    given: ImportSettings,
) -> None:
    take_in([put(given, "1.csv", GRANTED), put(given, "2.csv", EVENTS)], given, on=ON)
    assert states(given) == ["filed", "granted", "lapsed"]
    invalid = EVENTS.replace("2024-05-03,专利权的终止", "2021-02-12,专利权全部无效")
    version = given.lake.version("patent-states")
    take_in([put(given, "3.csv", invalid)], given, on=ON + timedelta(days=1))
    assert states(given) == ["filed", "invalidated"]
    assert version is not None
    assert given.lake.version("patent-states") == version + 1


def test_a_register_written_before_its_declaration_changed_is_computed_anew(
    given: ImportSettings,
) -> None:
    take_in([put(given, "1.csv", GRANTED), put(given, "2.csv", EVENTS)], given, on=ON)
    whole = derived(given)
    rows = given.lake.open("patents").to_pyarrow_table().drop_columns(["interruptions"])  # type: ignore[union-attr]
    notes = {"folded_through": folded_through(given.lake, "patents")}
    given.lake.replace(given.catalogue.register("patents"), rows.to_reader(), notes=notes)
    refresh_derived(given.lake, given.catalogue, on=ON)
    assert derived(given) == whole


def test_a_second_intake_is_refused_while_one_runs(given: ImportSettings) -> None:
    path = put(given, "1.csv", FIRST)
    seen: list[str] = []

    def second(_: object) -> None:
        with pytest.raises(ConflictError) as raised:
            take_in([path], given, on=ON)
        seen.append(raised.value.problems[0].code)

    take_in([path], given, on=ON, report=second)
    assert set(seen) == {"lake.busy"}
    assert len(patents(given)) == 1


def test_nothing_to_take_in_makes_no_register(given: ImportSettings, tmp_path: Path) -> None:
    catalogue: Catalogue = given.catalogue
    report = take_in([tmp_path / "absent"], given, on=ON)
    assert [record.problems[0].code for record in report.set_aside] == ["file.not_found"]
    assert all(given.lake.version(name) is None for name in catalogue.registers)
