"""Themes and what people decided about them. The members of frozen editions lie in the lake."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.office.themes.enums import Mark, ThemeState

_PERSON = settings.AUTH_USER_MODEL


class Theme(models.Model):
    """A thematic database; `revision` counts its changes, so that two editors cannot cross."""

    slug = models.SlugField(_("Short name"), max_length=60, unique=True)
    title_zh = models.CharField(_("Title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    description = models.TextField(_("Description"), max_length=2_000, blank=True)
    state = models.CharField(max_length=12, choices=ThemeState.choices, default=ThemeState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published = models.ForeignKey(
        "Edition", models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class Definition(models.Model):
    """What belongs to a theme, as somebody wrote it; a change is a new one."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="definitions")
    number = models.PositiveIntegerField()
    query = models.TextField(_("Query"), blank=True, max_length=20_000)
    classes = models.JSONField(default=list)
    divisions = models.JSONField(default=list)
    exclusions = models.JSONField(default=list)
    registers = models.JSONField(default=list)
    reason = models.CharField(_("Reason"), max_length=400, blank=True)
    written_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("theme", "-number")
        constraints = (
            models.UniqueConstraint(fields=("theme", "number"), name="theme_definition_number"),
        )

    def __str__(self) -> str:
        return f"{self.theme_id}/{self.number}"


class Sample(models.Model):
    """Records drawn from a definition's members to be looked at; anyone can draw them again."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="samples")
    seed = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("-drawn_at", "-pk")

    def __str__(self) -> str:
        return f"{self.pk}"


class SampleItem(models.Model):
    """One record of a sample and what was said of it."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    register = models.CharField(max_length=60)
    record = models.CharField(max_length=400)
    title = models.TextField(blank=True)
    mark = models.CharField(max_length=12, choices=Mark.choices, blank=True)
    marked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", null=True)
    marked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("sample", "place")
        constraints = (
            models.UniqueConstraint(fields=("sample", "place"), name="theme_sample_place"),
        )

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.place}"


class Edition(models.Model):
    """A theme's members frozen on a day: how many, their digest, and their portrait.

    `portrait` holds the counts by register, year, division, applicant and subclass;
    `versions` the lake version of each register they were read at.
    """

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="editions")
    total = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    portrait = models.JSONField()
    versions = models.JSONField()
    relevant = models.PositiveIntegerField(default=0)
    irrelevant = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    note = models.CharField(_("Note"), max_length=400, blank=True)
    frozen_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ("theme", "-number")
        constraints = (
            models.UniqueConstraint(fields=("theme", "number"), name="theme_edition_number"),
        )

    def __str__(self) -> str:
        return f"{self.theme_id}/{self.number}"


class Refresh(models.Model):
    """What a theme held after an import; `added` and `removed` are against its newest edition."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="refreshes")
    import_run = models.ForeignKey("registers.Import", models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField()
    total = models.PositiveIntegerField()
    added = models.PositiveIntegerField(null=True)
    removed = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.theme_id} {self.at:%Y-%m-%d}"
