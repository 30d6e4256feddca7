"""Answers for the codes of checked drafts on the page where anybody checks papers."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiheng.office.papers.answering import Answer, Verdict, offer
from zhiheng.office.screening.models import DraftCheck


class DraftAnswers:
    """Says that drafts were checked, by whom and when; never what was found or what they say."""

    def by_code(self, code: str, digest: str) -> Answer | None:
        """Return what is known of a check, and whether a file was among those checked."""
        # Loaded here: no start of a command should wait for it.
        from zhiheng.office.screening.draft_queries import check_by_code

        check = check_by_code(code)
        if check is None:
            return None
        if not digest:
            return _answer(check, Verdict.GENUINE)
        known = {each["sha256"] for each in check.files}
        if check.proof is not None:
            known.add(check.proof.digest)
        verdict = Verdict.GENUINE if digest in known else Verdict.ALTERED
        return _answer(check, verdict, digest)

    def by_digest(self, digest: str) -> Answer | None:
        """Return the check whose proof a file is."""
        from zhiheng.office.screening.draft_queries import check_by_proof

        check = check_by_proof(digest)
        return None if check is None else _answer(check, Verdict.GENUINE, digest)


def answer() -> None:
    """Answer from now on."""
    offer("screening", DraftAnswers())


def _answer(check: DraftCheck, verdict: Verdict, digest: str = "") -> Answer:
    return Answer(
        verdict,
        kind=_("Private check of drafts before filing"),
        issuer=check.organisation.name if check.organisation else "—",
        issued_on=timezone.localdate(check.finished_at or check.at),
        digest=digest,
        code=check.code,
        event=check.event,
        by_file=bool(digest) and verdict is Verdict.GENUINE,
        is_check=True,
        files=len(check.files),
    )
