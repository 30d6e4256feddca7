"""The lakes that tests of searching look into."""

from tests.office.registers.cities import city, empty_home, own_city

__all__ = ["city", "empty_home", "own_city"]
