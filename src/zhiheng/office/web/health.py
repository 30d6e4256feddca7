"""`/healthz`: whether this installation can work, for whatever watches it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SILENT_SECONDS = 10  # a server that was killed outright leaves the sign of its worker behind


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 with `"status": "ok"`, or 503 when the database or the lake cannot be used.

    `lake` is `ok`, `empty` (nothing imported yet), `remote` (an object store, which is not asked:
    a slow store must not make a load balancer take all servers out) or `unwritable`. `worker` is
    `ok` or `stopped`; without it pages still answer, so it changes neither status.
    """
    state = {
        "database": _database(),
        "lake": _lake(settings.ZHIHENG.lake),
        "worker": _worker(settings.ZHIHENG.home),
    }
    sound = state["database"] == "ok" and state["lake"] != "unwritable"
    body = {"status": "ok" if sound else "failing", "version": settings.VERSION, **state}
    return JsonResponse(body, status=200 if sound else 503)


def sign_of_worker(home: Path) -> Path:
    """Return the file that `zhiheng serve` touches every second while its worker lives."""
    return home / "worker-alive"


def _worker(home: Path) -> str:
    try:
        silent = time.time() - sign_of_worker(home).stat().st_mtime
    except OSError:
        return "stopped"
    return "ok" if silent < SILENT_SECONDS else "stopped"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _lake(place: str) -> str:
    if "://" in place:
        return "remote"
    folder = Path(place)
    if folder.is_dir():
        return "ok" if os.access(folder, os.W_OK) else "unwritable"
    standing = next(parent for parent in folder.parents if parent.exists())
    return "empty" if os.access(standing, os.W_OK) else "unwritable"
