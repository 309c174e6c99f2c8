"""Nobody is named as a page's writer without their own word for it, on record."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from editorial import acts
from editorial.admin.owners import writers
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.models import AuditEvent, Document, Naming, Review
from editorial.rules import check_naming
from tests import cast
from tests._racing import check_the_record_is_whole, race
from tests._rows import undone
from tests._tampering import faults
from tests.editorial.admin.test_work import first_page, lists

pytestmark = pytest.mark.django_db
ASKED = "Do you agree to be named as the writer?"


@pytest.fixture
def of_will(wen, will):
    return cast.article(wen, owner=will, title="Of Will’s")


def test_who_writes_under_their_own_name_is_asked_nothing(draft, wen):
    assert draft.stored().naming == Naming.OWN
    assert cast.submit(draft, wen)
    assert faults() == []


def test_a_page_that_names_somebody_else_waits_for_their_word(of_will, wen, will):
    for by in (wen, will):
        with pytest.raises(Incomplete, match="Will Sample is named as its writer and has not"):
            cast.submit(of_will, by)
    acts.agree(of_will, by=will)
    event = AuditEvent.objects.latest("sequence")
    assert (event.act, event.actor_id) == ("agree to be named", str(will.pk))
    assert cast.submit(of_will, wen).snapshot["writer"] == "Will Sample"
    assert faults() == []


def test_to_name_somebody_in_a_later_save_asks_them_too(draft, wen, will):
    draft.owner = will
    cast.save(draft, wen)
    with pytest.raises(Incomplete):
        cast.submit(draft, wen)
    draft.owner = wen
    cast.save(draft, wen)
    assert cast.submit(draft, wen)
    assert faults() == []


def test_another_save_neither_asks_again_nor_answers(of_will, wen, will):
    cast.save(of_will.stored(), will)
    assert of_will.stored().naming == Naming.ASKED
    acts.agree(of_will, by=will)
    cast.save(of_will.stored(), wen)
    assert of_will.stored().naming == Naming.AGREED


def test_an_object_in_hand_agrees_to_nothing(of_will, wen):
    stored = of_will.stored()
    stored.naming = Naming.AGREED
    cast.save(stored, wen)
    assert of_will.stored().naming == Naming.ASKED


def test_nobody_answers_for_another_or_twice(of_will, wen, will, edda, root):
    for by in (wen, edda, root):
        for act in (acts.agree, acts.decline):
            with pytest.raises(NotAllowed):
                act(of_will, by=by)
    acts.agree(of_will, by=will)
    with pytest.raises(WrongState):
        acts.agree(of_will, by=will)
    acts.decline(of_will, by=will)
    with pytest.raises(WrongState):
        acts.decline(of_will, by=will)


def test_who_takes_it_back_stays_on_what_was_signed_and_comes_onto_nothing_new(
    of_will, wen, will, ravi
):
    edition = cast.publish(cast.agreed(of_will), wen, ravi)
    acts.decline(of_will, by=will)
    edition.refresh_from_db()
    assert edition.snapshot["writer"] == "Will Sample"
    assert edition.badge
    with pytest.raises(Incomplete, match="does not want to be named"):
        acts.reaffirm(of_will, by=wen)
    assert faults() == []


def test_nor_is_a_round_signed_that_was_submitted_before(of_will, wen, will, ravi):
    review = cast.submit(cast.agreed(of_will), wen)
    acts.decline(of_will, by=will)
    with pytest.raises(Incomplete, match="does not want to be named"):
        cast.sign(review, ravi)


def test_the_question_stands_on_their_work_and_beside_the_form_and_with_nobody_else(
    of_will, wen, will
):
    assert lists(first_page(will))[ASKED] == ["Of Will’s"]
    assert ASKED not in lists(first_page(wen))
    address = f"/admin/articles/article/{of_will.pk}/"
    asked = Client()
    asked.force_login(will)
    page = asked.get(f"{address}change/").text
    assert "Agree to be named" in page
    assert "You are named as the writer" in page
    other = Client()
    other.force_login(wen)
    page = other.get(f"{address}change/").text
    assert "Agree to be named" not in page
    assert "Will Sample is named as the writer" in page
    assert asked.post(f"{address}act/agree/").status_code == 302
    assert of_will.stored().naming == Naming.AGREED
    assert ASKED not in lists(first_page(will))


def test_a_page_that_was_discarded_asks_nobody(of_will, wen, will):
    acts.discard(of_will, by=wen)
    assert ASKED not in lists(first_page(will))


def test_a_list_asks_for_no_account_for_each_row(of_will, wen, will, django_assert_num_queries):
    acts.decline(of_will, by=will)
    stored = Document.objects.get(pk=of_will.pk)
    with django_assert_num_queries(0), pytest.raises(Incomplete, match="Will Sample does not want"):
        check_naming(stored, wen)


@pytest.mark.parametrize("naming", [Naming.OWN, Naming.AGREED, Naming.DECLINED])
def test_an_answer_that_nobody_gave_is_found(of_will, naming):
    Document.objects.filter(pk=of_will.pk).update(naming=naming)
    assert any("named as its writer" in each for each in faults())


def test_a_name_that_was_changed_in_the_table_is_found(draft, will):
    rows = Document.objects.filter(pk=draft.pk)
    for given in ({"owner": will}, {"byline": "Professor Nobody"}, {"naming": Naming.AGREED}):
        with undone():
            rows.update(**given)
            assert any("named as its writer" in each for each in faults()), given


def test_nobody_is_named_who_could_not_answer(draft, wen, olga):
    draft.owner = olga
    with pytest.raises(ValidationError, match="Olga Sample has no role here"):
        cast.save(draft, wen)
    assert draft.stored().owner == wen
    assert olga not in writers()


def test_who_left_since_stays_named_until_somebody_else_is(of_will, wen, will):
    acts.agree(of_will, by=will)
    will.is_active = False
    will.save()
    cast.save(of_will.stored(), wen)
    assert of_will.stored().naming == Naming.AGREED
    assert cast.submit(of_will.stored(), wen).snapshot["writer"] == "Will Sample"


@pytest.mark.django_db(transaction=True)
def test_a_submission_and_a_refusal_in_the_same_moment(wen, will, ravi):
    document = cast.agreed(cast.article(wen, owner=will))
    race(partial(cast.submit, document, wen), partial(acts.decline, document, by=will))
    for review in Review.objects.all():
        with pytest.raises(Incomplete):
            cast.sign(review, ravi)
    check_the_record_is_whole()
