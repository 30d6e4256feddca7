"""People, organisations and the roles people hold in them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiheng.office.accounts.enums import AccountKind, OrganisationKind, Role

USERNAME_FORM = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,63}\Z",
    _("2 to 64 characters: lower-case letters, digits, dot, hyphen, underscore."),
)


class UserManager(BaseUserManager["User"]):
    """Accounts by their user name."""


class User(AbstractBaseUser):
    """An account. What its holder may do comes from memberships alone."""

    username = models.CharField(
        _("User name"), max_length=64, unique=True, validators=[USERNAME_FORM]
    )
    display_name = models.CharField(_("Full name"), max_length=80)
    kind = models.CharField(
        _("Kind of account"),
        max_length=16,
        choices=AccountKind.choices,
        default=AccountKind.PERSON,
        editable=False,
    )
    is_active = models.BooleanField(_("Active"), default=True)
    # Somebody else knows the password, so its holder must choose a new one before going on.
    password_is_temporary = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("Created"))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    class Meta:
        ordering = ("username",)
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.display_name


class Organisation(models.Model):
    """A body whose people work here: office, centre, enterprise, bank, agency, station …"""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    kind = models.CharField(_("Kind"), max_length=24, choices=OrganisationKind.choices)
    uscc = models.CharField(
        _("Unified social credit code"), max_length=18, unique=True, null=True, blank=True
    )
    district = models.CharField(_("Division code"), max_length=6, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering = ("name",)
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships with their period."""

    def in_force(self, day: dt.date) -> MembershipQuerySet:
        """Return those that give their role on `day`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            valid_from__lte=day,
            ended_at__isnull=True,
        )


class Membership(models.Model):
    """One person's role in one organisation, from `valid_from` to `valid_to`, both included.

    `ended_at` takes it away at once, whatever the period says.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=32, choices=Role.choices)
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "role", "-valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_period_runs_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.organisation_id}"
