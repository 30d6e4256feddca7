"""People and lakes of the office's own tests, for what is asked of all its pages alike."""

from tests.office.conftest import analyst, client_of, make_person, office
from tests.office.registers.cities import empty_home

__all__ = ["analyst", "client_of", "empty_home", "make_person", "office"]
