"""Decisions about parties. Nothing is changed or erased: an undo is a decision of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.core.analyses.parties.decisions import Decision, Named
from zhiheng.office.parties.enums import Act


class PartyDecision(models.Model):
    """One decision: the mentions of its two sides, who took it, when and why.

    `left` and `right` list pairs of a mention and the folded name that stood there;
    `left_party` and `right_party` are the parties as they were then.
    """

    act = models.CharField(_("Decision"), max_length=16, choices=Act.choices)
    left = models.JSONField(default=list)
    right = models.JSONField(default=list)
    left_party = models.CharField(max_length=16, db_index=True)
    right_party = models.CharField(max_length=16, db_index=True)
    reason = models.CharField(_("Reason"), max_length=400)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided at"))
    # One decision can be undone once; so can the undo.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("decision about parties")

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"

    @property
    def is_undone(self) -> bool:
        """Tell whether it no longer holds: undone, and not by something undone itself."""
        undoing = PartyDecision.objects.filter(undoes=self).first()
        return undoing is not None and not undoing.is_undone

    def as_decision(self) -> Decision:
        """Return the decision as resolution reads it."""
        return Decision(
            number=self.pk,
            act=self.act,
            left=tuple(Named(*each) for each in self.left),
            right=tuple(Named(*each) for each in self.right),
            undoes=self.undoes_id,
        )


class DecisionHead(models.Model):
    """One row that is locked while somebody decides: decisions come one after the other."""

    def __str__(self) -> str:
        return str(self.pk)
