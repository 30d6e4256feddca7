"""Stop with a sentence when this Python cannot carry the platform."""

import importlib.util
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older one
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit("Python {} was found; 3.11 or newer is needed: make PYTHON=python3.12 …".format(found))  # noqa: UP032 - an older one reads this
if importlib.util.find_spec("ensurepip") is None:
    sys.exit("This Python has no venv; on Debian or Ubuntu: apt-get install python3-venv")
