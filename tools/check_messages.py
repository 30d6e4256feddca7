"""Say which messages of the pages have no Chinese wording, or are no longer used.

python tools/check_messages.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not

from tools.compile_messages import CATALOGUE, messages  # noqa: E402


def message_problems(catalogue: Path = CATALOGUE) -> list[str]:
    """Return one line for each message that is missing, untranslated, doubtful or unused."""
    wanted = messages()
    present = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in polib.pofile(str(catalogue))
    }
    problems = [f"missing: {key[1]!r} ({wanted[key][0][0]})" for key in wanted.keys() - present]
    problems += [f"unused: {key[1]!r}" for key in present.keys() - wanted]
    for key, entry in present.items():
        if not entry.translated() or entry.fuzzy:
            problems.append(f"untranslated or fuzzy: {key[1]!r}")
    return sorted(problems)


def main() -> int:
    """Print the problems; return the exit code."""
    problems = message_problems()
    for problem in problems:
        print(problem)
    if problems:
        print("Run tools/compile_messages.py --update and fill in what is empty.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
