"""Events of the ledger. They are added by `commands.record` and never changed."""

from __future__ import annotations

import json
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.core.evidence.entries import covered_bytes


class EventQuerySet(models.QuerySet["Event"]):
    """Events; neither changed nor deleted in bulk."""

    def update(self, **kwargs: Any) -> Never:
        """Refuse."""
        raise AssertionError(_REFUSAL)

    def delete(self) -> Never:
        """Refuse."""
        raise AssertionError(_REFUSAL)


class Event(models.Model):
    """One act: what was done, to what, by whom, when.

    `details` is canonical JSON and holds no personal data beyond ids. `digest` is SHA-256 over the
    event and `previous`, the digest of the event before it (see `core.evidence.entries`).
    """

    sequence = models.PositiveBigIntegerField(_("Number"), primary_key=True)
    at = models.DateTimeField(_("Time"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    act = models.CharField(_("Act"), max_length=64, db_index=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=128)
    details = models.TextField(_("Details"))
    previous = models.CharField(max_length=64)
    digest = models.CharField(_("Digest"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-sequence",)
        indexes = (models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.act} {self.subject}"

    def save(self, **kwargs: Any) -> None:
        """Write a new event; refuse to change one."""
        assert self._state.adding, _REFUSAL
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> Never:
        """Refuse."""
        raise AssertionError(_REFUSAL)

    @property
    def subject(self) -> str:
        """Return `kind:id`."""
        return f"{self.subject_kind}:{self.subject_id}"

    @property
    def covered(self) -> bytes:
        """Return the bytes that the digest covers."""
        return covered_bytes(
            sequence=self.sequence,
            at=self.at,
            actor=self.actor_id,
            act=self.act,
            subject=self.subject,
            details=self.details,
            previous=self.previous,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Return the details, read from their text."""
        return dict(json.loads(self.details))


class ChainHead(models.Model):
    """The last event's number and digest: the one row that writers queue for."""

    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"


class Checkpoint(models.Model):
    """A sealed state of the log: its first `size` events have these roots, and it was signed.

    `note` is the signed note (C2SP signed-note) as the log signed it; co-signatures are beside it.
    `previous_size` is the size of the checkpoint before: there is one successor of each.
    """

    size = models.PositiveBigIntegerField(_("Events"), unique=True)
    previous_size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    sm3_root = models.CharField(max_length=64)
    note = models.TextField()
    signed_at = models.DateTimeField(_("Signed"))

    class Meta:
        ordering = ("-size",)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"


class Stamp(models.Model):
    """A time-stamp of a checkpoint: the answer of an authority (RFC 3161), as it came."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="stamps")
    authority = models.CharField(max_length=500)
    at = models.DateTimeField()
    answer = models.BinaryField()

    class Meta:
        ordering = ("checkpoint", "authority")
        constraints = (
            models.UniqueConstraint(fields=["checkpoint", "authority"], name="one_stamp_each"),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.authority}"


class Cosignature(models.Model):
    """A witness's signature line under a checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        ordering = ("checkpoint", "witness")
        constraints = (
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="one_cosignature_of_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.witness}"


_REFUSAL = "an event on the ledger is neither changed nor deleted"
