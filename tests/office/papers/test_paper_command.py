from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhiheng.core.documents.model import texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.cli.paper import group
from zhiheng.office.papers.models import Paper

pytestmark = pytest.mark.django_db


def answered(*arguments: str) -> Any:
    done = CliRunner().invoke(group, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_a_paper_is_verified_by_code_and_by_file(issued: Paper, tmp_path: Path) -> None:
    by_code = answered("verify", issued.code)
    assert (by_code["verdict"], by_code["number"], by_code["by_file"]) == (
        "genuine",
        "测通〔2026〕1号",
        False,
    )
    assert issued.pdf is not None
    file = tmp_path / "通知书.pdf"
    file.write_bytes(content_of(issued.pdf))
    assert answered("verify", str(file))["by_file"] is True
    file.write_bytes(content_of(issued.pdf) + b"\n")
    assert answered("verify", str(file))["verdict"] == "altered"


def test_the_papers_of_a_case_and_the_templates_are_listed(issued: Paper) -> None:
    [row] = answered("list", issued.case.number)
    assert (row["state"], row["code"]) == ("issued", issued.code)
    assert "notice" in {each["name"] for each in answered("templates")}


def test_a_template_is_written_to_be_changed(tmp_path: Path) -> None:
    target = tmp_path / "notice.docx"
    done = CliRunner().invoke(group, ["template", "notice", "--to", str(target)])
    assert done.exit_code == 0, done.output
    assert "{{ respondent.name }}：" in texts_of(read_word(target.read_bytes(), name="x"))
