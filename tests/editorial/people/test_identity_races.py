"""Two at once, where it is about a person: one winner, and no signature past a change."""

from functools import partial

import pytest
from django.utils import timezone

from editorial import acts
from editorial.exceptions import NotAllowed, Refusal
from editorial.models import Edition, IdentityHold, KeySignature, SignOff, User
from editorial.models.audit import CLOCK_ACCEPTED, AuditEvent
from editorial.people import identity
from tests import cast
from tests._clock import *  # noqa: F403
from tests._factors import app_of, code_of, key_of
from tests._racing import ROUNDS, check_the_record_is_whole, one_winner, race, refusals
from tests.editorial.people._accounts import *  # noqa: F403
from tests.editorial.people.test_own_key import answer_of, sign

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=range(ROUNDS), autouse=True)
def each_round(db, request):
    """Chance decides who is first, so each race is run again and again."""
    yield
    check_the_record_is_whole()


def rename(person):
    person = User.objects.get(pk=person.pk)
    person.last_name = "Other"
    person.save()


@pytest.fixture
def held(ravi, ada, alan):
    """A command changed an account that somebody uses."""
    User.objects.filter(pk=ravi.pk).update(last_login=timezone.now())
    rename(ravi)
    return IdentityHold.objects.get()


def test_two_confirm_one_change(held, ada, alan):
    confirm = identity.confirm
    outcomes = race(*(partial(confirm, IdentityHold.objects.get(), by=by) for by in (ada, alan)))
    assert len(refusals(outcomes)) == 1
    assert "Somebody was faster" in refusals(outcomes)[0].message
    assert AuditEvent.objects.filter(act="confirm account").count() == 1


def test_a_confirmation_meets_a_signature(held, review, ravi, ada):
    _, signed = race(
        partial(identity.confirm, held, by=ada),
        partial(cast.sign, review, ravi),
    )
    assert isinstance(signed, Edition | NotAllowed)
    assert SignOff.objects.count() == isinstance(signed, Edition)


def signed_after_the_last_change():
    changed = AuditEvent.objects.filter(act="change account").latest("sequence")
    return AuditEvent.objects.filter(act="sign off", sequence__gt=changed.sequence).exists()


def test_a_change_of_the_account_meets_a_signature(review, ravi, ada, alan):
    User.objects.filter(pk=ravi.pk).update(last_login=timezone.now())
    _, signed = race(partial(rename, ravi), partial(cast.sign, review, ravi))
    assert isinstance(signed, Edition | Refusal)
    assert not signed_after_the_last_change()


def test_the_loss_of_the_role_meets_a_signature(review, ravi, ada):
    _, signed = race(ravi.groups.clear, partial(cast.sign, review, ravi))
    assert isinstance(signed, Edition | Refusal)
    assert not signed_after_the_last_change()


def test_two_answers_of_one_key_sign_once(review, ravi):
    key = key_of(ravi)
    answers = [answer_of(review, ravi, key) for _ in range(2)]
    outcomes = race(*(partial(sign, review, ravi, answer) for answer in answers))
    assert one_winner(outcomes) == Edition.objects.get()
    assert KeySignature.objects.count() == 1


def test_one_code_signs_two_pages_once(review, wen, ravi, settings):
    settings.SIGNING_REQUIRES_MFA = True
    other = cast.submit(cast.article(wen, slug="another-article"), wen)
    code = code_of(app_of(ravi))

    def sign_with_it(each):
        return acts.sign_off(
            each, by=ravi, password=cast.PASSWORD, code=code, shown_digest=each.digest,
            statement=cast.statement(**cast.shown(each, ravi)),
        )  # fmt: skip

    outcomes = race(*(partial(sign_with_it, each) for each in (review, other)))
    assert one_winner(outcomes) == Edition.objects.get()


def test_two_accept_the_clock(review, mei, edda, ada, alan, clock):
    clock(40)
    acts.take(review, by=mei, shown_assignee=None)
    clock(0)
    acts.propose_clock(by=edda)
    race(*(partial(acts.accept_clock, by=by) for by in (ada, alan)))
    assert AuditEvent.objects.filter(act=CLOCK_ACCEPTED).count() == 1
