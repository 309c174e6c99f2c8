"""Acts read the person from the database, whatever the object in hand says."""

import pytest

from editorial import acts
from editorial.exceptions import NotAllowed
from editorial.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_object_in_hand_gives_no_rights(review, wen):
    wen.is_superuser = True
    with pytest.raises(NotAllowed):
        acts.request_changes(review, by=wen, reason="Because.")


def test_an_object_of_before_the_end_of_the_account_does_nothing(review, ravi):
    User.objects.filter(pk=ravi.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        cast.sign(review, ravi)


def test_the_name_in_hand_signs_nothing(review, ravi):
    ravi.reviewer_profile.printed_name = "Professor X"
    assert cast.sign(review, ravi).badge.sign_offs[0].printed_name == "Ravi Sample"
