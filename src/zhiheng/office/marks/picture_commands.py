"""Taking images of marks in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.db import transaction

from zhiheng.core.matching.marks.images.deliveries import delivered
from zhiheng.core.matching.marks.images.store import Delivery, take_in
from zhiheng.core.matching.marks.images.words import can_read_words, read_words
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.marks.pictures import folder, marks_by_file
from zhiheng.office.registers.permissions import IMPORT


def import_pictures(*, path: Path, words: bool = False, by: User, on: datetime) -> Delivery:
    """Keep the images of a ZIP file or folder as those of marks, and put that on record.

    1. Each file is read and its picture kept; what cannot be used is told and passed over.
    2. The index is made anew and takes the place of the former one in one step.
    3. The ledger notes how many marks have a new, another or the same image.

    Killed before 2, nothing has changed; between 2 and 3, taking the delivery in again finds every
    image unchanged and notes that. `words` has the words in the images read, which takes about a
    second each; without the extra `ocr` none are read, and the delivery says so.
    """
    check_user_can(by, IMPORT)
    reader = read_words if words and can_read_words() else None
    done = take_in(
        delivered(path),
        folder(),
        known=marks_by_file(),
        read_words=reader,
        workers=os.cpu_count() or 1,
    )
    details = {
        "file": path.name,
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "refused": len(done.refused),
    }
    with transaction.atomic():
        record(
            act="marks.images_imported",
            subject="register:trademarks",
            details=details,
            by=by,
            on=on,
        )
    return done
