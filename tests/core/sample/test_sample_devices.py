"""Devices of the sample city: drawn for marks of its list, the same motif found in every manner."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

from sample.devices import DEVICES, device, write_devices
from tests.core.sample.conftest import City
from zhiheng.core.matching.marks.images.fingerprints import fingerprint
from zhiheng.core.matching.marks.images.index import ImageIndex
from zhiheng.core.matching.marks.images.reading import read_image


def test_devices_belong_to_marks_of_the_list(city: City, tmp_path: Path):
    with zipfile.ZipFile(city.folder / DEVICES) as archive:
        names = [name.removesuffix(".svg") for name in archive.namelist()]
    with (city.folder / "trademarks.csv").open(encoding="utf-8-sig", newline="") as listed:
        numbers = {row["注册号"] for row in csv.DictReader(listed)}
    assert len(names) >= 8
    assert set(names) <= numbers
    before = (city.folder / DEVICES).read_bytes()
    assert write_devices(city.folder) == len(names)
    assert (city.folder / DEVICES).read_bytes() == before


def test_looking_for_a_motif_finds_all_its_manners():
    images = [read_image(device(place).encode(), f"{place}.svg") for place in range(32)]
    assert [image.name for image in images if image.notes] == []
    looks = [fingerprint(image) for image in images]
    index = ImageIndex.build(looks)
    for motif in range(8):
        hits = index.nearest(looks[motif], 4)
        assert {hit.row % 8 for hit in hits} == {motif}
        assert hits[-1].score > 0.6
