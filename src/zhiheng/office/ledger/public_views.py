"""What anyone may read without signing in: checkpoints, hash tiles, keys, the offline verifier.

Hashes tell nothing of the acts: each entry holds the digest of the one before, so nobody can find
an act by trying. The entries themselves are for those who may read the act log.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhiheng.core.errors import InputError
from zhiheng.core.evidence.standalone import FILE_NAME, standalone_source
from zhiheng.core.evidence.tiles import WIDTH, Tile, parse_path
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.keys import own_keys
from zhiheng.office.ledger.queries import latest_checkpoint, sealed_of, tile_store
from zhiheng.office.ledger.sealing import bring_tiles_up
from zhiheng.office.ledger.witnesses import hand_in

_TEXT = "text/plain; charset=utf-8"
_FOR_LONG = "public, max-age=31536000, immutable"
_LARGEST_HAND_IN = 16 * 1024


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Serve the last checkpoint with all its signatures."""
    last = latest_checkpoint()
    if last is None:
        raise Http404
    answer = HttpResponse(str(sealed_of(last).note), content_type=_TEXT)
    answer.headers["Cache-Control"] = "public, max-age=5"
    return answer


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a tile of hashes; a bundle of entries to those who may read the act log."""
    wanted, last = parse_path(f"tile/{path}"), latest_checkpoint()
    if wanted is None or last is None or not _within(wanted, last.size):
        raise Http404
    if wanted.level is None:
        check_user_can(request.user, "ledger.view")
    if tile_store().size < last.size:
        bring_tiles_up()
    content = tile_store().read(wanted)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Cache-Control"] = "private" if wanted.level is None else _FOR_LONG
    return answer


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Serve the public keys of the log, one a line."""
    return HttpResponse("".join(f"{key}\n" for key in own_keys()), content_type=_TEXT)


@csrf_exempt  # a witness has no session; only good signatures of trusted keys are kept
@require_POST
def cosignatures(request: HttpRequest, size: int) -> HttpResponse:
    """Take the signature lines of witnesses under the checkpoint of a size."""
    body = request.read(_LARGEST_HAND_IN + 1)
    try:
        lines = body.decode() if len(body) <= _LARGEST_HAND_IN else ""
    except UnicodeDecodeError:
        lines = ""
    if not lines:
        raise InputError.of("ledger.cosignature_unfit", size=size)
    return HttpResponse(f"{hand_in(size=size, lines=lines)}\n", content_type=_TEXT)


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """Serve the offline verifier, one Python file."""
    answer = HttpResponse(standalone_source(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@require_safe
def check_page(request: HttpRequest) -> HttpResponse:
    """Show the page that checks a proof in the browser, and how to check one without it."""
    context = {"keys": own_keys(), "last": latest_checkpoint()}
    return render(request, "ledger/check.html", context)


def _within(wanted: Tile, size: int) -> bool:
    """Say whether a log of `size` entries has a tile."""
    count = size >> (8 * (wanted.level or 0))
    return wanted.index * WIDTH + wanted.width <= count
