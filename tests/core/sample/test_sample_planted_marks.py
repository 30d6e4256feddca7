"""Marks planted for the screening: what the truth says of them, the lists must show."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from sample.city import files_to_import
from sample.mark_planting import MARK_TRUTH, PlantedMarks
from sample.mark_plots import SITUATIONS, brands_of
from sample.marks import write_marks
from sample.order import Order
from sample.plots import Register
from sample.shards import world_for
from sample.vocabulary import declared

Rows = list[dict[str, str]]
UNTIL = date(2026, 6, 30)


class Lists:
    """What was written of a small city with two sets of planted marks, and the sets."""

    def __init__(self, folder: Path) -> None:
        world = world_for(Order(patents=240, seed=3, until=UNTIL, rings=3))
        self.planted = PlantedMarks(world, Register(world))
        write_marks(folder, world, self.planted.plants)
        self.planted.write_truth(folder)
        self.marks = rows_of(folder / "trademarks.csv")
        self.events = rows_of(folder / "trademark-events.csv")
        self.truth = rows_of(folder / MARK_TRUTH)
        lines = self.planted.transfers()[0].splitlines()
        self.sold = {row[0]: (row[3], row[4], row[5]) for row in csv.reader(lines)}

    def rings(self, kind: str) -> dict[str, Rows]:
        """Return the marks of the sets of a kind, members only, by set."""
        ring = {row["申请号"]: row for row in self.truth if row["情形"] == kind}
        found: dict[str, Rows] = defaultdict(list)
        for mark in self.marks:
            told = ring.get(mark["申请号"])
            if told and told["角色"] == "成员":
                found[told["组"]].append(mark)
        assert len(found) == 2, kind
        return found


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    return Lists(tmp_path_factory.mktemp("marks"))


def test_every_planted_mark_is_in_the_list_and_in_the_truth_once(lists: Lists) -> None:
    numbers = [row["申请号"] for row in lists.truth]
    assert len(numbers) == len(set(numbers)) == len(lists.planted.plants)
    assert set(numbers) <= {row["申请号"] for row in lists.marks}
    counts = lists.planted.counts()
    assert set(counts["rings"]) == set(SITUATIONS)
    assert sum(sum(each.values()) for each in counts.values()) == len(numbers)
    for row in lists.truth:
        guilty = row["角色"] == "成员" and row["情形"] in SITUATIONS
        assert row["条款"] == (SITUATIONS[row["情形"]] if guilty else "")
        assert 0 <= float(row["强度"]) <= 1


def test_nothing_planted_happens_after_the_end(lists: Lists) -> None:
    planted = set(lists.planted.plants)
    days = [row["申请日期"] for row in lists.marks if row["申请号"] in planted]
    days += [row["事件日期"] for row in lists.events if row["注册号"] in planted]
    assert max(days) <= UNTIL.isoformat()
    members = {row["申请号"] for row in lists.truth if row["角色"] == "成员"}
    last = UNTIL - timedelta(days=30)
    filed = [row["申请日期"] for row in lists.marks if row["申请号"] in members]
    assert max(filed) <= last.isoformat()


def test_hoards_are_many_marks_in_many_classes_of_few_filers(lists: Lists) -> None:
    for marks in lists.rings("hoard").values():
        assert len(marks) >= 24
        assert len({mark["国际分类"] for mark in marks}) >= 6
        assert len({mark["申请人"] for mark in marks}) == 1


def test_copies_of_many_have_earlier_marks_of_different_owners(lists: Lists) -> None:
    origins = defaultdict(list)
    for row in lists.truth:
        if row["情形"] == "copies-of-many" and row["角色"] == "来源":
            origins[row["组"]].append(row["申请号"])
    by_number = {mark["申请号"]: mark for mark in lists.marks}
    for ring, marks in lists.rings("copies-of-many").items():
        victims = [by_number[number] for number in origins[ring]]
        assert len({mark["申请人"] for mark in victims}) == len(victims) == len(marks)
        first = min(mark["申请日期"] for mark in marks)
        assert all(mark["申请日期"] < first for mark in victims)
        assert all(any(_share_two(mark, each) for each in victims) for mark in marks)


def _share_two(mark: dict[str, str], origin: dict[str, str]) -> bool:
    return len(set(mark["商标名称"]) & set(origin["商标名称"])) >= 2


def test_copies_of_one_name_one_brand_again_and_again(lists: Lists) -> None:
    for marks in lists.rings("copies-of-one").values():
        letters = Counter(letter for mark in marks for letter in set(mark["商标名称"]))
        assert sum(count >= len(marks) / 2 for count in letters.values()) >= 2
        assert any(mark["商标状态"] == "已驳回" for mark in marks)


def test_most_marks_sold_on_went_to_scattered_buyers(lists: Lists) -> None:
    for marks in lists.rings("sold-on").values():
        sold = [lists.sold[mark["申请号"]] for mark in marks if mark["申请号"] in lists.sold]
        assert len(sold) >= len(marks) * 0.4
        assert len({seller for seller, _, _ in sold}) == 1
        assert len({buyer for _, buyer, _ in sold}) == len(sold)
    for mark in lists.marks:
        if mark["申请号"] in lists.sold:
            assert mark["申请人"] == lists.sold[mark["申请号"]][1]


def test_the_same_order_plants_the_same_and_none_without_rings() -> None:
    order = Order(patents=240, seed=3, until=UNTIL, rings=1)
    plants = [
        {
            number: (plant.text, plant.filer.name, plant.life.filed)
            for number, plant in PlantedMarks(world, Register(world)).plants.items()
        }
        for world in (world_for(order), world_for(order))
    ]
    assert plants[0] == plants[1] != {}
    bare = world_for(Order(patents=240, seed=3, until=UNTIL, rings=0))
    assert PlantedMarks(bare, Register(bare)).plants == {}


def test_the_truth_is_never_imported(tmp_path: Path) -> None:
    (tmp_path / MARK_TRUTH).write_text("申请号\n", encoding="utf-8")
    assert tmp_path / MARK_TRUTH not in files_to_import(tmp_path)


def test_there_are_brands_for_the_most_sets() -> None:
    brands = list(brands_of(declared("marks.yaml"), 17))
    assert len(set(brands)) == len(brands) > 75 * 10
    for place in (0, 1, 2):
        pairs = [brand[:place] + brand[place + 1 :] for brand in brands]
        assert len(set(pairs)) == len(pairs)
