"""Who else answers for codes: apps above this one whose proofs are checked on the same page.

An app offers an `Answerer` when it starts. It is asked after papers and receipts, with the digest
of the file where one was shown beside the code; it tells nothing of a file without a code, unless
the file is a proof that was issued.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What can be said of what was shown."""

    GENUINE = "genuine"
    WITHDRAWN = "withdrawn"
    ALTERED = "altered"  # a paper with this code exists, but this file is not the one issued
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What anybody is told; empty texts are not known or do not apply.

    `by_file` says that the very file was recognised, not only its code. `files` is how many files
    a check of drafts was of; such a check is named by `is_check`.
    """

    verdict: Verdict
    kind: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    replaced_by: str = ""
    digest: str = ""
    code: str = ""
    event: int | None = None
    by_file: bool = False
    is_receipt: bool = False
    is_check: bool = False
    files: int = 0


class Answerer(Protocol):
    """Answers for the codes and proofs of one app."""

    def by_code(self, code: str, digest: str) -> Answer | None:
        """Return what is known under a code; `digest` is of the file shown with it, or ""."""

    def by_digest(self, digest: str) -> Answer | None:
        """Return the answer for a proof that was issued, byte for byte."""


_ANSWERERS: dict[str, Answerer] = {}


def offer(name: str, answerer: Answerer) -> None:
    """Let an app answer for its codes from now on."""
    _ANSWERERS[name] = answerer


def answer_for_code(code: str, digest: str = "") -> Answer | None:
    """Return what an app says of a code, None where none knows it."""
    return next(_told(each.by_code(code, digest) for each in _ANSWERERS.values()), None)


def answer_for_digest(digest: str) -> Answer | None:
    """Return what an app says of a proof, None where none issued it."""
    return next(_told(each.by_digest(digest) for each in _ANSWERERS.values()), None)


def _told(answers: Iterator[Answer | None]) -> Iterator[Answer]:
    return (each for each in answers if each is not None)
