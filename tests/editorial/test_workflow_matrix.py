"""State × act × role, forbidden cells included: what is done, and that nothing else is."""

import pytest
from django.db import connection, transaction

from editorial import acts
from editorial.desk.queue import QueueRow, open_reviews, signable
from editorial.exceptions import FourEyes, Incomplete, NotAllowed, WrongPassword, WrongState
from editorial.models import AuditEvent, Document, Review, RiskLevel, State
from editorial.panel import advice_on
from editorial.record import verify
from editorial.workflow import Act, bar, can, why_not
from tests import cast
from tests._rows import everything, undone
from tests._worlds import WORLDS, build
from tests.editorial._matrix import ROLES, table

pytestmark = pytest.mark.django_db
TABLE = table()
REFUSALS = {"P": NotAllowed, "E": FourEyes, "S": WrongState, "I": Incomplete}


@pytest.fixture(scope="module", params=WORLDS)
def world(request, django_db_setup, django_db_blocker):
    """Built once; each test undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(request.param)
        world.before = everything()
        yield world
        transaction.set_rollback(True)


ABOUT_A_ROUND = {Act.RECALL, Act.PLAN_REVIEW, Act.TAKE, Act.GIVE_BACK, Act.COMMENT,
                 Act.REQUEST_CHANGES, Act.SIGN_OFF}  # fmt: skip
ABOUT_A_COMMENT = {Act.ANSWER, Act.MARK_DONE, Act.RESOLVE}


def lower_risk(world, by):
    document = world.document.stored()
    document.risk = RiskLevel.STANDARD
    return cast.save(document, by)


def advice(document):
    return advice_on(document.stored())[0]


def subject(world, act):
    if act in ABOUT_A_ROUND:
        return world.review
    return world.remark if act in ABOUT_A_COMMENT else world.document


def reason_of(world, act, by):
    """Lowering the risk is a save, so what holds for a save is asked first."""
    first = why_not(by, Act.EDIT, world.document) if act is Act.LOWER_RISK else ""
    return first or why_not(by, act, subject(world, act))


DO = {
    Act.CREATE: lambda world, by: cast.article(by, owner=world.people["author"]),
    Act.EDIT: lambda world, by: cast.save(world.document.stored(), by),
    Act.LOWER_RISK: lower_risk,
    Act.SUBMIT: lambda world, by: cast.submit(world.document, by),
    Act.RECALL: lambda world, by: acts.recall(world.review, by=by),
    Act.PLAN_REVIEW: lambda world, by: acts.plan_review(
        world.review, by=by, assignee=None, due=cast.days_ahead(9).date()
    ),
    Act.TAKE: lambda world, by: acts.take(
        world.review, by=by, shown_assignee=world.review.assignee_id
    ),
    Act.GIVE_BACK: lambda world, by: acts.give_back(world.review, by=by),
    Act.COMMENT: lambda world, by: acts.comment(world.review, by=by, body="Why?"),
    Act.ANSWER: lambda world, by: acts.answer(world.remark, by=by, body="Because."),
    Act.MARK_DONE: lambda world, by: acts.answer(world.remark, by=by, done=True),
    Act.RESOLVE: lambda world, by: acts.resolve(world.remark, by=by),
    Act.REQUEST_CHANGES: lambda world, by: acts.request_changes(world.review, by=by, reason="Why"),
    Act.SIGN_OFF: lambda world, by: cast.sign(world.review, by),
    Act.REVISE: lambda world, by: acts.revise(world.document, by=by),
    Act.REAFFIRM: lambda world, by: acts.reaffirm(world.document, by=by),
    Act.RESCHEDULE: lambda world, by: acts.reschedule(
        world.document, by=by, effective_from=cast.days_ahead(5), reason="Why"
    ),
    Act.WITHDRAW: lambda world, by: acts.withdraw(world.document, by=by, reason="Why"),
    Act.DISCARD: lambda world, by: acts.discard(world.document, by=by),
    Act.BRING_BACK: lambda world, by: acts.bring_back(world.document, by=by),
    Act.DISMISS: lambda world, by: acts.dismiss(
        world.document, by=by, key=advice(world.document).key, reason="Why"
    ),
    Act.AGREE: lambda world, by: acts.agree(world.document, by=by),
    Act.DECLINE: lambda world, by: acts.decline(world.document, by=by),
}


def standing(document):
    """State, live edition and scheduled edition as the table writes them."""
    now = document.stored()
    scheduled = now.editions.scheduled().first()
    numbers = [str(each.number) if each else "-" for each in (now.live_edition(), scheduled)]
    return " ".join([now.state, *numbers])


def check_it_is_done(world, act, by, after):
    last = AuditEvent.objects.latest("sequence")
    DO[act](world, by)
    assert standing(world.document) == after
    new = list(AuditEvent.objects.filter(sequence__gt=last.sequence))
    assert [event.act for event in new] == [act]
    assert all(event.actor_id == str(by.pk) for event in new)
    assert list(verify.faults(lambda rows, total, name: rows)) == []
    connection.check_constraints()


def check_it_is_refused(world, act, by, refusal):
    before = everything() if act is Act.LOWER_RISK else world.before
    reason = reason_of(world, act, by)
    with pytest.raises(refusal) as refused:
        DO[act](world, by)
    assert refused.type is refusal
    assert refused.value.message == reason
    assert everything() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", Act)
def test_each_cell_of_the_matrix_is_as_the_design_says(world, act, role):
    row, by = TABLE[world.name][act], world.people[role]
    letter = row.letters[role]
    with undone():
        if act is Act.LOWER_RISK:
            Document.objects.filter(pk=world.document.pk).update(risk=RiskLevel.HIGH)
        assert can(by, act, subject(world, act)) == (letter == "+")
        if letter == "+":
            check_it_is_done(world, act, by, row.after)
        else:
            check_it_is_refused(world, act, by, REFUSALS[letter])


@pytest.mark.parametrize("role", ROLES)
def test_what_the_lists_say_is_what_the_table_says(world, role):
    """Of texts that wait: whoever is named as able to sign or take meets no bar."""
    by = world.people[role]
    if not (world.review.is_open and by.is_authenticated and by.is_active):
        return
    row = QueueRow.of(open_reviews(by).get(pk=world.review.pk), by)
    review = Review.objects.get(pk=world.review.pk)
    assert row.may_take == can(by, Act.TAKE, review)
    assert row.may_give_back == can(by, Act.GIVE_BACK, review)
    assert row.obstacle == bar(by, Act.SIGN_OFF, review)
    assert signable(by).filter(pk=review.pk).exists() == (not row.obstacle)
    signs = TABLE[world.name][Act.SIGN_OFF].letters[role] in "+I"
    assert signs == (not row.obstacle)


@pytest.mark.parametrize("role", ROLES)
def test_a_wrong_password_writes_one_event_for_a_signer_and_nothing_for_others(world, role):
    by = world.people[role]
    may_sign = TABLE[world.name][Act.SIGN_OFF].letters[role] == "+"
    with undone():
        with pytest.raises(WrongPassword if may_sign else (NotAllowed, WrongState, Incomplete)):
            acts.sign_off(
                world.review,
                by=by,
                password="wrong",
                shown_digest=world.review.digest,
                statement=cast.statement(),
            )
        events = "editorial_auditevent"
        after, before = everything(), dict(world.before)
        assert after.pop(events)[0] == before.pop(events)[0] + may_sign
        assert after == before


def test_the_table_has_a_row_for_every_state_and_act():
    assert set(TABLE) == set(WORLDS)
    assert all(set(rows) == set(Act) for rows in TABLE.values())


def test_the_table_has_every_state_and_each_has_somebody_who_can_lead_out_of_it(world):
    rows = TABLE[world.name].values()
    assert world.document.state in State
    assert any(row.after and row.after != standing(world.document) for row in rows)
