"""Members of the public open accounts themselves, where the office lets them."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings
from django.test import Client

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.hall import accounts

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-river-77"
NEW = {
    "display_name": "演示居民", "username": "resident-1", "password": PASSWORD,
    "again": PASSWORD, "agreed": "on",
}  # fmt: skip


@pytest.fixture
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = dataclasses.replace(settings.ZHIHENG, sign_up=True)
    monkeypatch.setattr(settings, "ZHIHENG", opened)


def test_without_the_offices_leave_there_is_no_such_page(client: Client, office: Organisation):
    assert client.get("/hall/sign-up/").status_code == 404
    assert "/hall/sign-up/" not in client.get("/accounts/login/").content.decode()
    with pytest.raises(ForbiddenError):
        accounts.sign_up(username="x1", display_name="X", password=PASSWORD, on=None)  # type: ignore[arg-type]  # refused before


@pytest.mark.usefixtures("_open")
def test_an_account_is_opened_signed_in_and_may_ask(client: Client):
    assert "/hall/sign-up/" in client.get("/accounts/login/").content.decode()
    answer = client.post("/hall/sign-up/", NEW, follow=True)
    user = User.objects.get(username="resident-1")
    membership = user.memberships.get()
    assert (membership.role, membership.organisation.kind) == ("citizen", "public")
    assert "您的账号" in answer.content.decode() or "账号已开通" in answer.content.decode()
    assert client.get("/hall/services/small/apply/").status_code == 200
    assert client.get("/hall/sign-up/").status_code == 302


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"again": "other-river-77"}, "两次输入的密码不一致"),
        ({"password": "short", "again": "short"}, "密码太短"),
        ({"username": "Ünfit Name"}, "<div>长度 2 至 64 个字符"),
        ({"agreed": ""}, "这个字段是必填项"),
    ],
)
def test_what_does_not_fit_is_told_and_opens_nothing(
    client: Client, changed: dict[str, str], said: str
):
    page = client.post("/hall/sign-up/", {**NEW, **changed}).content.decode()
    assert said in page
    assert not User.objects.filter(kind="person").exists()


@pytest.mark.usefixtures("_open")
def test_a_taken_name_is_told_and_accounts_by_the_dozen_have_to_wait(client: Client):
    client.post("/hall/sign-up/", NEW)
    other = Client()
    assert "“resident-1”已被使用" in other.post("/hall/sign-up/", NEW).content.decode()
    for _ in range(20):
        page = other.post("/hall/sign-up/", NEW).content.decode()
    assert "60 分钟" in page
