"""What is written to the log: times, levels, incident numbers; no names, no request contents.

The log goes to standard error, where the service manager collects it. Who did what is on the
ledger, not here.
"""

from __future__ import annotations

from typing import Any


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """Return Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "zhiheng": {"level": "INFO"},
            # Failures are logged with their incident number by web.failures; Django's own lines
            # would repeat them with the full address, which may hold what a person searched for.
            "django.request": {"level": "ERROR" if debug else "CRITICAL"},
        },
    }
