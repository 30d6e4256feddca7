"""The pages of plans: what a clerk does on them, and what others see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.plans.factories import DOCUMENT, make_plan, plan_under_review
from zhiheng.office.accounts.models import User

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def browser(client_of: ClientOf, analyst: User) -> Client:
    return client_of(analyst)


def test_every_page_opens(browser: Client):
    plan_under_review()
    inforce = make_plan(text=DOCUMENT.replace("高质量", "稳步"))
    n = inforce.pk
    for path in [
        "",
        "import/",
        "1/",
        "1/review/",
        "1/review/?at=4&show=open&doubt=problems",
        "1/review/4/",
        "1/review/1/",
        "1/review/accept/",
        "1/review/add/",
        "1/review/add/?kind=measure&line=12&line=14",
        "1/description/",
        "1/adopt/",
        "1/discard/",
        f"{n}/",
        f"{n}/text/",
        f"{n}/document/",
        f"{n}/departments/",
        f"{n}/indicators/1/",
        f"{n}/indicators/1/change/",
        f"{n}/indicators/1/link/",
        f"{n}/indicators/1/withdraw/",
        f"{n}/measures/2/",
        f"{n}/measures/2/change/",
        f"{n}/measures/2/withdraw/",
        f"{n}/export/indicators.xlsx",
        f"{n}/export/measures.csv",
        f"{n}/review/",
    ]:
        answer = browser.get(f"/plans/{path}", follow=True)
        assert answer.status_code == 200, path
        print(path, len(b"".join(answer.streaming_content) if answer.streaming else answer.content))
