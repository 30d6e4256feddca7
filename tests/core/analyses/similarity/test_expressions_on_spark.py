"""Near-duplicates on Spark: the same pairs as on DuckDB and by the kernel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.core.analyses.similarity.test_expressions import found_by, found_by_kernel, stored
from zhiheng.core.engine import DuckEngine, SparkEngine

pytest.importorskip("pyspark", reason="the `spark` extra is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java runtime"),
    # pyspark's own: it leaves sockets to the collector, and has not declared for our pandas yet
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:PySpark does not yet fully"),
]


def test_spark_finds_what_duckdb_and_the_kernel_find(tmp_path: Path) -> None:
    lake = stored(tmp_path)
    engine = SparkEngine(lake, "local[2]", settings={"spark.sql.shuffle.partitions": "2"})
    try:
        there = found_by(engine, threshold=0.5, most_copies=3)
    finally:
        engine.close()
    assert there == found_by(DuckEngine(lake), threshold=0.5, most_copies=3)
    assert there == found_by_kernel(0.5, 3)
