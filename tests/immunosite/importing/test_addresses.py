"""An address that is taken is a plain refusal at the door, never the database's own error."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import article, condition


def test_a_new_draft_cannot_take_an_address_of_its_kind(wen):
    article(wen, slug="taken")
    with pytest.raises(ValidationError, match="has this address already"):
        article(wen, slug="taken")
    assert condition(wen, slug="taken").pk  # another kind may
