"""One form per act, for the admin and the desk alike."""

from collections import Counter
from collections.abc import Iterator

from editorial.act_forms import documents, reviews, signing  # noqa: F401  # they define the forms
from editorial.act_forms.base import ActForm
from editorial.models import Review
from tests import cast


def every_form(of: type[ActForm] = ActForm) -> Iterator[type[ActForm]]:
    for form in of.__subclasses__():
        yield from every_form(form)
        if hasattr(form, "act"):
            yield form


def test_no_act_has_two_forms():
    counted = Counter(form.act for form in every_form())
    assert len(counted) > 10
    assert [act for act, count in counted.items() if count > 1] == []


def test_the_desk_and_the_admin_ask_the_same_of_a_recall(client, wen):
    document = cast.article(wen)
    review = cast.submit(document, wen)
    client.force_login(wen)
    desk = client.get(f"/review/{review.pk}/").context["forms"]["recall"]
    admin = client.get(f"/admin/articles/article/{document.pk}/act/recall/").context["form"]
    assert type(desk) is type(admin)


def test_the_admin_recalls_the_round_that_is_open(client, wen):
    document = cast.article(wen)
    first = cast.submit(document, wen)
    client.force_login(wen)
    client.post(f"/review/{first.pk}/recall/", {"reason": "Too early."})
    second = cast.submit(document, wen)
    stale = client.post(f"/review/{first.pk}/recall/", {"reason": "Again."})
    assert stale.status_code == 409  # the desk's page is that of the first round
    assert Review.objects.get(pk=second.pk).is_open
    client.post(f"/admin/articles/article/{document.pk}/act/recall/", {"reason": ""})
    assert not Review.objects.get(pk=second.pk).is_open


def test_a_note_that_is_too_long_is_refused_at_its_field(client, wen):
    document = cast.article(wen)
    client.force_login(wen)
    url = f"/admin/articles/article/{document.pk}/act/submit/"
    given = {"draft_version": document.draft_version, "note": "n" * 2001}
    form = client.post(url, given).context["form"]
    assert form.errors["note"] == ["The note has 2001 characters; 2000 are the most."]
