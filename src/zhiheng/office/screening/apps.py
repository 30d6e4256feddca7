"""The app of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Screening of filings."""

    name = "zhiheng.office.screening"
    label = "screening"
