"""Make sure that what the tests drive is on this machine: browser, fonts, PostgreSQL, Java.

    python tools/provide_test_services.py

What is found is used. What is missing is installed with apt-get where that is possible without a
question (as root, or with sudo that asks for no password); else its name is told, exit code 1. The
packages are those of Debian 12 or newer; Ubuntu brings Chromium only as a snap.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.with_postgres import find_binaries  # noqa: E402 - needs the path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST_JAVA = 17  # what Spark 4 runs on


@dataclass(frozen=True)
class Service:
    """Something the tests need, the Debian package that brings it, and how to see it is there."""

    name: str
    package: str
    is_here: Callable[[], bool]


def find_browser() -> str | None:
    """Return the path of a Chromium, None without one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Tell whether a font for Chinese is installed; screenshots show boxes without one."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def has_java() -> bool:
    """Tell whether a Java runtime that is new enough can be started."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/java" if home else shutil.which("java")
    if program is None:
        return False
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', told.stderr)
    return version is not None and int(version.group(1)) >= OLDEST_JAVA


SERVICES = (
    Service("Chromium", "chromium", lambda: find_browser() is not None),
    Service("a Chinese font", "fonts-noto-cjk", has_chinese_font),
    Service("fc-list", "fontconfig", lambda: shutil.which("fc-list") is not None),
    Service("PostgreSQL", "postgresql", lambda: find_binaries() is not None),
    Service("Java 17 or newer", "default-jre-headless", has_java),
)


def main() -> int:
    """Install what is missing, if that can be done; return the exit code."""
    missing = [service for service in SERVICES if not service.is_here()]
    if missing:
        print(
            f"Missing for the tests: {', '.join(service.name for service in missing)}.", flush=True
        )
        _install([service.package for service in missing])
        missing = [service for service in missing if not service.is_here()]
    for service in missing:
        print(
            f"{service.name} could not be had; install it yourself "
            f"(on Debian 12 or newer: apt-get install {service.package}).",
            file=sys.stderr,
        )
    return 1 if missing else 0


def _install(packages: list[str]) -> None:
    apt = _apt()
    if apt is None:
        return
    _call([*apt, "update", "-qq"])
    # One by one: a package that this system does not have must not keep the others away.
    for package in packages:
        print(f"Installing {package} …", flush=True)
        _call([*apt, "install", "-y", "-qq", "--no-install-recommends", package])


def _call(command: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)


def _apt() -> list[str] | None:
    """Return how apt-get can be called here without a question, None when it cannot."""
    program = shutil.which("apt-get")
    if program is None:
        return None
    if os.geteuid() == 0:
        return [program]
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n", program]
    return None


if __name__ == "__main__":
    sys.exit(main())
