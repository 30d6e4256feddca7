"""What a password must be, in words that are translated."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django's own length rule; its sentence was reworded without a Chinese translation."""

    def get_error_message(self) -> str:
        """Say how long a password has to be."""
        sentence = ngettext(
            "The password is too short: it needs at least %(number)d character.",
            "The password is too short: it needs at least %(number)d characters.",
            self.min_length,
        )
        return sentence % {"number": self.min_length}
