"""What `zhiheng serve` says once it answers: addresses, demo accounts, an operator's mistakes."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import Tags, run_checks

from zhiheng.office.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD

EVERY_INTERFACE = {"0.0.0.0", "::", "[::]"}  # noqa: S104 - compared, not bound


def greeting(*, host: str, port: int, demo: bool) -> str:
    """Return the lines to print for a server that listens at a host and port."""
    lines = ["", f"  知衡 Zhiheng  →  http://{host}:{port}/"]
    if host in EVERY_INTERFACE:
        # The address of every interface is nobody's address to open.
        lines.append(f"                   http://127.0.0.1:{port}/")
    if demo:
        lines += ["", *_demo_accounts()]
    return "\n".join([*lines, "", *_mistakes()])


def _demo_accounts() -> Iterator[str]:
    yield f"  演示账号 Demo accounts (密码 password: {DEMO_PASSWORD})"
    for account in DEMO_ACCOUNTS:
        yield f"    {account.username}  {account.display_name}"


def _mistakes() -> Iterator[str]:
    for message in run_checks(tags=[Tags.security]):
        if message.id and message.id.startswith("zhiheng."):
            yield f"  ! {message.msg} {message.hint or ''} [{message.id}]"
