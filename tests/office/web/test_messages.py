"""Everything people see is Chinese, completely."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tools.compile_messages import CATALOGUE, OFFICE, messages, update


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_messages_are_found_in_python_and_in_every_kind_of_template_tag():
    found = messages()
    assert ("", "Adjudicator", "") in found
    assert ("", "Sign in", "") in found
    assert ("", "Welcome, %(name)s", "") in found
    assert ("", "%(left)s code left", "%(left)s codes left") in found


def test_every_message_is_translated(catalogue: polib.POFile):
    known = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
        for entry in catalogue
        if entry.translated()
    }
    missing = {message: places for message, places in messages().items() if message not in known}
    assert missing == {}, "run tools/compile_messages.py --update and fill the new entries"


def test_no_translation_is_fuzzy_or_left_over(catalogue: polib.POFile):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    used = messages()
    unused = [
        entry.msgid
        for entry in catalogue
        if (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") not in used
    ]
    assert unused == [], "run tools/compile_messages.py --update"


def test_a_translation_keeps_the_values_it_shows(catalogue: polib.POFile):
    for entry in catalogue:
        given = set(re.findall(r"%\(\w+\)s", entry.msgid + entry.msgid_plural))
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        shown = {value for text in texts for value in re.findall(r"%\(\w+\)s", text)}
        assert shown <= given, entry.msgid


def test_an_update_adds_what_is_new_and_keeps_what_is_translated(tmp_path: Path):
    copy = tmp_path / "django.po"
    kept = polib.POFile()
    kept.append(polib.POEntry(msgid="Sign in", msgstr="登录"))
    kept.append(polib.POEntry(msgid="Never said", msgstr="从未说过"))
    kept.save(str(copy))
    added, dropped = update(copy)
    assert (added, dropped) == (len(messages()) - 1, 1)
    result = {entry.msgid: entry.msgstr for entry in polib.pofile(str(copy))}
    assert result["Sign in"] == "登录"
    assert "Never said" not in result


def test_templates_hold_no_inline_code_or_style():
    for path in OFFICE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), path
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes, path
        assert not re.search(r"(src|href)=\"(https?:)?//", text), path
