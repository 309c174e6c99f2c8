"""What editors do to pairs of spellings is on the record, and readers find by it at once."""

import pytest

from editorial.models import AuditEvent
from immunosite.search.models import SpellingPair
from tests import cast

ADD = "/admin/search/spellingpair/add/"
SEARCH = "/search/?q=zrb1"


@pytest.fixture
def found(client, edda, wen, mei):
    """Whether a reader who looks for the one spelling is led to the page with the other."""
    page = cast.publish(cast.article(wen, title="On zorbalin"), wen, mei)
    other = cast.publish(cast.article(wen), wen, mei)
    client.get(other.get_absolute_url())
    client.force_login(edda)
    return lambda: page.get_absolute_url() in client.get(SEARCH).text


def last_act():
    act = AuditEvent.objects.latest("sequence")
    return act.act, act.actor, act.data


def pair():
    return SpellingPair.objects.get(other="zrb 1")


def test_a_stored_search_finds_by_a_new_pair_at_once(client, found):
    assert not found()
    client.post(ADD, {"word": "zorbalin", "other": "ZRB1"})
    assert found()
    assert last_act() == (
        "change spellings", "Edda Sample (edda)", {"pairs": ["zorbalin = zrb 1"]},
    )  # fmt: skip


def test_and_no_more_when_it_is_taken_away(client, found):
    for take_away in (
        lambda: client.post(f"/admin/search/spellingpair/{pair().pk}/delete/", {"post": "yes"}),
        lambda: client.post(
            "/admin/search/spellingpair/",
            {"action": "delete_selected", "_selected_action": [pair().pk], "post": "yes"},
        ),
    ):
        client.post(ADD, {"word": "zorbalin", "other": "ZRB1"})
        assert found()
        take_away()
        assert not SpellingPair.objects.filter(other="zrb 1").exists()
        assert not found()
        assert last_act()[0] == "change spellings"
