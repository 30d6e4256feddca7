"""Images of marks taken in by a command: on record, shown by number, found by their look."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.core.matching.marks.images.pictures import framed, hills, key, saved
from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.cities import _forget, _use
from zhiheng.core.errors import ForbiddenError
from zhiheng.core.matching.marks.images.reading import read_image
from zhiheng.core.matching.marks.images.words import can_read_words, read_words
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.cli import root
from zhiheng.office.ledger.models import Event
from zhiheng.office.marks import pictures
from zhiheng.office.marks.picture_commands import import_pictures

ClientOf = Callable[[User], Client]


@pytest.fixture
def home(
    marks_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Path]:
    """A copy of the home with marks, which images may be written to."""
    copy = tmp_path / "home"
    shutil.copytree(marks_home, copy)
    _use(monkeypatch, copy)
    yield copy
    _forget()


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    path = tmp_path / "images.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("10000004.png", saved(key()))
        archive.writestr("20000004.jpg", saved(hills(), "JPEG"))
        archive.writestr("10000001.png", b"nothing that is an image")
    return path


# A command runs in no transaction of its own.
@pytest.mark.django_db(transaction=True)
def test_images_are_taken_in_put_on_record_shown_and_found(
    home: Path, delivery: Path, make_person: MakePerson, client_of: ClientOf
):
    done = CliRunner().invoke(root.root, ["mark", "images", str(delivery), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["new"], told["changed"], told["unchanged"], told["refused"]) == (2, 0, 0, 1)
    assert [each["code"] for each in told["problems"]] == ["mark_image.format"]
    assert "10000001.png" in told["problems"][0]["file"]
    event = Event.objects.order_by("-pk")[0]
    assert (event.act, json.loads(event.details)["new"]) == ("marks.images_imported", 2)
    client = client_of(make_person("chen", Role.CITIZEN))
    shown = client.get("/marks/pictures/10000004.png")
    assert shown.status_code == 200
    assert shown.content.startswith(b"\x89PNG")
    near = pictures.nearest_pictures(pictures.see(read_image(saved(framed(key())), "x.png")))
    assert near[0].number == "10000004"
    assert near[0].comparison.near
    assert pictures.with_pictures(["10000004", "10000001"]) == {"10000004"}
    asked = {"picture": BytesIO(saved(hills())), "vienna": "140501、14"}
    told = client.post("/marks/image/", asked).content.decode()
    assert "两商标有相同的图形要素（维也纳分类）：14.05.01" in told
    asked = {"picture": BytesIO(saved(hills())), "vienna": "狮子"}
    assert "“狮子”不是维也纳分类编码" in client.post("/marks/image/", asked).content.decode()


def test_who_may_not_import_takes_no_images_in(home: Path, delivery: Path, make_person: MakePerson):
    citizen = make_person("chen", Role.CITIZEN)
    with pytest.raises(ForbiddenError):
        import_pictures(path=delivery, by=citizen, on=WHEN)
    assert not (home / "mark-images").exists()


@pytest.mark.skipif(not can_read_words(), reason="the extra `ocr` is not installed")
def test_words_in_an_image_are_read():
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (500, 160), "white")
    ImageDraw.Draw(picture).text((30, 30), "LANSHI", fill="navy", font=ImageFont.load_default(90))
    assert read_words(read_image(saved(picture), "mark.png")) == "LANSHI"
