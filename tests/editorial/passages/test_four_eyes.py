"""Nobody signs a passage of their own, however many editions ago they wrote it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import acts
from editorial.desk.queue import signable
from editorial.exceptions import FourEyes, Incomplete
from editorial.models import RiskLevel, Scope
from editorial.rules import reviewers_for
from editorial.workflow import Act, why_not
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast

RASH = "<p>Most people have no rash at all in the first two weeks of treatment.</p>"
CALL = "<p>Call your team at once when the skin begins to blister or to peel.</p>"
CREAM = "<p>A cream with a steroid helps nearly everybody within a few days.</p>"
COMMA = RASH.replace("rash at", "rash, at")


def written(by, body, **fields):
    return cast.article(by, body=body, **fields)


def again(document, by, **fields):
    """The page goes back to a draft, and somebody changes it."""
    acts.revise(document, by=by)
    return changed(document, by, **fields)


def changed(document, by, **fields):
    stored = document.stored()
    for name, value in fields.items():
        setattr(stored, name, value)
    return cast.save(stored, by)


@pytest.fixture
def of_ravi(wen, ravi, mei):
    """Ravi wrote the only paragraph of edition 1, and Mei signed it."""
    document = written(wen, "<p>To be written.</p>")
    changed(document, ravi, body=RASH)
    cast.publish(document.stored(), wen, mei)
    return document


def refused(review, by, match, **fields):
    with pytest.raises(FourEyes, match=match):
        cast.sign(review, by, **fields)


# --- The whole page -------------------------------------------------------------------------------


def test_a_full_stop_of_a_third_persons_frees_nobody_from_his_own_words(of_ravi, will, ravi, mei):
    again(of_ravi, will, body=RASH.replace(".</p>", "</p>"))
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You wrote: “Most people have no rash")
    cast.sign(review, mei)
    refused(acts.reaffirm(of_ravi, by=ravi), ravi, "You wrote: “Most people have no rash")


def test_a_withdrawal_is_no_way_to_bring_ones_own_words_back_alone(of_ravi, will, edda, ravi):
    acts.withdraw(of_ravi, by=edda, reason="A study was retracted.")
    again(of_ravi, will, change_note="Back again.")
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You wrote")
    with pytest.raises(FourEyes):
        cast.sign(review, ravi, scope=Scope.CHANGES)


def test_nor_is_an_edition_that_was_cancelled_before_it_came_out(wen, will, ravi, mei):
    document = written(wen, "<p>To be written.</p>", publish_at=cast.days_ahead(3))
    changed(document, ravi, body=RASH)
    cast.publish(document.stored(), wen, mei)
    again(document, will, body=COMMA, publish_at=None)
    refused(cast.submit(document.stored(), will), ravi, "“Most people have no rash, at all")


def test_nor_is_an_edition_in_which_only_the_changes_were_signed(of_ravi, will, ravi, mei):
    again(of_ravi, will, body=RASH + CALL)
    cast.sign(cast.submit(of_ravi.stored(), will), mei, scope=Scope.CHANGES)
    refused(acts.reaffirm(of_ravi, by=ravi), ravi, "You wrote")


def test_rewriting_in_small_steps_frees_nobody(of_ravi, wen, will, ravi):
    """Ten words in ten saves by others: nothing of Ravi's wording is left."""
    words = RASH[3:-4].split()
    acts.revise(of_ravi, by=wen)
    for place in range(len(words)):
        words[place] = f"word{place}"
        changed(of_ravi, will, body=f"<p>{' '.join(words)}</p>")
    refused(cast.submit(of_ravi.stored(), wen), ravi, "“word0 word1")


def test_whoever_rewrote_it_at_once_wrote_it_alone(of_ravi, wen, ravi, will):
    again(of_ravi, will, body=CREAM)
    assert cast.sign(cast.submit(of_ravi.stored(), will), ravi)


def test_text_that_was_taken_out_and_brought_back_keeps_its_first_author(of_ravi, wen, will, ravi):
    acts.revise(of_ravi, by=wen)
    changed(of_ravi, will, body=CREAM)
    changed(of_ravi, will, body=CREAM + CALL)
    changed(of_ravi, will, body=CREAM + RASH)
    refused(cast.submit(of_ravi.stored(), will), ravi, "“Most people have no rash")


def test_and_so_does_a_near_copy_or_a_sentence_of_it(of_ravi, wen, will, ravi):
    acts.revise(of_ravi, by=wen)
    changed(of_ravi, will, body=CREAM)
    changed(of_ravi, will, body=CREAM + "<p>So, most people have no rash at all in two weeks.</p>")
    refused(cast.submit(of_ravi.stored(), will), ravi, "“So, most people")


DISGUISES = {
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "letters that only look Latin": lambda text: text.replace("o", "\u043e").replace("e", "\u0435"),
    "accents": lambda text: text.replace("o", "ö").replace("e", "è"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "capitals": str.upper,
    "joiners": lambda text: text.replace("st", "s\u200ct"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@pytest.mark.parametrize("at_once", [True, False], ids=["in its place", "brought back"])
def test_and_so_does_one_in_other_characters(of_ravi, wen, will, ravi, disguise, at_once):
    """Readers see the same sentence, or one with odd letters; nobody wrote it anew."""
    acts.revise(of_ravi, by=wen)
    if not at_once:
        changed(of_ravi, will, body=CREAM)
    changed(of_ravi, will, body=f"<p>{disguise(RASH[3:-4])}</p>")
    refused(cast.submit(of_ravi.stored(), will), ravi, "You wrote")


def test_and_so_do_two_words_that_come_back_as_an_item(of_ravi, wen, will, ravi):
    acts.revise(of_ravi, by=wen)
    changed(of_ravi, ravi, body="<p>Stop now.</p>")
    changed(of_ravi, will, body=CREAM)
    cast.publish(of_ravi.stored(), wen, cast.clinician("Noor", "Reviewer"))
    again(of_ravi, will, body=CREAM + "<ul><li>Stop now!</li></ul>")
    refused(cast.submit(of_ravi.stored(), will), ravi, "You wrote: “Stop now!”")


def test_a_second_author_is_added_to_what_he_brought_back(wen, ravi, mei):
    document = written(wen, RASH + CALL)
    changed(document, wen, body=RASH)
    changed(document, ravi, body=RASH + CALL)
    review = cast.submit(document.stored(), wen)
    refused(review, ravi, "You wrote: “Call your team")
    assert cast.sign(review, mei)


@pytest.mark.parametrize(
    "body",
    [
        CALL + RASH,
        RASH.replace(" in the", "</p><p>In the") + CALL,
        RASH.removesuffix("</p>") + " " + CALL.removeprefix("<p>"),
        f"<ul><li>{RASH}</li></ul>" + CALL,
        f"<h2>Skin</h2>{CREAM}{RASH}",
    ],
    ids=["moved", "split", "merged", "made an item", "under a new heading"],
)
def test_moves_splits_and_merges_keep_the_author(wen, will, ravi, body):
    document = written(wen, CALL)
    changed(document, ravi, body=RASH + CALL)
    changed(document, will, body=body)
    refused(cast.submit(document.stored(), wen), ravi, "You wrote")


def test_whoever_took_a_sentence_out_had_a_part_in_what_is_left(wen, ravi, mei):
    document = written(wen, RASH + CALL)
    changed(document, ravi, body=RASH)
    review = cast.submit(document.stored(), wen)
    refused(review, ravi, "You took out: “call your team at once")
    assert cast.sign(review, mei)


def test_and_has_none_once_it_stands_there_again(wen, ravi, mei):
    document = written(wen, RASH + CALL)
    changed(document, ravi, body=RASH)
    changed(document, wen, body=RASH + CALL)
    cast.publish(document.stored(), wen, mei)
    again(document, wen, body=RASH + CALL + CREAM)
    assert cast.sign(cast.submit(document.stored(), wen), ravi)


def test_a_superuser_is_not_excepted(of_ravi, will, root, mei):
    again(of_ravi, will, body=RASH + CALL)
    changed(of_ravi, root, body=RASH + CALL + CREAM)
    refused(cast.submit(of_ravi.stored(), will), root, "You wrote: “A cream")


def test_relations_titles_and_rows_have_authors_too(wen, ravi):
    other = cast.article(wen)
    for fields in ({"title": "Another title"}, {"key_points": "Rest well tonight."}):
        document = written(wen, RASH)
        changed(document, ravi, **fields)
        refused(cast.submit(document.stored(), wen), ravi, "You wrote")
    document = written(wen, RASH)
    cast.save(document, ravi, see_also=[other])
    refused(cast.submit(document, wen), ravi, "in See also")


def test_who_typed_a_source_before_the_page_existed_wrote_the_page(wen, ravi, mei):
    source = save_reference(Reference(key="hodi-2010", title="A paper", year=2010), by=ravi)
    document = written(wen, f"{RASH[:-4]}[@hodi-2010]</p>")
    refused(cast.submit(document, wen), ravi, "in Sources")
    assert cast.sign(document.open_review(), mei)
    save_reference(source, by=mei)
    # A later change to the library changes no text that is signed already.
    assert acts.reaffirm(document, by=wen).contributors.filter(pk=mei.pk).exists() is False


# --- Only the changes -----------------------------------------------------------------------------


def test_an_author_of_the_rest_signs_what_others_changed(of_ravi, will, ravi):
    again(of_ravi, will, body=RASH + CALL)
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You wrote")
    edition = cast.sign(review, ravi, scope=Scope.CHANGES)
    assert edition.number == 2


@pytest.mark.parametrize(
    "body",
    [COMMA, f"<h2>Skin</h2>{RASH}", f"<p>What to do:</p><ul><li>{RASH}</li></ul>"],
    ids=["a comma", "under a heading", "in a list"],
)
def test_and_not_a_change_to_his_own_words_or_their_place(of_ravi, will, ravi, body):
    again(of_ravi, will, body=body)
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You wrote", scope=Scope.CHANGES)


def test_nor_that_some_of_his_words_go_while_others_stay(of_ravi, will, ravi, mei):
    acts.revise(of_ravi, by=will)
    changed(of_ravi, ravi, body=RASH + CALL)
    cast.publish(of_ravi.stored(), will, mei)
    again(of_ravi, will, body=RASH)
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You wrote: “Call your team", scope=Scope.CHANGES)


def test_nor_the_order_that_he_brought_them_into(wen, ravi, mei):
    """Of two that changed places either may count as the one that moved."""
    document = written(wen, RASH + CALL)
    cast.publish(document, wen, mei)
    acts.revise(document, by=wen)
    changed(document, ravi, body=CALL + RASH)
    refused(cast.submit(document.stored(), wen), ravi, "You wrote", scope=Scope.CHANGES)


def test_nor_what_he_took_out_himself(of_ravi, will, ravi, mei):
    again(of_ravi, will, body=RASH + CALL)
    cast.publish(of_ravi.stored(), will, mei)
    acts.revise(of_ravi, by=will)
    changed(of_ravi, ravi, body=RASH)
    review = cast.submit(of_ravi.stored(), will)
    refused(review, ravi, "You took out", scope=Scope.CHANGES)


def test_without_a_live_edition_there_are_no_changes_to_sign_alone(of_ravi, will, edda, mei):
    acts.withdraw(of_ravi, by=edda, reason="A study was retracted.")
    again(of_ravi, will, body=COMMA)
    with pytest.raises(Incomplete, match="sign the whole page"):
        cast.sign(cast.submit(of_ravi.stored(), will), mei, scope=Scope.CHANGES)


def test_the_owner_signs_neither(of_ravi, will, ravi):
    again(of_ravi, will, body=RASH + CALL, owner=ravi)
    review = cast.submit(cast.agreed(of_ravi.stored()), will)
    for scope in Scope:
        refused(review, ravi, "You are its owner", scope=scope)


def test_two_signers_may_divide_it(of_ravi, wen, will, ravi, mei):
    again(of_ravi, will, body=RASH + CALL, risk=RiskLevel.HIGH)
    review = cast.submit(of_ravi.stored(), will)
    assert cast.sign(review, ravi, scope=Scope.CHANGES) is None
    assert cast.sign(review, mei).last_reviewed


# --- Before the click -----------------------------------------------------------------------------


def test_the_table_says_it_before_the_click(of_ravi, wen, ravi):
    acts.revise(of_ravi, by=wen)
    changed(of_ravi, ravi, body=RASH + CALL)
    review = cast.submit(of_ravi.stored(), wen)
    assert "“Call your team at once" in why_not(ravi, Act.SIGN_OFF, review)
    assert ravi not in reviewers_for(review)


def test_whoever_may_sign_the_changes_can_be_given_the_review(of_ravi, will, ravi):
    again(of_ravi, will, body=RASH + CALL)
    review = cast.submit(of_ravi.stored(), will)
    assert why_not(ravi, Act.SIGN_OFF, review) == ""
    assert ravi in reviewers_for(review)
    assert review in signable(ravi)


# --- Cheap ----------------------------------------------------------------------------------------


def test_a_submission_costs_as_little_after_many_saves(wen, will):
    counts = []
    for saves in (0, 12):
        document = written(wen, RASH)
        for number in range(saves):
            changed(document, will, body=RASH + f"<p>Another sentence, number {number}.</p>")
        with CaptureQueriesContext(connection) as queries:
            cast.submit(document.stored(), wen)
        counts.append(len(queries))
    assert counts[0] == counts[1]
