"""The surroundings of all tests: a home of their own, no network, Django ready.

Runs before Django's settings are read: they come from the environment.
"""

from __future__ import annotations

import atexit
import gc
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tools.compile_messages import compile_catalogue

# No test is timed: on a busy machine an example may take long to make and to try.
examples.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("calm")

# With thousands of tests in memory a search for garbage takes a second: by default a tenth of all.
gc.set_threshold(20_000, 20, 20)

HOME = Path(tempfile.mkdtemp(prefix="zhiheng-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# Only the choice of database is taken from outside (see tools/with_postgres.py).
for _name in [name for name in os.environ if name.startswith("ZHIHENG_")]:
    if _name != "ZHIHENG_DATABASE_URL":
        del os.environ[_name]
os.environ["ZHIHENG_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.office.config.settings"
compile_catalogue()

import django  # noqa: E402 - the environment comes first
from django.conf import settings  # noqa: E402

# A file, not memory: threads and servers under test need a database they can share.
settings.DATABASES["default"].setdefault("TEST", {})
if settings.ZHIHENG.database.vendor == "sqlite":
    settings.DATABASES["default"]["TEST"]["NAME"] = str(HOME / "test.sqlite3")
# Slow on purpose in the office; here it would be most of the time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()
# The workers of pytest-xdist inherit these surroundings; told so early which settings to read, they
# would read them before this file could give each of them a folder of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of the test run see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(autouse=True, scope="session")
def _own_home() -> None:
    """Refuse to run against somebody's data."""
    assert settings.ZHIHENG.home == HOME, (
        f"tests would use {settings.ZHIHENG.home}: Django's settings were read before "
        "tests/conftest.py could give them a folder of their own"
    )


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise AssertionError(
                f"a test tried to reach {address}; start a server on 127.0.0.1 instead"
            )
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
