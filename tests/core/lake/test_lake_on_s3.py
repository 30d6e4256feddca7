"""The lake on an S3-compatible store: import, fold, list page and indicator, as on a disk."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tests.core.lake.stored import (
    UNTIL,
    WHEN,
    city_files,
    import_settings,
    packaged,
    put,
    rows_of,
    stored_city,
    text_register,
)
from zhiheng.core.analyses.indicators import figure
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.pages import PageRequest, read_order, read_page
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.core.intake import take_in
from zhiheng.core.lake.tables import Lake

REGION, KEY, SECRET = "us-east-1", "testing", "testing"
THINGS = text_register(number="string", name="string")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A store in a process of its own: in a thread of ours it would wait for our own calls."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the store did not start within 30 seconds")


def options(server: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


@pytest.fixture
def lake(server: str) -> Lake:
    bucket = f"lake-{uuid.uuid4().hex}"
    client = boto3.client(
        "s3",
        endpoint_url=server,
        region_name=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(Bucket=bucket)
    client.close()
    return Lake(f"s3://{bucket}/registers", options(server))


def names(lake: Lake, version: int | None = None) -> list[str]:
    engine = DuckEngine(lake, threads=1)
    table = engine.table(THINGS, version=version)
    return engine.run(table.order_by("number"))["name"].to_pylist()


def test_rows_are_appended_changed_and_read_as_of_a_version(lake: Lake) -> None:
    assert lake.version("things") is None
    put(lake, THINGS, [{"number": "1", "name": "一"}])
    second = rows_of(THINGS, [{"number": "2", "name": "二"}])
    lake.append(THINGS, second.to_reader(), notes={"import_id": "b"})
    changed = rows_of(THINGS, [{"number": "1", "name": "壹"}])
    lake.upsert(THINGS, changed.to_reader(), notes={})
    assert names(lake) == ["壹", "二"]
    assert names(lake, version=1) == ["一", "二"]
    assert lake.commits("things")[1].notes["import_id"] == "b"
    with pytest.raises(NotFoundError, match=r"lake\.version_unknown"):
        lake.open("things", version=9)


def test_a_column_declared_later_is_empty_in_rows_written_before(lake: Lake) -> None:
    put(lake, THINGS, [{"number": "1", "name": "一"}])
    grown = text_register(number="string", name="string", marks="strings")
    engine = DuckEngine(lake, threads=1)
    assert engine.run(engine.table(grown))["marks"].to_pylist() == [None]
    added = rows_of(grown, [{"number": "2", "marks": ["甲"]}])
    lake.append(grown, added.to_reader(), notes={})
    table = engine.run(engine.table(grown).order_by("number"))
    assert table["marks"].to_pylist() == [None, ["甲"]]


def test_a_store_that_does_not_answer_is_a_problem_with_words(server: str) -> None:
    missing = Lake("s3://no-such-bucket/registers", options(server))
    with pytest.raises(StorageError):
        put(missing, THINGS, [{"number": "1"}])


def test_a_city_is_imported_folded_listed_and_counted(lake: Lake, tmp_path: Path) -> None:
    local = stored_city()
    files = city_files(local.folder)
    outcome = take_in(files, import_settings(lake, tmp_path), on=WHEN)
    assert outcome.new == outcome.read > 0
    again = take_in(files, import_settings(lake, tmp_path), on=WHEN.replace(hour=9))
    assert (again.unchanged, again.new, again.changed) == (outcome.read, 0, 0)

    here, there = DuckEngine(local.lake, threads=1), DuckEngine(lake, threads=1)
    register = packaged().register("patents")
    request = PageRequest(
        read_filters(register, {"in_force_on": ["2025-12-31"]}), read_order(register, "")
    )
    assert read_page(there, request).rows == read_page(here, request).rows != []
    for indicator in packaged().indicators.values():
        told = [figure(e, packaged(), indicator, on=UNTIL, city="440300") for e in (here, there)]
        assert told[0] == told[1]
