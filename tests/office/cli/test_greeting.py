"""What the server says once it answers."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings

from zhiheng.office.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from zhiheng.office.cli.greeting import greeting


def said(monkeypatch: pytest.MonkeyPatch, *, host: str, demo: bool) -> str:
    changed = dataclasses.replace(settings.ZHIHENG, host=host, port=8123, demo=demo)
    monkeypatch.setattr(settings, "ZHIHENG", changed)
    return greeting(host=host, port=8123, demo=demo)


def test_an_office_installation_says_its_address_only(monkeypatch: pytest.MonkeyPatch):
    text = said(monkeypatch, host="127.0.0.1", demo=False)
    assert text.strip() == "知衡 Zhiheng  →  http://127.0.0.1:8123/"


def test_on_every_interface_an_address_that_opens_is_said(monkeypatch: pytest.MonkeyPatch):
    assert "http://127.0.0.1:8123/" in said(monkeypatch, host="0.0.0.0", demo=False)


def test_a_demo_names_its_accounts_and_warns_where_others_reach_it(
    monkeypatch: pytest.MonkeyPatch,
):
    text = said(monkeypatch, host="0.0.0.0", demo=True)
    assert DEMO_PASSWORD in text
    assert all(account.username in text for account in DEMO_ACCOUNTS)
    assert "[zhiheng.W001]" in text
    assert "zhiheng.W001" not in said(monkeypatch, host="127.0.0.1", demo=True)
