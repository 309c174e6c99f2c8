"""Which signature each passage of an edition stands under, and since when."""

import pytest
from django.db import IntegrityError, transaction

from editorial import acts
from editorial.models import EditionPassages, Scope
from editorial.passages import passages_of, passages_root
from tests import cast
from tests._tampering import faults, overwrite, unguarded
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written


def standing(edition):
    """By the text of each passage of the body: since when, and the signers' names."""
    text = passages_of(edition.snapshot)
    names = {each.pk: each.signer.first_name for each in signatures(edition)}
    rows = edition.passages.rows
    assert [row["passage"] for row in rows] == [each.name for each in text]
    return {
        each.text[:4]: (
            row["since"],
            *(" ".join(names[pk] for pk in row[how]) for how in ("signed", "first", "last")),
        )
        for each, row in zip(text, rows, strict=True)
        if each.part == "body"
    }


def signatures(edition):
    return [
        sign_off
        for review in edition.document.reviews.all()
        for sign_off in review.sign_offs.select_related("signer")
    ]


@pytest.fixture
def first(wen, mei):
    document = written(wen, RASH + CALL)
    return cast.publish(document, wen, mei)


def test_of_a_first_edition_all_is_signed_by_its_signers(first, wen):
    assert standing(first) == {"Most": (1, "Mei", "Mei", "Mei"), "Call": (1, "Mei", "Mei", "Mei")}
    assert first.passages.root == passages_root(first.snapshot)
    (authors,) = {str(row["authors"]) for row in first.passages.rows}
    assert authors == str([{"id": wen.pk, "name": "Wen Sample"}])


def test_whole_readings_move_the_last_and_leave_the_first(first, will, ravi):
    again(first.document, will, body=RASH + CALL + CREAM)
    edition = cast.sign(cast.submit(first.document.stored(), will), ravi)
    assert standing(edition) == {
        "Most": (1, "Mei", "Mei", "Ravi"),
        "Call": (1, "Mei", "Mei", "Ravi"),
        "A cr": (2, "Ravi", "Ravi", "Ravi"),
    }


def test_a_signature_on_the_changes_covers_no_more_than_these(first, will, ravi):
    again(first.document, will, body=COMMA + CALL)
    edition = cast.sign(cast.submit(first.document.stored(), will), ravi, scope=Scope.CHANGES)
    assert standing(edition) == {"Most": (2, "Ravi", "", ""), "Call": (1, "Mei", "Mei", "Mei")}
    assert edition.last_reviewed == first.last_reviewed
    assert [[each["name"] for each in row["authors"]] for row in edition.passages.rows][5:7] == [
        ["Wen Sample", "Will Sample"], ["Wen Sample"],
    ]  # fmt: skip


def test_a_reaffirmation_moves_the_last_of_all(first, edda, ravi):
    edition = cast.sign(acts.reaffirm(first.document, by=edda), ravi)
    assert set(standing(edition).values()) == {(1, "Mei", "Mei", "Ravi")}


def test_a_withdrawn_edition_carries_nothing_on(first, wen, edda, ravi):
    acts.withdraw(first.document, by=edda, reason="A study was retracted.")
    again(first.document, wen)
    edition = cast.sign(cast.submit(first.document.stored(), wen), ravi)
    assert set(standing(edition).values()) == {(2, "Ravi", "Ravi", "Ravi")}


def test_what_goes_under_another_heading_stands_anew(first, will, ravi):
    again(first.document, will, body=f"{RASH}<h2>Never</h2>{CALL}")
    edition = cast.sign(cast.submit(first.document.stored(), will), ravi)
    assert standing(edition)["Most"][0] == 1
    assert standing(edition)["Call"][0] == 2


# --- On record ------------------------------------------------------------------------------------

FIELDS = [
    each for each in EditionPassages._meta.concrete_fields if each.name not in ("id", "edition")
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_column_that_was_altered_is_found(first, will, ravi, field):
    again(first.document, will, body=RASH)
    second = cast.sign(cast.submit(first.document.stored(), will), ravi)
    assert faults() == []
    with unguarded():
        overwrite(second.passages, field)
    assert [each for each in faults() if f"Passages of edition {second.pk}:" in each or
            f"Passages {second.passages.pk} cannot" in each]  # fmt: skip


def test_a_record_that_was_removed_is_found(first):
    with unguarded():
        EditionPassages.objects.all()._raw_delete("default")
    assert f"Passages of edition {first.pk} stands in the audit log and is missing." in faults()


def test_the_database_refuses_to_change_it(first):
    for tamper in (
        EditionPassages.objects.all().delete,
        lambda: EditionPassages.objects.update(root=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            tamper()
