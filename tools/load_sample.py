"""Generate the sample city into ZHIHENG_HOME and import it, unless that has been done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ZHIHENG_HOME") or ROOT / ".zhiheng").expanduser().absolute()
PATENTS = int(os.environ.get("SAMPLE_PATENTS") or 20_000)
TABLES = ("legal-events.csv", "enterprises.xlsx", "enterprises.csv", "population.csv", "ipc.csv")


def main() -> int:
    """Load the sample city; return the exit code."""
    city = HOME / "sample"
    loaded = HOME / "sample-loaded.json"
    wanted = {"patents": PATENTS}
    if loaded.exists() and json.loads(loaded.read_text()) == wanted:
        return 0
    began = time.monotonic()
    print(f"Writing a synthetic sample city of {PATENTS:,} patents …", flush=True)
    sys.path.insert(0, str(ROOT))
    from sample.city import write_city

    HOME.mkdir(parents=True, exist_ok=True)
    write_city(
        city, patents=PATENTS, seed=20260101, until=date(2026, 6, 30), workers=os.cpu_count() or 1
    )
    print("Importing it through the official feeds …", flush=True)
    files = [city / "patents", *(city / name for name in TABLES if (city / name).exists())]
    command = [str(Path(sys.executable).parent / "zhiheng"), "feed", "import", *map(str, files)]
    environment = {**os.environ, "ZHIHENG_HOME": str(HOME), "ZHIHENG_DEMO": "1"}
    code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        loaded.write_text(json.dumps(wanted))
        print(f"The sample city is loaded ({time.monotonic() - began:.0f} s).", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
