"""What a process has heard of the acts, also where their history is not what it was."""

import pytest

from editorial import acts
from editorial.built_from import EVERYTHING, noting, reading
from editorial.models import Edition
from immunosite.invalidation import heard as module
from immunosite.invalidation.heard import Heard
from immunosite.page_store import public_state
from tests import cast
from tests._rows import undone


@pytest.fixture
def process(monkeypatch):
    """One that hears of the acts from now on."""
    process = Heard()
    monkeypatch.setattr("immunosite.page_store.heard", process)
    return process


def listen(process):
    """The last act, when the process has read up to it."""
    act, _ = public_state()
    process.read_on()
    return act


def publish(wen, mei):
    return f"document-{cast.publish(cast.article(wen), wen, mei).document_id}"


def test_a_page_is_good_until_an_act_touches_what_it_was_built_from(process, wen, mei, edda):
    publish(wen, mei)
    before = listen(process)
    edition = cast.publish(cast.article(wen), wen, mei)
    after, source = listen(process), f"document-{edition.document_id}"
    assert not process.is_good([source], before, after)
    assert process.is_good([source], after, after)
    assert process.is_good(["document-0"], before, after)
    acts.withdraw(edition.document, by=edda, reason="A study was retracted.")
    assert not process.is_good([source], after, listen(process))


def test_of_a_state_that_a_reader_has_not_seen_no_page_is_good(process, wen, mei):
    publish(wen, mei)
    before = listen(process)
    publish(wen, mei)
    after = listen(process)
    assert process.is_good(["document-0"], before, after)
    assert not process.is_good(["document-0"], after, before)


def test_what_was_made_before_the_process_began_is_good_when_it_has_read_back(process, wen, mei):
    first = publish(wen, mei)
    made, _ = public_state()
    second = publish(wen, mei)
    process.forget()
    now = listen(process)
    assert not process.is_good([first], made, now)
    process.read_back()
    assert process.is_good([first], made, now)
    assert not process.is_good([second], made, now)


def test_when_a_backup_is_put_back_what_came_after_it_is_forgotten(process, wen, mei):
    one = publish(wen, mei)
    backed_up = listen(process)
    with undone():
        publish(wen, mei)
        undone_act = listen(process)
        assert process.is_good([one], backed_up, undone_act)
    assert listen(process) == backed_up
    assert process.is_good([one], backed_up, backed_up)
    assert not process.is_good([one], undone_act, backed_up)
    publish(wen, mei)
    assert not process.is_good([one], undone_act, listen(process))


def test_also_where_others_came_in_their_place_before_anybody_looked(process, wen, mei):
    one = publish(wen, mei)
    backed_up = listen(process)
    with undone():
        publish(wen, mei)
        undone_act = listen(process)
    for _ in range(3):
        publish(wen, mei)
    now = listen(process)
    assert not process.is_good([one], undone_act, now)
    assert not process.is_good([one], backed_up, now)  # for what happened since is not known


def test_after_too_many_acts_it_begins_again(process, wen, mei, monkeypatch):
    one = publish(wen, mei)
    before = listen(process)
    monkeypatch.setattr(module, "MOST", 3)
    for _ in range(4):
        publish(wen, mei)
    now = listen(process)
    assert list(process.acts) == [now]
    assert not process.is_good([one], before, now)


def test_where_a_database_does_not_show_an_act_yet_it_begins_again(process, wen, mei, monkeypatch):
    """One that lags behind: what that act touched would never be heard of."""
    one = publish(wen, mei)
    before, shown = listen(process), module._acts_between
    monkeypatch.setattr(module, "_acts_between", lambda *ends: shown(*ends)[:-1])
    publish(wen, mei)
    assert not process.is_good([one], before, listen(process))


def test_it_remembers_so_many_acts_and_no_more(process, wen, mei, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 6)
    heard = []
    for _ in range(8):
        publish(wen, mei)
        heard.append(listen(process))
        assert len(process.acts) <= 6
    assert not process.is_good(["document-0"], heard[0], heard[-1])
    assert process.is_good(["document-0"], heard[-2], heard[-1])
    oldest = min(process.acts.values())
    assert min(process.touched.values()) > oldest


# --- What a page notes ----------------------------------------------------------------------------


def test_a_question_outside_any_block_makes_the_page_depend_on_everything(db):
    with noting() as notes:
        with reading("kind-article"):
            assert not Edition.objects.exists()
        assert notes.sources == {"kind-article"}
        assert not Edition.objects.exists()
    assert notes.sources == {"kind-article", EVERYTHING}


def test_a_block_that_names_nothing_covers_nothing(db):
    with noting() as notes, reading():
        assert not Edition.objects.exists()
    assert notes.sources == {EVERYTHING}


def test_outside_a_page_nothing_is_noted(db):
    with reading("kind-article"):
        assert not Edition.objects.exists()
    with noting() as notes:
        pass
    assert notes.sources == set()
