"""Real bodies for electronic filing are read whole, whatever way they are handed over."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from zhiheng.core.screening.draft_files import DraftReading, read_drafts

DATA = Path(__file__).resolve().parents[2].parent / "shared/data/patents_cn/cnipa_xml_application"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.exists(), reason=f"no real files under {DATA}"),
]
LIMITS = {
    "files": 200,
    "drafts": 200,
    "file-bytes": 20_000_000,
    "characters": 500_000,
    "archive-depth": 2,
    "archive-ratio": 200,
}
# Folder → title, claims, characters of abstract and of description.
BODIES = {
    "2010102412224": ("“J型”水封管式高炉炉顶均压放散工艺", 2, 238, 3143),
    "2015110360686": ("", 15, 0, 0),  # the claims alone
    "2018103922220": ("一种血液灌流器的密封检测装置", 7, 191, 3944),
    "2018103932133": ("一种用于废动力电池内芯的规则形状破碎切割装置", 10, 296, 4817),
}


def measured(reading: DraftReading) -> dict[str, tuple[str, int, int, int]]:
    return {
        each.name: (each.title, len(each.claims), len(each.abstract), len(each.description))
        for each in reading.drafts
    }


def test_a_folder_of_folders_holds_a_draft_each():
    reading = read_drafts([DATA], LIMITS)
    assert measured(reading) == BODIES
    assert reading.problems == []
    assert all(file.drafts == 1 for file in reading.files)


def test_the_same_in_an_archive(tmp_path: Path):
    path = tmp_path / "bodies.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(DATA.rglob("*.xml")):
            archive.write(file, str(file.relative_to(DATA)))
    reading = read_drafts([path], LIMITS)
    assert measured(reading) == BODIES
    assert reading.files[0].drafts == len(BODIES)


def test_forms_chosen_one_by_one_are_one_application():
    folder = DATA / "2018103922220"
    (draft,) = read_drafts(sorted(folder.iterdir()), LIMITS).drafts
    title, claims, _abstract, _description = BODIES[folder.name]
    assert (draft.name, len(draft.claims)) == (title, claims)
