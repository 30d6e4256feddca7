"""Look for secrets in every file that git keeps.

    python tools/check_secrets.py

What only looks like one is named below with the reason. In tests, passwords are made up and stand
where they are typed; keys and tokens in the forms that real services give out are found there too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parent.parent
# Integrity digests of packages; drawn tables and data of codes with check characters.
WITHOUT_SECRETS = re.compile(
    r"package-lock\.json|tests/spec/.*\.yaml|docs/reference/.*\.md|src/zhiheng/declarations/.*"
    r"|sample/data/.*|.*\.(?:po|png|svg|xlsx|zip)"
)
ALPHABET = "Base64 High Entropy String"
PASSWORD = {"Secret Keyword", "Basic Auth Credentials", ALPHABET}
# Kinds of finding that are no secret, by file.
HARMLESS = (
    (re.compile(r"tests/.*"), PASSWORD),
    (
        re.compile(
            r"src/zhiheng/core/(identifiers/uscc|analyses/parties/identities)\.py"
            r"|sample/(documents|numbers)\.py"
        ),
        {ALPHABET},
    ),
    # Numbers of publications and marks, digests, and published examples of signatures.
    (
        re.compile(
            r"tests/(core/evidence/test_(merkle|sm2|stamps)|core/feeds/test_trademark_lists"
            r"|core/themes/test_sampling"
            r"|real/test_real_foreign)\.py"
        ),
        {"Hex High Entropy String"},
    ),
    # The form of an address is explained with words in place of name and password.
    (
        re.compile(
            r"src/zhiheng/(office/config/variables|core/search/opensearch_index)\.py|docs/.*\.md"
        ),
        {"Basic Auth Credentials"},
    ),
)


def kept_files() -> list[Path]:
    """Return the files git keeps or would keep, as they are now."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def secrets_in(paths: list[Path]) -> list[str]:
    """Return `file:line kind` for every line that looks like a secret."""
    found = []
    with default_settings():
        for path in paths:
            name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
            if not WITHOUT_SECRETS.fullmatch(name):
                found += [
                    f"{name}:{each.line_number} {each.type}"
                    for each in scan_file(str(path))
                    if not _is_harmless(name, each.type)
                ]
    return found


def _is_harmless(name: str, kind: str) -> bool:
    return any(files.fullmatch(name) and kind in kinds for files, kinds in HARMLESS)


def main() -> int:
    """Print what was found; return the exit code."""
    found = secrets_in(kept_files())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
