"""Ask a running platform how it is: print its answer; exit code 1 unless it is sound.

python tools/ask_health.py http://127.0.0.1:8000/healthz
"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    """Print the answer of `/healthz`; return the exit code."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - told by the caller
            print(answer.read().decode())
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
