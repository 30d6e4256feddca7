"""What commands print."""

from __future__ import annotations

import pytest

from zhiheng.office.cli.output import show_rows


def test_brackets_in_a_cell_are_no_markup(capsys: pytest.CaptureFixture[str]):
    show_rows([{"title": "苯并[b]噻吩衍生物 [/x]"}], ("title",), "table")
    assert "苯并[b]噻吩衍生物 [/x]" in capsys.readouterr().out
