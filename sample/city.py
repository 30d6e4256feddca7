"""Writes a whole synthetic city into a folder."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sample.abroad import CLOSING, OPENING
from sample.broken import write_broken
from sample.dealings import HEADINGS
from sample.devices import DEVICES, write_devices
from sample.filings import World
from sample.inhabitants import Enterprise
from sample.mark_planting import MARK_TRUTH, PlantedMarks
from sample.marks import Marks, write_marks
from sample.notices import HEADING, NOTICES
from sample.order import MAX_RINGS, Order, Shard, plan
from sample.plan import PLAN, write_plan
from sample.planting import EVERY, TRUTH, Planted, write_planted
from sample.registrations import REGISTRATIONS, write_registrations
from sample.shards import EVENTS, FAMILIES, Written, world_for, write_shard
from sample.tables import write_classification, write_enterprises, write_population
from sample.tally import Tally, by_year
from sample.truth import write_truth
from sample.vocabulary import declared

Progress = Callable[[int, int], None]
_DRAWN = {**HEADINGS, NOTICES: HEADING}
_HEADINGS = {EVENTS: ("申请号", "法律状态公告日", "法律状态", "法律状态信息"), **_DRAWN}
# The tables that a feed takes in, beside the folder of patents; enterprises.csv only where there
# are more than one sheet holds.
TABLES = (
    "enterprises.xlsx",
    "enterprises.csv",
    "population.csv",
    "ipc.csv",
    *(f"{table}.csv" for table in _HEADINGS),
    f"{FAMILIES}.xml",
    "trademarks.csv",
    "trademark-events.csv",
    "agencies.xlsx",
    *(f"{table}.csv" for table in REGISTRATIONS if table != "agencies"),
)
_README = """合成样例城市 / SYNTHETIC SAMPLE CITY

本文件夹中的全部数据均由程序按随机种子生成，不对应任何真实的专利、企业、机构或个人。
其中使用真实的行政区划名称、国际专利分类号和文件格式，仅为便于演示和测试。
请勿将其作为事实引用。broken 文件夹中的文件是有意写错的，不应随样例一起导入。

Everything in this folder was generated from a random seed. No patent, enterprise, body or person
in it exists. Names of districts, classification symbols and file formats are real, so that the
files can be used for demonstration and tests. Do not cite it as fact. The files in the folder
"broken" are wrong on purpose and must not be imported with the others.
"""


@dataclass(frozen=True)
class Manifest:
    """What was written and what is known to be true of it; `content` is manifest.json."""

    content: dict[str, Any]

    @property
    def documents(self) -> int:
        """The number of XML documents."""
        return int(self.content["documents"]["total"])


def write_city(
    out: Path,
    *,
    patents: int,
    seed: int,
    until: date,
    rings: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Manifest:
    """Write the city of these arguments into the folder `out` and return its manifest.

    The bytes depend on `patents`, `seed`, `until` and `rings` only: so many rings of each kind, and
    of each kind of look-alikes, are planted beside the patents; by default one of each in 5 000
    applications, which is none in a small city. `progress` is told applications done
    and in all. An earlier city in the folder is replaced; the manifest is written last, so a
    folder without one is incomplete.
    """
    rings = min(patents // EVERY, MAX_RINGS) if rings is None else rings
    order = Order(patents=patents, seed=seed, until=until, rings=rings)
    _clear(out)
    (out / "patents").mkdir(parents=True)
    (out / "README.txt").write_text(_README, encoding="utf-8-sig")
    world = world_for(order)
    planted = Planted(world)
    planted_marks = PlantedMarks(world, planted.register)
    write_enterprises(out, [*world.inhabitants.enterprises, *planted.firms])
    write_population(out, order)
    write_classification(out)
    defects = write_broken(out / "broken", world=world)
    tally, size = _write_patents(out, order, planted, planted_marks, workers, progress)
    marks = _write_others(out, world, tally, planted.firms, planted_marks)
    write_plan(out, patents=patents)
    manifest = Manifest(
        _content(order, tally, size, defects)
        | _told_of_others(tally, marks)
        | {
            "enterprises": order.enterprises + len(planted.firms),
            "planted": planted.counts(),
            "planted_marks": planted_marks.counts(),
        }
    )
    text = json.dumps(manifest.content, ensure_ascii=False, indent=1)
    (out / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def files_to_import(out: Path) -> list[Path]:
    """Return what of a written city is to be imported: neither the broken files nor the truth."""
    return [out / "patents", *(out / name for name in TABLES if (out / name).exists())]


def _clear(out: Path) -> None:
    """Remove an earlier city; refuse to touch a folder that holds anything else."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "manifest.json").unlink(missing_ok=True)
    foreign = sorted(entry.name for entry in out.iterdir() if not _is_ours(entry.name))
    if foreign:
        raise ValueError(f"{out} holds files that are not a sample city: {', '.join(foreign)}")
    for entry in out.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _is_ours(name: str) -> bool:
    own = {"README.txt", "broken", "manifest.json", "party-truth.csv", "patents", PLAN}
    own |= {TRUTH, MARK_TRUTH, DEVICES}
    return name in own or name in TABLES


def _write_others(
    out: Path, world: World, tally: Tally, planted: list[Enterprise], planted_marks: PlantedMarks
) -> Marks:
    """Write the registers beside the patents and who is who, and add them to the counts."""
    counts, spellings = write_registrations(out, world)
    marks = write_marks(out, world, planted_marks.plants)
    write_devices(out)
    planted_marks.write_truth(out)
    tally.rows.update(counts)
    tally.rows.update(marks.rows)
    tally.spellings.update(spellings)
    tally.spellings.update(marks.spellings)
    write_truth(out / "party-truth.csv", world, tally.spellings, planted)
    return marks


def _told_of_others(tally: Tally, marks: Marks) -> dict[str, Any]:
    kinds: Counter[str] = Counter()
    for spelling, count in tally.spellings.items():
        kinds[spelling.kind] += count
    return {
        "rows": dict(sorted(tally.rows.items())),
        "abroad": dict(sorted(tally.families.items())),
        "trademarks_by_status": dict(sorted(marks.by_status.items())),
        "spellings": dict(sorted(kinds.items())),
    }


def _write_patents(
    out: Path,
    order: Order,
    planted: Planted,
    planted_marks: PlantedMarks,
    workers: int,
    progress: Progress | None,
) -> tuple[Tally, int]:
    tally, size, done = Tally(), 0, 0
    with ExitStack() as opened:
        tables = {}
        for name, heading in _HEADINGS.items():
            tables[name] = opened.enter_context((out / f"{name}.csv").open("wb"))
            tables[name].write(b"\xef\xbb\xbf" + ",".join(heading).encode() + b"\r\n")
        tables[FAMILIES] = opened.enter_context((out / f"{FAMILIES}.xml").open("wb"))
        tables[FAMILIES].write(OPENING.encode())
        for written in _written_shards(out, order, workers):
            for name, path in written.lines.items():
                with path.open("rb") as lines:
                    shutil.copyfileobj(lines, tables[name])
                path.unlink()
            tally.add(written.tally)
            size += written.bytes_of_xml
            done += written.shard.count
            if progress is not None:
                progress(done, order.patents)
        told, more = write_planted(out, planted, tally)
        for name, text in told.items():
            tables[name].write(text.encode())
        marks_sold, sold = planted_marks.transfers()
        tables["transfers"].write(marks_sold.encode())
        tally.rows["transfers"] += sold
        size += more
        tables[FAMILIES].write(CLOSING.encode())
    _remove_empty(out, tally)
    return tally, size


def _remove_empty(out: Path, tally: Tally) -> None:
    """Remove the files of a very small city in which nothing of the kind happened.

    Of a file without records a feed would say that it is empty.
    """
    for name in _DRAWN:
        if not tally.rows[name]:
            (out / f"{name}.csv").unlink()
    if not tally.families:
        (out / f"{FAMILIES}.xml").unlink()


def _written_shards(out: Path, order: Order, workers: int) -> Iterator[Written]:
    """Yield the shards in their order, written here or in `workers` processes."""
    write: Callable[[Shard], Written] = partial(write_shard, order, folder=out)
    shards = plan(order)
    if workers <= 1:
        yield from map(write, shards)
        return
    # Fresh interpreters: a forked copy of a server with threads could hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(write, shards)


def _content(order: Order, tally: Tally, size: int, defects: dict[str, str]) -> dict[str, Any]:
    districts = [entry["code"] for entry in declared("places.yaml")["districts"]]
    last_year = order.until.year - (order.until < date(order.until.year, 12, 31))
    at_end = {district: tally.valid_at_end[district] for district in districts}
    return {
        "synthetic": True,
        "arguments": {
            "patents": order.patents,
            "seed": order.seed,
            "until": order.until.isoformat(),
            "rings": order.rings,
        },
        "documents": {
            "total": tally.documents.total(),
            "by_kind": dict(sorted(tally.documents.items())),
            "by_dialect": dict(sorted(tally.dialects.items())),
            "bytes": size,
        },
        "applications": {
            "total": tally.applications.total(),
            "by_right": dict(sorted(tally.applications.items())),
        },
        "events": {"total": tally.events.total(), "by_status": dict(sorted(tally.events.items()))},
        "expected": {
            "valid_inventions": {
                **tally.valid_inventions(districts=districts, last_year=last_year),
                order.until.isoformat(): {"440300": sum(at_end.values()), **at_end},
            },
            "city_filings": by_year(tally.filings, scope="city"),
            "city_grants": by_year(tally.grants, scope="city"),
            "all_filings": by_year(tally.filings, scope=None),
            "all_grants": by_year(tally.grants, scope=None),
        },
        "broken": defects,
    }
