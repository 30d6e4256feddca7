"""What every act on a paper does: hold its case and the paper itself, and record the act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import ConflictError, InputError, NotFoundError, PersonError
from zhiheng.core.papers.issuing import NUMBER_MARK, has_number_place, unfilled
from zhiheng.core.papers.word import fill_word
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach_bytes
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.writing import Held, held
from zhiheng.office.ledger.commands import record
from zhiheng.office.papers import law
from zhiheng.office.papers.enums import PaperState
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.values import values_for

LONGEST_REASON = 400


@dataclass
class HeldPaper:
    """A paper held for one act together with its case."""

    paper: Paper
    kind: DeclaredPaper
    case: Held

    def check_state(self, *allowed: PaperState) -> None:
        """Raise where the paper does not stand where the act begins."""
        if self.paper.state not in allowed:
            raise wrong_state(self.paper)

    def capacity(self, allowed: Collection[str]) -> str:
        """Return the capacity in which the person acts; raise without one of those allowed."""
        return self.case.capacity(*allowed)

    def change(self, **fields: object) -> Paper:
        """Change fields of the paper; its revision counts on."""
        Paper.objects.filter(pk=self.paper.pk).update(revision=F("revision") + 1, **fields)
        self.paper.refresh_from_db()
        return self.paper

    def record(self, act: str, **details: object) -> None:
        """Record an act on the paper that the file of the case does not tell."""
        record(
            act=f"papers.{act}",
            subject=f"paper:{self.paper.pk}",
            details={"case": self.case.case.number, **details},
            by=self.case.by,
            on=self.case.on,
        )


@contextmanager
def held_paper(
    paper: Paper, *, revision: int | None, by: User, on: datetime, ended_too: bool = False
) -> Iterator[HeldPaper]:
    """Hold a paper at the revision that its page showed; None where the newest will do.

    In a case that was archived or joined to another nothing is done but what is so `ended_too`.
    """
    with held(paper.case, revision=None, by=by, on=on) as holding:
        if not ended_too:
            holding.check_alive()
        found = Paper.objects.select_for_update(of=("self",)).filter(pk=paper.pk).first()
        if found is None:
            raise NotFoundError.of("paper.not_here", received=paper.case.number)
        if revision is not None and found.revision != revision:
            raise ConflictError.of("paper.changed_meanwhile", paper=found.title)
        found.case = holding.case
        yield HeldPaper(found, holding.procedure.papers[found.kind], holding)


def filled(
    case: Case, kind: DeclaredPaper, entry: Entry | None, *, by: User, on: datetime
) -> dict[str, object]:
    """Return the Word file of a paper, or the names of the values that it lacks."""
    name = law.template_of(kind)
    values = values_for(case, kind, entry, on=on)
    try:
        content = fill_word(law.templates().word(name), values, name=kind.title.zh)
    except (InputError, NotFoundError) as error:
        return {"word": None, "missing": [_told(each.values) for each in error.problems]}
    return {"word": keep(case, kind.title.zh, content, "docx", by=by, on=on), "missing": []}


def keep(
    case: Case, title: str, content: bytes, ending: str, *, by: User, on: datetime
) -> Attachment:
    """Keep a file of a paper under a name that tells what it is."""
    return attach_bytes(name=f"{title}-{case.number}.{ending}", content=content, by=by, on=on)


def check_word(content: bytes, name: str, kind: DeclaredPaper) -> None:
    """Raise with everything for which a Word file could not be issued."""
    document = read_word(content, name=name)
    if left := unfilled(document):
        raise InputError.of("paper.unfilled", file=name, received=left)
    if kind.number and not has_number_place(document):
        raise InputError.of("paper.number_place_lost", file=name, expected=NUMBER_MARK)


def wrong_state(paper: Paper) -> PersonError:
    """Return the refusal of what is not done with a paper as it stands."""
    return ConflictError.of("paper.wrong_state", paper=paper.title, state=paper.get_state_display())


def reason_in(text: str) -> str:
    """Return a reason as it is kept; raise where there is none."""
    reason = " ".join(text.split())[:LONGEST_REASON]
    if not reason:
        raise InputError.of("paper.reason_missing")
    return reason


def _told(values: Mapping[str, str]) -> str:
    return str(values.get("received", "—"))
