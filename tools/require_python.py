"""Stop with a sentence when this Python is too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older one
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(f"Python {found} was found; 3.11 or newer is needed. Set PYTHON=/path/to/python3.11")
