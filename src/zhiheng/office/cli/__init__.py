"""The command line: `zhiheng <noun> <verb>`, over the same commands and queries as the pages.

Exit codes: 0 done · 1 a bug · 2 wrong usage · 3 input that cannot be used · 4 not found ·
5 forbidden · 6 conflict · 7 storage · 130 interrupted. They are the same in every command.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; the entry point that the distribution installs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    from zhiheng.core.errors import PersonError
    from zhiheng.office.cli.errors import tell

    try:
        import django

        django.setup()
        from zhiheng.office.cli.root import root

        root.main(prog_name="zhiheng", standalone_mode=True)
    except PersonError as error:
        sys.exit(tell(error))
