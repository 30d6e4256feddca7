"""Write the description of the API to docs/reference/openapi.json.

    python tools/export_openapi.py [--check]

With --check nothing is written; exit code 1 says that the description kept is not current.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs/reference/openapi.json"
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not


def description() -> str:
    """Return the description as it is kept."""
    with tempfile.TemporaryDirectory() as home:
        # The description depends on no data; a home of its own leaves everybody's alone.
        os.environ["ZHIHENG_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.office.config.settings"
        import django

        django.setup()
        from zhiheng.office.api.routes import api

        schema = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check; return the exit code."""
    current = description()
    if "--check" not in arguments:
        KEPT.write_text(current, encoding="utf-8")
        return 0
    if KEPT.exists() and KEPT.read_text("utf-8") == current:
        return 0
    print(f"{KEPT.relative_to(ROOT)} is not current: run python tools/export_openapi.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
