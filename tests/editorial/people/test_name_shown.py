"""The name under a signature is the one that stood on the signer's screen."""

from functools import partial

import pytest
from lxml import html

from editorial.exceptions import Refusal, StaleName
from editorial.models import IdentityHold, ReviewerProfile, SignOff, User
from editorial.people import identity
from tests import cast
from tests._factors import key_of
from tests._racing import ROUNDS, check_the_record_is_whole, race
from tests.editorial.desk.test_decision import signature
from tests.editorial.people.test_own_key import answer_of, sign, statement_for

CHANGES = {
    "printed_name": "R. Sample",
    "credentials": "Professor of everything",
}


def rename(person, **fields):
    profile = ReviewerProfile.objects.get(user=person)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_since_it_was_shown_is_told_and_nothing_is_signed(review, ravi, name):
    shown = cast.shown_as(ravi)
    rename(ravi, **{name: CHANGES[name]})
    with pytest.raises(StaleName) as refused:
        cast.sign(review, ravi, shown_as=shown)
    before = dict(zip(("printed_name", "credentials"), shown, strict=True))[name]
    assert f"on the screen: “{before}”, now: “{CHANGES[name]}”" in refused.value.message
    assert refused.value.message.count("on the screen") == 1
    assert not SignOff.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("shown", [("", ""), ("Ravi Sample, MD", "(fictional)")])
def test_a_name_that_was_not_shown_is_not_signed_under(review, ravi, shown):
    with pytest.raises(StaleName):
        cast.sign(review, ravi, shown_as=shown)


@pytest.mark.django_db
def test_it_may_change_while_the_password_is_tried(review, ravi, monkeypatch):
    tried = User.check_password

    def meanwhile(*given):
        rename(ravi, **CHANGES)
        return tried(*given)

    monkeypatch.setattr(User, "check_password", meanwhile)
    with pytest.raises(StaleName):
        cast.sign(review, ravi)
    assert not SignOff.objects.exists()


@pytest.mark.django_db
def test_the_own_key_is_not_asked_to_sign_another_name(review, ravi):
    key = key_of(ravi)
    said = statement_for(review)
    answer = answer_of(review, ravi, key, said=said)
    rename(ravi, **CHANGES)
    with pytest.raises(StaleName):
        answer_of(review, ravi, key, said=said)
    with pytest.raises(StaleName):
        sign(review, ravi, answer, said=said)


@pytest.mark.django_db
def test_the_desk_shows_the_new_name_and_keeps_what_was_typed(client, review, ravi, ada):
    client.force_login(ravi)
    address = f"/review/{review.pk}/"
    assert shown_on(client.get(address)) == cast.shown_as(ravi)
    form = signature(review)
    rename(ravi, **CHANGES)
    for hold in IdentityHold.objects.open():
        identity.confirm(hold, by=ada)
    refused = client.post(f"{address}sign-off/", form)
    assert refused.status_code == 409
    assert "your printed name on the screen: “Ravi Sample”, now: “R. Sample”" in refused.text
    assert form["conflict_text"] in html.fromstring(refused.text).text_content()
    assert shown_on(refused) == tuple(CHANGES.values())
    assert "as R. Sample, Professor of everything" in refused.text
    again = form | {"shown_name": "R. Sample", "shown_credentials": CHANGES["credentials"]}
    assert client.post(f"{address}sign-off/", again).status_code == 302
    assert SignOff.objects.get().printed_name == "R. Sample"


def shown_on(answer):
    page = html.fromstring(answer.text)
    names = ("shown_name", "shown_credentials")
    return tuple(page.xpath(f"//input[@name='{name}']/@value")[0] for name in names)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_signature_and_a_change_of_the_name_in_the_same_moment(review, ravi, number):
    shown = cast.shown_as(ravi)
    signed, _ = race(
        partial(cast.sign, review, User.objects.get(pk=ravi.pk), shown_as=shown),
        partial(rename, ravi, **CHANGES),
    )
    if isinstance(signed, Refusal):
        assert not SignOff.objects.exists()
    else:
        given = SignOff.objects.get()
        assert (given.printed_name, given.credentials) == shown
    check_the_record_is_whole()
