"""The editors' list of big words."""

import pytest
from reversion.models import Version

from findings.models import HypePhrase
from findings.rules.words import RULES
from tests import cast
from tests.findings._examples import tried

pytestmark = pytest.mark.django_db
URL = "/admin/findings/hypephrase/"
HYPE = next(each.rule for each in RULES if each.rule.id == "hype")


def hype_in(wen, text):
    found = tried(cast.article(wen), f"<p>{text}</p>")
    return [each.message for each in found if each.rule is HYPE]


def test_editors_add_a_word_and_it_is_found_from_then_on(client, edda, wen):
    assert hype_in(wen, "This vaccine is out of this world.") == []
    client.force_login(edda)
    given = {"words": "Out of  this World", "unless": "", "is_used": "on"}
    assert client.post(f"{URL}add/", given).status_code == 302
    assert len(hype_in(wen, "This vaccine is out of this world.")) == 1


def test_a_word_taken_out_of_use_is_silent_and_its_history_stays(client, edda, wen):
    phrase = HypePhrase.objects.get(words="miracle")
    client.force_login(edda)
    given = {"words": "miracle", "unless": ""}
    assert client.post(f"{URL}{phrase.pk}/change/", given).status_code == 302
    assert hype_in(wen, "It is a miracle.") == []
    version = Version.objects.get_for_object(phrase).get()
    assert version.revision.user == edda
    assert "miracle" in client.get(f"{URL}{phrase.pk}/history/").content.decode()


def test_nobody_deletes_a_word_and_a_writer_only_reads(client, edda, wen):
    phrase = HypePhrase.objects.first()
    client.force_login(edda)
    assert client.post(f"{URL}{phrase.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(wen)
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}add/").status_code == 403
