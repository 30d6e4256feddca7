"""The small city of the protection list."""

from tests.office.protection.protected_city import empty_home, protected

__all__ = ["empty_home", "protected"]
