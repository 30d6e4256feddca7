"""First claims piled up beyond their cohort, and the cohorts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.core.lake.stored import packaged, put
from tests.core.screening.figure_scene import Row, filing, filings, leads, scene
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening import cohorts as module
from zhiheng.core.screening.cohorts import (
    cohort_for,
    cohorts_beside,
    keys_of,
    main_group,
    percentile,
)
from zhiheng.core.screening.facts import Cohort
from zhiheng.core.screening.features import Claim, first_claim, size_of
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.signals.degraded_claims import (
    distance,
    standing_out,
    unconnected_share,
)
from zhiheng.core.screening.surroundings import Tables


def claim(features: int, *, numbers: int = 0, seed: int = 0) -> list[str]:
    """A claim of so many features, the first ones with a number."""
    draw = Random(f"{features}/{seed}")
    told = []
    for place in range(features):
        word = "".join(chr(draw.randrange(0x4E00, 0x5800)) for _ in range(4))
        figure = f"，其厚度为{place + 2}毫米" if place < numbers else ""
        told.append(f"所述壳体上设有{word}部{figure}")
    return [f"1.一种装置，其特征在于，包括壳体；{'；'.join(told)}。"]


def cohorts_among(filed: Filings) -> dict[tuple[str, int], Cohort]:
    """The cohorts of filings measured among themselves, one cohort after the other."""
    columns = ("right", "ipc_main", "filing_date", "claims")
    rows = list(zip(*(filed.values(name) for name in columns), strict=True))
    told = [
        (keys_of(main_group(symbol), day.year), size_of(found))
        for right, symbol, day, claims in rows
        if right != "design" and main_group(symbol) and day and (found := first_claim(claims))
    ]
    measured, shares = {}, np.linspace(0, 1, 101)
    for key in {key for keys, _ in told for key in keys}:
        sizes = [size for keys, size in told if key in keys]
        quantiles = (
            tuple(np.quantile([getattr(size, name) for size in sizes], shares).tolist())
            for name in ("length", "features", "numbers")
        )
        measured[key] = Cohort(len(sizes), *quantiles)
    return measured


def ordinary(count: int = 60) -> list[Row]:
    """What others file in the field: two to six features, up to one number."""
    return [
        filing(
            f"other/{place}",
            f"X{place}",
            claims=claim(2 + place % 5, numbers=place % 2, seed=place),
        )
        for place in range(count)
    ]


def piled_up(count: int, **more: Any) -> list[Row]:
    return [
        {**row, "claims": claim(28, numbers=15, seed=place)}
        for place, row in enumerate(filings(count, "P1", **more))
    ]


def found(rows: Sequence[Row], *, others: int = 60) -> list[Any]:
    beside = ordinary(others)
    asked = [row["application_number"] for row in rows]
    known = cohorts_among(Filings.of([*beside, *rows]))
    return leads("degraded-claims", scene([*beside, *rows], asked=asked, cohorts=known))


def test_claims_of_thirty_features_where_others_have_four():
    (lead,) = found(piled_up(5))
    assert lead.subject == "P1"
    assert (lead.facts["filings"], lead.facts["measured"]) == (5, 5)
    assert lead.facts["numbers"] == 15
    assert lead.facts["usual_features"] < 8
    assert lead.strength > 0.6
    told = [each.facts for each in lead.evidence if each.facts["name"] == "first-claim-features"]
    assert len(told) == 5
    assert all(each["value"] > each["limit"] and each["percentile"] > 90 for each in told)
    assert told[0]["cohort"] == "H02K7 2024"


def test_ordinary_claims_and_one_long_one_among_many():
    assert not found([{**row, "claims": claim(4)} for row in filings(6, "P1")])
    rows = [{**row, "claims": claim(4, seed=place)} for place, row in enumerate(filings(30, "P1"))]
    assert not found([*rows[2:], *piled_up(2)])


def test_as_many_as_chance_brings_are_no_lead():
    rows = [
        {**row, "claims": claim(28, numbers=15, seed=place) if place < 3 else claim(4, seed=place)}
        for place, row in enumerate(filings(60, "P1"))
    ]
    assert not found(rows)
    assert found(rows[:6])


def test_a_cohort_that_is_too_small_says_nothing():
    assert not found(piled_up(5), others=20)


def test_long_claims_alone_are_not_piled_up():
    rows = [
        {**row, "claims": ["1.一种装置，包括壳体；" + "很长的说明文字而已" * 60]}
        for row in filings(5, "P1")
    ]
    assert not found(rows)


@pytest.mark.parametrize(
    "claims",
    [[], None, [""], ["装置"], ["1. A device comprising " + "a part; " * 50],
     ["本发明涉及一种装置。技术领域：机械。背景技术：没有。"]],
    ids=["none", "missing", "empty", "one word", "English", "description"],
)  # fmt: skip
def test_claims_that_cannot_be_measured_are_left_out(claims: list[str] | None):
    assert not found([{**row, "claims": claims} for row in filings(6, "P1")])


def test_designs_and_filings_without_a_symbol_are_left_out():
    assert not found(piled_up(5, right="design"))
    assert not found(piled_up(5, ipc_main=""))


def test_components_that_have_nothing_to_do_with_one_another():
    piled = Claim(1, "一种装置，包括：红色毛毯；蓝牙耳机；烘干滚筒；遥控飞机；陶瓷水杯", True)
    joined = Claim(
        1, "一种装置，包括壳体；所述壳体内设有转轴；所述转轴连接风扇；所述风扇朝向壳体", True
    )
    assert unconnected_share(piled) == 1
    assert unconnected_share(joined) == 0
    assert unconnected_share(Claim(1, "一种装置", True)) == 0


def test_a_distance_is_on_logarithms_and_undisturbed_by_a_fifth_of_outliers():
    clean = [float(value) for value in range(101)]
    disturbed = [*clean[:80], *[1e6] * 21]
    assert distance(clean, 50) == pytest.approx(0)
    assert distance(clean, standing_out(clean, 2.5)) == pytest.approx(2.5)
    assert distance(disturbed, 400) == pytest.approx(distance(clean, 400))
    assert distance([7.0] * 101, 8) < 1


def test_a_main_group_is_read_from_a_symbol():
    assert main_group("G06F16/33") == main_group("G06F 16/3331") == "G06F16"
    assert [main_group(wrong) for wrong in (None, "", "G06F", "洛迦诺", "Z06F1/00")] == [""] * 5


def test_the_narrowest_cohort_that_is_large_enough():
    def cohort(size: int) -> Cohort:
        return Cohort(size, (0.0,) * 101, (0.0,) * 101, (0.0,) * 101)

    known = {("G06F16", 2024): cohort(9), ("G06F", 2024): cohort(50), ("G", 0): cohort(300)}
    assert cohort_for(known, "G06F16/33", 2024, least=5) == (("G06F16", 2024), cohort(9))
    assert cohort_for(known, "G06F16/33", 2024, least=30) == (("G06F", 2024), cohort(50))
    assert cohort_for(known, "G06F16/33", 2023, least=30) == (("G", 0), cohort(300))
    assert cohort_for(known, "G06F16/33", 2024, least=400) is None
    assert cohort_for(known, "A01B1/00", 2024, least=1) is None
    assert cohort_for(known, None, 2024, least=1) is None


def test_a_percentile_counts_those_below():
    quantiles = tuple(float(value) for value in range(101))
    assert [percentile(quantiles, value) for value in (-1, 0, 37.5, 100, 900)] == [
        0,
        0,
        38,
        100,
        100,
    ]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tables, DuckEngine, Filings]:
    """A register of a hundred filings in four groups, with the claims of their latest document."""
    symbols = ("G06F16/33", "G06F16/35", "G06F9/44", "H02K7/18", "A01B1/00", "")
    rows = [
        filing(
            f"F{place}", "P1", claims=claim(2 + place % 9, seed=place), ipc_main=symbols[place % 6],
            right="design" if place % 10 == 7 else "invention", day=3 * place,
        )
        for place in range(100)
    ]  # fmt: skip
    documents = [
        {
            "application_number": row["application_number"], "document_number": f"CN{place}{stage}",
            "publication_date": day, "claims": row["claims"] if stage == "B" else ["1.旧的。"],
        }
        for place, row in enumerate(rows)
        for stage, day in (("A", date(2025, 1, 3)), ("B", date(2025, 9, 2)))
    ]  # fmt: skip
    lake = Lake(str(tmp_path_factory.mktemp("lake")))
    engine = DuckEngine(lake, threads=1)
    known = [name for name in rows[0] if name not in ("claims", "applicant_parties")]
    patents = [{name: row[name] for name in known} for row in rows]
    for name, stored in (("patents", patents), ("patent-documents", documents)):
        put(lake, packaged().register(name), stored)
    tables = {
        name: engine.table(packaged().register(name)) for name in ("patents", "patent-documents")
    }
    return tables, engine, Filings.of(rows)


def test_cohorts_of_the_register_are_those_of_its_filings(
    stored: tuple[Tables, DuckEngine, Filings],
):
    tables, engine, everything = stored
    found = cohorts_beside(engine, tables, everything)
    assert found == cohorts_among(everything)
    assert found["G06F16", 2024].size > found["G06F9", 2024].size
    assert cohorts_beside(engine, tables, Filings.of([])) == {}


def test_large_cohorts_are_measured_in_part_and_always_the_same_part(
    stored: tuple[Tables, DuckEngine, Filings], monkeypatch: pytest.MonkeyPatch
):
    tables, engine, everything = stored
    monkeypatch.setattr(module, "MOST_MEASURED", 7)
    first = cohorts_beside(engine, tables, everything)
    assert {cohort.size for cohort in first.values()} == {7}
    assert first == cohorts_beside(engine, tables, everything)


def test_only_cohorts_asked_about_are_measured(stored: tuple[Tables, DuckEngine, Filings]):
    tables, engine, everything = stored
    one = Filings(everything.table, np.arange(100) == 0)
    assert set(cohorts_beside(engine, tables, one)) == {("G06F16", 2024), ("G06F", 2024), ("G", 0)}
