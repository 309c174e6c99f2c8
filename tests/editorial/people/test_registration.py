"""A reviewer's registration: until when it holds, and who compared it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial.exceptions import NotAllowed
from editorial.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def test_whose_registration_has_run_out_cannot_sign(review, ravi):
    profile = ravi.reviewer_profile
    profile.valid_until = timezone.localdate() - timedelta(days=1)
    profile.save()
    with pytest.raises(NotAllowed, match="registration was entered as valid until"):
        cast.sign(review, ravi)
    profile.valid_until = timezone.localdate()
    profile.save()
    assert cast.sign(review, User.objects.get(pk=ravi.pk))


def test_who_compared_a_registration_and_when_stands_with_it(client, ravi, ada):
    client.force_login(ada)
    profile = ravi.reviewer_profile
    url = f"/admin/editorial/reviewerprofile/{profile.pk}/change/"
    sent = {"printed_name": "Ravi Sample", "credentials": "MD", "registration_body": "GMC"}
    sent |= {"registration_number": "1234567", "is_verified": "on"}
    assert client.post(url, sent).status_code == 302
    profile.refresh_from_db()
    assert profile.verified_by == ada
    client.post(url, {**sent, "registration_number": "7654321", "is_verified": ""})
    profile.refresh_from_db()
    assert (profile.verified_by, profile.verified_at) == (None, None)
