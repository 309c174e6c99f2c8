"""No act runs on a clock that is behind the record; two people accept a clock that was set back."""

from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from editorial import acts
from editorial.exceptions import ClockBehind, FourEyes, NotAllowed, WrongState
from editorial.models import AuditEvent
from immunosite.search.index import rebuild
from tests import cast
from tests._clock import *  # noqa: F403
from tests._tampering import faults, rechain, unguarded
from tests.admin_forms import address, opened

pytestmark = pytest.mark.django_db


def test_nor_does_any_other_act_on_record(edition, clock, edda):
    clock(-1)
    with pytest.raises(ClockBehind):
        rebuild()
    with pytest.raises(CommandError, match="clock says"):
        call_command("mend_state")


def test_a_wrong_password_tells_no_more_than_a_right_one(review, ravi, clock):
    clock(-1)
    for password in (cast.PASSWORD, "wrong"):
        with pytest.raises(ClockBehind):
            acts.sign_off(
                review, by=ravi, password=password, shown_digest=review.digest,
                statement=cast.statement(),
            )  # fmt: skip


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_servers_whose_clocks_differ_a_little_wait_for_each_other(review, ravi, clock, seconds):
    clock(seconds=seconds)
    acts.take(review, by=ravi, shown_assignee=None)
    clock(0)
    acts.give_back(review, by=ravi)
    assert faults() == []


def test_a_form_says_so_and_nothing_that_was_typed_is_lost(client, draft, wen, clock):
    client.force_login(wen)
    form = opened(client, address(draft)) | {"title": ["What I typed"]}
    clock(-1)
    answer = client.post(address(draft), form)
    assert answer.status_code < 500
    assert "clock says" in answer.content.decode()
    assert "What I typed" in answer.content.decode()
    assert draft.stored().draft_version == 1


def test_a_page_with_no_place_for_refusals_says_so_too(client, draft, root, clock):
    """Groups are Django's own pages, with an event in their transaction."""
    client.force_login(root)
    clock(-1)
    answer = client.post("/admin/auth/group/add/", {"name": "Helpers"})
    assert answer.status_code == 409
    assert "clock says" in answer.content.decode()
    assert not Group.objects.filter(name="Helpers").exists()


# --- Two people accept it -------------------------------------------------------------------------


def test_the_site_is_not_locked_two_people_accept_the_clock(future, review, ravi, edda, ada):
    acts.propose_clock(by=edda)
    with pytest.raises(ClockBehind):
        cast.sign(review, ravi)
    acts.accept_clock(by=ada)
    edition = cast.sign(review, ravi)
    assert edition.published_at < future.time
    assert edition.published_at > AuditEvent.objects.get(act="accept the clock").time
    assert faults() == []


def test_no_one_person_can(future, edda, root):
    acts.propose_clock(by=edda)
    acts.propose_clock(by=edda)
    with pytest.raises(FourEyes, match="another editor or administrator"):
        acts.accept_clock(by=edda)
    acts.accept_clock(by=root)


def test_nobody_else_can_either(future, wen, ravi, olga, edda):
    for by in (wen, ravi, olga):
        for act in (acts.propose_clock, acts.accept_clock):
            with pytest.raises(NotAllowed, match="editor or an administrator"):
                act(by=by)
    type(edda).objects.filter(pk=edda.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        acts.propose_clock(by=edda)  # whatever the object in hand says


def test_there_must_be_something_to_accept(edition, edda, ada):
    for act in (acts.propose_clock, acts.accept_clock):
        with pytest.raises(WrongState, match="nothing to accept"):
            act(by=edda)


def test_and_somebody_who_said_so(future, edda):
    with pytest.raises(WrongState, match="Nobody has said"):
        acts.accept_clock(by=edda)


def test_a_clock_put_back_once_more_needs_two_people_once_more(future, edda, ada, clock):
    acts.propose_clock(by=edda)
    clock(-3)
    with pytest.raises(WrongState, match="Nobody has said"):
        acts.accept_clock(by=ada)


def test_a_second_step_back_is_accepted_by_itself(future, edda, ada, clock, review, ravi):
    acts.propose_clock(by=edda)
    acts.accept_clock(by=ada)
    clock(-2)
    with pytest.raises(ClockBehind):
        acts.give_back(review, by=ravi)
    acts.propose_clock(by=ada)
    acts.accept_clock(by=edda)
    acts.give_back(review, by=ravi)
    assert faults() == []


def test_the_admin_tells_of_it_and_has_a_page_for_it(client, future, edda, ada):
    client.force_login(edda)
    assert "/admin/clock/" in client.get("/admin/").content.decode()
    assert client.post("/admin/clock/", {"propose": "1"}, follow=True).status_code == 200
    page = client.get("/admin/clock/").content.decode()
    assert 'name="confirm"' not in page
    assert client.post("/admin/clock/", {"confirm": "1"}).status_code == 409
    client.force_login(ada)
    assert 'name="confirm"' in client.get("/admin/clock/").content.decode()
    assert client.post("/admin/clock/", {"confirm": "1"}).status_code == 302
    assert "not behind the record" in client.get("/admin/clock/").content.decode()
    assert "/admin/clock/" not in client.get("/admin/").content.decode()


@pytest.fixture
def typed(monkeypatch):
    """What is typed where the command asks for the password."""
    return partial(monkeypatch.setattr, "editorial.management.commands.accept_clock.getpass")


def test_the_command_asks_each_person_for_the_password(future, edda, ada, typed, capsys):
    typed(lambda _: cast.PASSWORD)
    call_command("accept_clock")
    assert "clock says" in capsys.readouterr().out
    call_command("accept_clock", propose="edda")
    with pytest.raises(CommandError, match="another editor"):
        call_command("accept_clock", confirm="edda")
    call_command("accept_clock", confirm="ada")
    assert faults() == []


def test_the_command_knows_nobody_by_a_wrong_password(future, edda, typed):
    typed(lambda _: "wrong")
    with pytest.raises(CommandError, match="do not belong together"):
        call_command("accept_clock", propose="edda")


# --- What verify_records says of times ------------------------------------------------------------


def test_an_event_older_than_the_one_before_is_found(edition, wen, clock, monkeypatch):
    monkeypatch.setattr("editorial.record.audit.check_clock", lambda head: None)
    clock(-1)
    acts.revise(edition.document, by=wen)
    last = AuditEvent.objects.latest("sequence")
    assert f"Audit event {last.sequence} is older than event {last.sequence - 1}." in faults()


def test_a_clock_that_one_person_alone_accepted_is_found(future, edda, ada):
    acts.propose_clock(by=edda)
    accepted = acts.accept_clock(by=ada)
    with unguarded():
        AuditEvent.objects.filter(pk=accepted.pk).update(actor_id=str(edda.pk))
        rechain()
    assert any("one person alone accepted" in fault for fault in faults())
