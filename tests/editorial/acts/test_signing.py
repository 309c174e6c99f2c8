"""Signing: four eyes, and a signature that is deliberate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import acts
from editorial.checklist import QUESTIONS
from editorial.exceptions import (
    FourEyes,
    Incomplete,
    NotAllowed,
    StaleDigest,
    WrongPassword,
    WrongState,
)
from editorial.models import AuditEvent, RiskLevel, SignOff, State
from editorial.people.limits import OF_SIGNED_IN
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast


def state(document):
    document.refresh_from_db()
    return document.state


# --- Four eyes ---


def test_a_reviewer_who_saved_one_edit_cannot_sign(draft, wen, ravi):
    draft.summary = "A better word."
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    with pytest.raises(FourEyes):
        cast.sign(review, ravi)


def test_the_owner_never_signs_even_without_a_save(wen, ravi, mei):
    document = cast.agreed(cast.article(wen, owner=ravi))
    with pytest.raises(FourEyes):
        cast.sign(cast.submit(document, wen), ravi)


def test_a_superuser_who_contributed_cannot_sign(draft, wen, root):
    cast.save(draft, root)
    with pytest.raises(FourEyes):
        cast.sign(cast.submit(draft, wen), root)


def test_a_writer_of_the_text_cannot_reaffirm_it_by_signature(wen, ravi, mei):
    document = cast.article(wen)
    cast.save(document, ravi)
    cast.publish(document, wen, mei)
    review = acts.reaffirm(document, by=ravi)
    with pytest.raises(FourEyes):
        cast.sign(review, ravi)


# --- Signing is deliberate ---


def test_a_wrong_password_signs_nothing_and_stands_on_record(review, ravi):
    with pytest.raises(WrongPassword):
        acts.sign_off(
            review,
            by=ravi,
            password="wrong",
            shown_digest=review.digest,
            statement=cast.statement(),
        )
    assert not SignOff.objects.exists()
    assert AuditEvent.objects.latest("sequence").act == "sign off refused: password"


def test_guessing_passwords_is_braked(review, ravi):
    for _ in range(OF_SIGNED_IN.at_once):
        with pytest.raises(WrongPassword):
            acts.sign_off(
                review, by=ravi, password="no", shown_digest="", statement=cast.statement()
            )
    with pytest.raises(WrongPassword, match="Too many"):
        cast.sign(review, ravi)


def test_a_digest_that_was_not_on_the_screen_is_refused(review, ravi):
    with pytest.raises(StaleDigest):
        acts.sign_off(
            review,
            by=ravi,
            password=cast.PASSWORD,
            shown_digest="0" * 64,
            statement=cast.statement(),
        )
    assert state(review.document) == State.MEDICAL_REVIEW


@pytest.mark.parametrize(
    "fields",
    [
        {"conflict_of_interest": "  "},
        {"meaning": "because"},
        {"answers": {}},
        {"answers": dict.fromkeys(QUESTIONS, "yes") | {"safety": "no"}},
        {"scope": "changes"},
        {"scope": "half"},
        {"team": "Somebody else's team"},
        {"next_review_due": timezone.localdate()},
        {"next_review_due": timezone.localdate() + timedelta(days=400)},
        {"conflict_of_interest": "x" * 1001},
    ],
)
def test_an_incomplete_statement_signs_nothing(review, ravi, fields):
    with pytest.raises(Incomplete):
        cast.sign(review, ravi, **fields)
    assert not SignOff.objects.exists()
    assert state(review.document) == State.MEDICAL_REVIEW


def test_open_comments_hold_back_the_signature(review, ravi, mei):
    remark = acts.comment(review, by=mei, body="Is this so?")
    with pytest.raises(Incomplete, match="comments"):
        cast.sign(review, ravi)
    acts.resolve(remark, by=mei)
    assert cast.sign(review, ravi)


def test_a_reviewer_without_a_profile_cannot_sign(review):
    with pytest.raises(NotAllowed, match="profile"):
        cast.sign(review, cast.person("Rob", "Reviewer"))


def test_a_team_signs_through_a_member(review, mei, team):
    assert cast.sign(review, mei, team=team.name).badge.sign_offs[0].team == team.name


def test_a_high_risk_document_needs_two_different_signers(wen, ravi, mei):
    review = cast.submit(cast.article(wen, risk=RiskLevel.HIGH), wen)
    assert cast.sign(review, ravi) is None
    assert state(review.document) == State.MEDICAL_REVIEW
    with pytest.raises(WrongState, match="second"):
        cast.sign(review, ravi)
    edition = cast.sign(review, mei)
    assert len(edition.badge.sign_offs) == 2


def cited(key: str) -> Reference:
    return Reference(key=key, title="A paper", authors="Hodi FS", year=2010)


def test_who_changes_a_source_that_the_text_cites_cannot_sign_it(wen, ravi):
    source = save_reference(cited("hodi-2010"), by=wen)
    review_of = cast.article(wen, body="<p>So it is.[@hodi-2010]</p>")
    source.title = "A paper with another title"
    save_reference(source, by=ravi)
    with pytest.raises(FourEyes):
        cast.sign(cast.submit(review_of, wen), ravi)


def test_nor_can_who_had_typed_it_into_the_library_before_the_page_existed(wen, ravi):
    save_reference(cited("hodi-2010"), by=ravi)
    document = cast.article(wen, body="<p>So it is.[@hodi-2010]</p>")
    with pytest.raises(FourEyes, match=r"You wrote: “Hodi FS\. A paper.*” in Sources"):
        cast.sign(cast.submit(document, wen), ravi)
