"""Pictures of marks: uploaded, compared, found by the words in them or by their look, not kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from tests.office.conftest import MakePerson
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.marks import imaging, index

ClientOf = Callable[[User], Client]


def device(turned: int = 0, colour: str = "navy") -> bytes:
    """Draw a star-like device."""
    picture = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.regular_polygon((100, 100, 80), 5, rotation=turned, fill=colour)
    draw.ellipse((80, 80, 120, 120), fill="white")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def file(content: bytes, name: str = "mark.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.fixture
def citizen(make_person: MakePerson, client_of: ClientOf, marks_home: Path) -> Client:
    return client_of(make_person("chen", Role.CITIZEN))


def everything_in(home: Path) -> set[Path]:
    return {path for path in home.rglob("*") if path.is_file()}


def test_a_picture_is_looked_for_and_not_kept(citizen: Client, marks_home: Path):
    before, events = everything_in(marks_home), Event.objects.count()
    answer = citizen.post("/marks/image/", {"picture": file(device()), "goods": "第32类"})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "data:image/png;base64," in shown
    assert "200 × 200" in shown
    assert "登记簿中尚无图样" in shown
    assert everything_in(marks_home) == before
    assert Event.objects.count() == events


def test_while_marks_are_indexed_pictures_are_found_by_their_look(
    marks_home: Path, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "SMALL", -1)
    cache.set(index.ASKED, True)  # somebody asked for it; the task is not done
    monkeypatch.setattr(index, "_folder", lambda: tmp_path)
    picture = imaging.uploaded(device(), "mark.png")
    worded = replace(picture, seen=replace(picture.seen, words="星耀"))
    found = imaging.nearest(worded, "", on=date(2026, 7, 1), unmasked=False)
    assert "marks.index_missing" in [each.code for each in found.uploaded.seen.notes]


def test_two_pictures_stand_side_by_side(citizen: Client):
    given = {"a": file(device()), "b": file(device(colour="red")), "goods_a": "茶", "goods_b": "茶"}
    shown = citizen.post("/marks/compare/images/", given).content.decode()
    assert shown.count("data:image/png;base64,") == 2
    assert "会遇到在先商标的障碍" in shown


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.png", "图样文件为空"),
        (b"GIF89a nothing more", "broken.gif", "无法识别图样的格式"),
        (b"%PDF-1.4 not a picture", "paper.pdf", "无法识别图样的格式"),
        (device()[:200], "half.png", "损坏"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(
    citizen: Client, content: bytes, name: str, told: str
):
    answer = citizen.post("/marks/image/", {"picture": file(content, name)})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert 'role="alert"' in shown
    assert told in shown
    assert "data:image" not in shown


def test_a_drawing_with_a_script_is_shown_without_it(citizen: Client):
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">'
        b"<script>alert(1)</script><circle cx='45' cy='45' r='40'/></svg>"
    )
    answer = citizen.post("/marks/image/", {"picture": file(drawing, "mark.svg")})
    shown = answer.content.decode()
    assert "alert(1)" not in shown
    assert "已经去除" in shown


def test_without_a_picture_the_form_says_so(citizen: Client):
    assert citizen.get("/marks/image/").status_code == 200
    assert citizen.get("/marks/compare/images/").status_code == 200
    answer = citizen.post("/marks/image/", {"goods": "茶"})
    assert "invalid-feedback" in answer.content.decode()


def test_a_mark_without_a_picture_has_none_to_show(citizen: Client):
    assert citizen.get("/marks/pictures/10000001.png").status_code == 404


def test_a_stranger_uploads_nothing(db: None):
    answer = Client().post("/marks/image/", {"picture": file(device())})
    assert answer.status_code == 302
