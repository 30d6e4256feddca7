"""The manual of the office's staff: its pages, its pictures, words it quotes from the screen."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import polib
import pytest

from tools.take_screenshots import LARGEST, PICTURED, WIDTH

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs/manual"
WORDS = ROOT / "src/zhiheng/office/locale/zh_Hans/LC_MESSAGES/django.po"
PAGES = sorted(MANUAL.rglob("*.md"))
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(MANUAL)))
def test_links_and_pictures_lead_somewhere(page: Path):
    missing = [
        link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).is_file()
    ]
    assert missing == []


def test_every_page_exists_in_both_languages():
    chinese, english = ({page.name for page in (MANUAL / of).iterdir()} for of in ("zh", "en"))
    assert chinese == english


def test_every_picture_is_shown_light_and_as_wide_as_a_desk_screen():
    shown = {
        Path(link).name
        for page in PAGES
        for link in LINK.findall(page.read_text("utf-8"))
        if link.endswith(".png")
    }
    pictures = {path.name: path for path in (ROOT / "docs/screenshots").glob("*.png")}
    assert shown == {f"{picture.name}.png" for picture in PICTURED} == set(pictures)
    for path in pictures.values():
        content = path.read_bytes()
        assert len(content) <= LARGEST, path.name
        assert struct.unpack(">I", content[16:20])[0] == WIDTH, path.name  # PNG, chunk IHDR


@pytest.mark.parametrize("page", sorted((MANUAL / "zh").iterdir()), ids=lambda page: page.stem)
def test_words_in_bold_are_words_of_the_screen(page: Path):
    on_screen = [entry.msgstr for entry in polib.pofile(str(WORDS))]
    quoted = {
        word
        for bold in re.findall(r"\*\*([^*]+)\*\*", page.read_text("utf-8"))
        for word in bold.split(" → ")
    }
    assert quoted
    assert [word for word in sorted(quoted) if not any(word in text for text in on_screen)] == []
