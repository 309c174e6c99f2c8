"""What only looks filled in is empty, at each door where a text is asked for."""

import pytest
from django.core.exceptions import ValidationError

from editorial import acts
from editorial.exceptions import Blocked, Incomplete
from editorial.models import Comment, ReviewerProfile
from editorial.text.characters import is_blank
from evidence.library import save_reference
from evidence.models import Reference
from immunosite.letters import handling, receiving
from immunosite.letters.models import Letter
from tests import cast

pytestmark = pytest.mark.django_db

BLANK = {
    "nothing": "",
    "spaces": " \t\n\N{NO-BREAK SPACE}\N{EM SPACE}\N{IDEOGRAPHIC SPACE}",
    "zero width": "\u200b",
    "joiners": "\u200c\u200d\u00ad\u2060\ufeff",
    "marks without a letter": "\u0301\u20dd",
    "variation selectors": "\ufe0f\U000e0100",
    "fillers": "\u3164\u115f\u1160\uffa0",
    "empty signs": "\u2800\u2800",
    "a picture that stayed behind": "\ufffc\n",
    "line ends": "\u2028\u2029\x0b\x0c",
    "controls": "\x07\x7f",
    "a mixture": " \u200b\u0301\u3164\u2800\n",
}
blank = pytest.mark.parametrize("text", BLANK.values(), ids=BLANK)


@blank
def test_it_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["a", "\u200b1", "?", "…", "β", "抗", "é", "e\u0301", "👍", "−", "ـ"]
)
def test_what_shows_is_not_blank(text):
    assert not is_blank(text)


@blank
@pytest.mark.parametrize("kind", ["question", "problem"])
def test_a_letter_of_it_is_refused_as_empty(client, edition, text, kind):
    place = "/ask/" if kind == "question" else f"{edition.get_absolute_url()}report/"
    answer = client.post(place, {"text": text})
    assert answer.status_code == 422
    assert "The field is empty" in answer.content.decode()
    assert not Letter.objects.exists()


@blank
def test_no_act_takes_it_for_a_reason_or_a_comment(review, ravi, edda, text):
    for attempt in (
        lambda: acts.request_changes(review, by=ravi, reason=text),
        lambda: acts.comment(review, by=ravi, body=text),
        lambda: acts.withdraw(review.document, by=edda, reason=text),
    ):
        with pytest.raises(Incomplete):
            attempt()
    assert not Comment.objects.exists()


@blank
def test_no_signature_takes_it_for_a_declaration(review, ravi, text):
    with pytest.raises(Incomplete):
        cast.sign(review, ravi, conflict_of_interest=text)


@blank
def test_no_answer_to_a_reader_is_of_it(edda, text):
    receiving.receive("question", "May I?", sender="x", reply_to="reader@example.org")
    with pytest.raises(Incomplete):
        handling.answer(Letter.objects.get(), by=edda, text=text)


@pytest.mark.parametrize("text", [BLANK["zero width"], BLANK["empty signs"], BLANK["a mixture"]])
def test_no_draft_is_called_by_it(wen, text):
    with pytest.raises(ValidationError):
        cast.article(wen, title=text)
    with pytest.raises(ValidationError):
        save_reference(Reference(key="key", kind="article", title=text, authors="A B"), by=wen)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("summary", text) for text in ("\ufe0f", "\u2800", "\u200d\u0301")),
        *(("body", f"<p>{text}</p>") for text in ("\ufe0f", "\u2800", "&zwj;", "&nbsp;")),
    ],
)
def test_no_draft_of_it_is_submitted(wen, field, text):
    document = cast.article(wen, **{field: text})
    with pytest.raises(Blocked, match="is empty"):
        cast.submit(document, wen)


@pytest.mark.parametrize("text", ["\u2800", "\u200d", "\u0301"])
def test_nobody_signs_with_a_name_that_does_not_show(client, ada, ravi, text):
    client.force_login(ada)
    profile = ravi.reviewer_profile
    sent = {"user": ravi.pk, "slug": "ravi", "printed_name": text, "credentials": text}
    page = client.post(f"/admin/editorial/reviewerprofile/{profile.pk}/change/", sent)
    assert page.content.decode().count("Nothing in this can be seen") >= 2
    assert ReviewerProfile.objects.get(pk=profile.pk).printed_name == "Ravi Sample"
    team = client.post("/admin/editorial/reviewteam/add/", {"name": text, "slug": "t"})
    assert "Nothing in this can be seen" in team.content.decode()
