"""A real office, a real browser, and people signed in to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.made_once import made_once
from tests.office.registers.cities import PEOPLE
from tools.provide_test_services import find_browser
from tools.sample_office import Office, load_office, served_office
from tools.take_screenshots import BROWSER_ARGUMENTS

DESKTOP = {"width": 1360, "height": 900}
PATIENCE = 15_000  # ms; generous, for a machine busy with other tests

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Iterator[Office]:
    """A served sample city of 600 patents, and two applications by people the tests know.

    It is loaded once; each process of the tests serves a copy of its own, whose records lead to the
    files of the first.
    """
    own = tmp_path_factory.mktemp("served")
    shutil.copytree(made_once(shared_folder / "office", _load), own, dirs_exist_ok=True)
    with served_office(own) as running:
        yield running


def _load(folder: Path) -> None:
    load_office(folder, patents=600, extra="\n".join(PEOPLE))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = find_browser()
    assert path, "no Chromium is installed here; tools/provide_test_services.py fetches one"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(BROWSER_ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def _sessions() -> dict[str, Any]:
    """Cookies of the people who have signed in, by account."""
    return {}


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained of during a test; it fails unless this stays empty."""
    return []


@pytest.fixture
def sign_in(
    browser: Browser, office: Office, _sessions: dict[str, Any], complaints: list[str]
) -> Iterator[SignIn]:
    """Open a browser in which a demo account is signed in, or a stranger's without a name."""
    contexts: list[BrowserContext] = []

    def open_for(account: str = "", **options: Any) -> Page:
        context = browser.new_context(
            base_url=office.address,
            viewport=options.pop("viewport", DESKTOP),
            locale="zh-CN",
            storage_state=_session(account) if account else None,
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        _listen(page, complaints)
        return page

    def _session(account: str) -> Any:
        if account not in _sessions:
            page = open_for()
            sign_in_by_form(page, account)
            _sessions[account] = page.context.storage_state()
        return _sessions[account]

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in_by_form(page: Page, account: str) -> None:
    """Sign in as somebody new to a demo would: with the password the page itself tells."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(account)
    page.get_by_label("密码", exact=True).fill(page.locator(".demo-card code.once").inner_text())
    page.locator("main").get_by_role("button", name="登录").click()
    page.wait_for_url("**/")


def _listen(page: Page, complaints: list[str]) -> None:
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{page.url}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        ),
    )
