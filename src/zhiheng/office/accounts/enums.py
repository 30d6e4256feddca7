"""The closed lists of accounts: kinds of account, kinds of organisation, roles."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """What stands behind an account."""

    PERSON = "person", _("Person")
    DEMO = "demo", _("Demo account")
    SYSTEM = "system", _("System account")


class OrganisationKind(TextChoices):
    """What an organisation is; decides nothing by itself, permissions come from roles."""

    IP_OFFICE = "ip_office", _("IP office")
    PROTECTION_CENTRE = "protection_centre", _("IP protection centre")
    MARKET_SUPERVISION = "market_supervision", _("Market supervision authority")
    GOVERNMENT = "government", _("Other government department")
    COURT = "court", _("Court")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    CUSTOMS = "customs", _("Customs")
    MEDIATION = "mediation", _("Mediation organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("University or research institute")
    BANK = "bank", _("Bank")
    INSURER = "insurer", _("Insurer")
    AGENCY = "agency", _("IP agency")
    STATION = "station", _("IP protection station")
    ASSOCIATION = "association", _("Industry association")
    PUBLIC = "public", _("Members of the public")


class Role(TextChoices):
    """What a person does in an organisation; `permissions.ROLE_PERMISSIONS` says what it opens."""

    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")
    LEADER = "leader", _("Leader")
    ANALYST = "analyst", _("Analyst")
    OFFICER = "officer", _("Officer")
    CLERK = "clerk", _("Clerk")
    EXAMINER = "examiner", _("Pre-examiner")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    TECHNICAL_INVESTIGATOR = "technical_investigator", _("Technical investigator")
    MEDIATOR = "mediator", _("Mediator")
    BANK_OFFICER = "bank_officer", _("Bank officer")
    INSURER_OFFICER = "insurer_officer", _("Insurance officer")
    AGENCY_AGENT = "agency_agent", _("Patent or trademark agent")
    ENTERPRISE_USER = "enterprise_user", _("Enterprise user")
    STATION_WORKER = "station_worker", _("Station worker")
    CITIZEN = "citizen", _("Member of the public")
