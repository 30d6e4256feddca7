"""The same way by the real server, configured by nothing but its environment variables."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.office.accounts.openid_provider import CLIENT, SECRET, IdentityProvider, running_provider

SERVE = "from zhiheng.office.cli import main; main()"


def test_a_demo_account_is_opened_by_its_identity(fresh_home: Path):
    with running_provider() as provider, served(fresh_home, provider) as address:
        provider.returns_to = f"{address}/accounts/oidc/city/login/callback/"
        provider.people = {"demo-admin": "subject-1"}
        provider.at_the_keyboard = "demo-admin"
        browser = requests.Session()
        page = browser.get(f"{address}/accounts/login/", timeout=10)
        allowed = re.search(r"form-action ([^;]+)", page.headers["Content-Security-Policy"])
        assert allowed
        assert allowed.group(1).split() == ["'self'", provider.address]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token
        answer = browser.post(
            f"{address}/accounts/oidc/city/login/",
            {"csrfmiddlewaretoken": token.group(1), "next": "/me/"},
            timeout=20,
        )
        assert answer.url == f"{address}/me/"
        assert "demo-admin" in answer.text


@contextmanager
def served(home: Path, provider: IdentityProvider) -> Iterator[str]:
    """Run `zhiheng serve` in a demo installation that knows the provider; yield its address."""
    (home / "secret").write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    surroundings = {
        **kept,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PORT": str(port),
        "ZHIHENG_HOME": str(home),
        "ZHIHENG_DEMO": "1",
        "ZHIHENG_OIDC_ISSUER": provider.address,
        "ZHIHENG_OIDC_CLIENT_ID": CLIENT,
        "ZHIHENG_OIDC_CLIENT_SECRET_FILE": str(home / "secret"),
    }
    command = [sys.executable, "-c", SERVE, "serve", "--workers", "1"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            _wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
