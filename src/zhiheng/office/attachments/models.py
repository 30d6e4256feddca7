"""What is known of an attached file. The bytes lie in the home folder, named by their digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """One file as somebody attached it; two of the same bytes share them.

    `digest` is the SHA-256 of the bytes in lower-case hexadecimal, `size` counts bytes. Whoever
    points at an attachment decides who may read it: it has no address of its own.
    """

    name = models.CharField(_("File name"), max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("Size"))
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
