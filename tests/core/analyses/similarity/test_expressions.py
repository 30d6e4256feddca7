"""Near-duplicates as a question to DuckDB, against the kernel itself."""

from __future__ import annotations

import random
from pathlib import Path

import ibis.expr.types as ir
import pytest

from tests.core.lake.stored import put, text_register
from zhiheng.core.analyses.similarity import expressions
from zhiheng.core.analyses.similarity.expressions import similar_pairs
from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.engine import DuckEngine, Engine
from zhiheng.core.errors import InputError
from zhiheng.core.lake.tables import Lake

REGISTER = text_register(number="string", abstract="string")
COOLER = "本发明公开了一种用于{}机床的主轴冷却装置，包括壳体、循环泵和温度传感器，结构简单。"

Pairs = dict[tuple[str, str], float]


def documents() -> dict[str, str | None]:
    chance = random.Random(4)
    letters = [chr(0x4E00 + number) for number in range(900)]
    texts: list[str | None] = [
        *("".join(chance.choices(letters, k=120)) for _ in range(60)),
        *(COOLER.format(kind) for kind in ("数控", "雕铣", "立式数控", "加工")),
        *([COOLER.format("数控")] * 5),
        *(None, "", "无", "无", "专利𠮷", "专利𠮷"),
    ]
    for text in list(texts[:40]):
        assert text
        texts.append("".join(each if chance.random() < 0.92 else "一" for each in text))
    chance.shuffle(texts)
    return {f"CN{number:03d}": text for number, text in enumerate(texts)}


def stored(folder: Path) -> Lake:
    lake = Lake(str(folder))
    rows = [{"number": name, "abstract": text} for name, text in documents().items()]
    put(lake, REGISTER, rows)
    return lake


def found_by(engine: Engine, *, threshold: float, most_copies: int = 100) -> Pairs:
    table: ir.Table = engine.table(REGISTER)
    expression = similar_pairs(
        table, key="number", text="abstract", threshold=threshold, most_copies=most_copies
    )
    rows = engine.run(expression).to_pylist()
    pairs = {(row["a"], row["b"]): row["jaccard"] for row in rows}
    assert len(pairs) == len(rows)
    return pairs


def found_by_kernel(threshold: float, most_copies: int = 100) -> Pairs:
    names = list(documents())
    found = find_near_duplicates(
        Texts.from_strings([text or "" for text in documents().values()]),
        threshold=threshold,
        method=Method.SKETCHES,
        most_copies=most_copies,
    )
    both = zip(found.pairs.firsts.tolist(), found.pairs.seconds.tolist(), strict=True)
    pairs = [(names[one], names[other]) for one, other in both]
    return dict(zip(pairs, found.pairs.indices.tolist(), strict=True))


@pytest.mark.parametrize(("threshold", "most_copies"), [(0.5, 100), (0.8, 3), (1.0, 1)])
def test_duckdb_finds_what_the_kernel_finds(tmp_path: Path, threshold: float, most_copies: int):
    engine = DuckEngine(stored(tmp_path))
    expected = found_by_kernel(threshold, most_copies)
    assert found_by(engine, threshold=threshold, most_copies=most_copies) == expected
    assert len(expected) >= (50 if threshold == 0.5 else 5)


def test_functions_are_there_for_every_statement(tmp_path: Path):
    engine = DuckEngine(stored(tmp_path), threads=2)
    assert found_by(engine, threshold=0.6) == found_by(engine, threshold=0.6) != {}


def test_nothing_stored(tmp_path: Path):
    assert found_by(DuckEngine(Lake(str(tmp_path))), threshold=0.5) == {}


def test_a_crowd_is_bounded_and_hangs_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(expressions, "CROWD", 4)
    lake = Lake(str(tmp_path))
    names = [f"CN{number:04d}" for number in range(200)]
    put(lake, REGISTER, [{"number": each, "abstract": COOLER.format(each)} for each in names])
    found = found_by(DuckEngine(lake), threshold=0.6)
    assert {name for pair in found for name in pair} == set(names)
    assert len(found) < 200 * 199 // 3


def test_a_threshold_that_makes_no_sense(tmp_path: Path):
    with pytest.raises(InputError):
        found_by(DuckEngine(Lake(str(tmp_path))), threshold=0.0)
