"""Looking for harmful content before a file is kept.

The test string of EICAR is known here; for everything else a ClamAV daemon is asked where the
office runs one, by the command INSTREAM of its protocol: chunks with their length in four bytes,
the most significant first, an empty one at the end, the answer a line that ends with a zero byte.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhiheng.core.errors import StorageError

_PATIENCE = 60  # seconds; a scanner that loads its signatures takes a while
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
TEST_SIGNATURE = "EICAR"
# Its test string, in two halves: in one piece it would make this very file suspicious.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Scanner:
    """Where the ClamAV daemon listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def harm_in(chunks: Iterable[bytes], scanner: Scanner | None) -> str:
    """Return what harmful thing the bytes hold, "" where none was found.

    `StorageError` where the scanner does not answer or answers what cannot be understood: then
    nothing is kept, because nobody looked.
    """
    if scanner is None:
        return TEST_SIGNATURE if _has_test_string(chunks) else ""
    seen = _Watched(chunks)
    try:
        answer = _asked(seen, scanner)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError.of(
            "attachment.scanner_silent", received=str(scanner), reason=reason
        ) from error
    if seen.found:
        return TEST_SIGNATURE
    return _understood(answer, scanner)


def _asked(chunks: Iterable[bytes], scanner: Scanner) -> str:
    with socket.create_connection((scanner.host, scanner.port), timeout=_PATIENCE) as link:
        link.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            for start in range(0, len(chunk), _CHUNK):
                part = chunk[start : start + _CHUNK]
                link.sendall(struct.pack("!I", len(part)) + part)
        link.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            part = link.recv(_LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _understood(answer: str, scanner: Scanner) -> str:
    """Return the name of what was found: `stream: OK` is none, `stream: NAME FOUND` is one."""
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise StorageError.of(
        "attachment.scanner_silent", received=str(scanner), reason=said[:80] or "—"
    )


class _Watched:
    """Passes chunks on and notes whether the test string went by."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._tail = b""
        self.found = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            seen = self._tail + chunk
            self.found = self.found or EICAR in seen
            self._tail = seen[-(len(EICAR) - 1) :]
            yield chunk


def _has_test_string(chunks: Iterable[bytes]) -> bool:
    seen = _Watched(chunks)
    return any(seen.found for _ in seen)
