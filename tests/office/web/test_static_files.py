"""Static files: fresh when they change, kept by browsers when they do not, never from elsewhere."""

from __future__ import annotations

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client


def fetch(address: str, **headers: str):
    answer = Client().get(address, headers=headers)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return answer, content


def test_an_address_changes_with_the_content(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    try:
        probe = tmp_path / "probe.css"
        probe.write_text("a{}")
        first = static("probe.css")
        probe.write_text("b{}")
        assert re.fullmatch(r"/static/probe\.css\?v=[0-9a-f]{12}", first)
        assert static("probe.css") != first
    finally:
        finders.get_finder.cache_clear()


def test_a_file_that_does_not_exist_is_not_linked():
    with pytest.raises(ValueError, match="build_static"):
        static("web/nothing.css")


def test_what_a_page_links_is_served(db: None):
    page = Client().get("/accounts/login/").content.decode()
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any("vendor/tabler.min.css" in address for address in linked)
    for address in linked:
        answer, content = fetch(address)
        assert answer.status_code == 200, address
        assert content
        assert "max-age=2592000" in answer.headers["Cache-Control"]


def test_what_comes_from_packages_is_compressed(db: None):
    answer, content = fetch("/static/vendor/tabler.min.css", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"Tabler" in gzip.decompress(content)
