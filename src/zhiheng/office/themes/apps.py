"""The app of thematic databases."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Thematic databases."""

    name = "zhiheng.office.themes"
    label = "themes"

    def ready(self) -> None:
        """Listen for imports: they may bring records of a theme."""
        from zhiheng.office.themes import listening

        listening.listen()
