"""Settings of the generative tests in this folder."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The first example loads lists of divisions and messages; a busy machine then breaks a deadline
# that says nothing about the code.
settings.register_profile("identifiers", deadline=None)


@pytest.fixture(autouse=True, scope="package")
def _without_deadline() -> None:
    settings.load_profile("identifiers")
