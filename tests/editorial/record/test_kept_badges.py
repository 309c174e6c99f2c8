"""A badge that was computed before holds for the same bytes, and for no others."""

import pytest
from django.db import connection

from editorial.kept_badges import kept_badges, proven_names
from editorial.kept_by_bytes import KeptByBytes
from editorial.models import AuditEvent, Edition, Review, SignOff
from editorial.models.stored_bytes import ROUND
from tests import cast
from tests._clock import *  # noqa: F403
from tests._rows import undone
from tests._tampering import overwrite, unguarded

pytestmark = pytest.mark.django_db
READ = [
    *((Edition, field.name) for field in Edition._meta.concrete_fields if not field.primary_key),
    *((SignOff, field.name) for field in SignOff._meta.concrete_fields if not field.primary_key),
    *((AuditEvent, field.name) for field in AuditEvent._meta.concrete_fields[1:]),
    *((Review, name) for name in ROUND),
]


def with_badges():
    return list(Edition.objects.live().with_badges())


def names():
    return [each.title for each in proven_names(Edition.objects.live())]


def stored():
    return list(Edition.objects.with_stored_bytes().order_by("pk").values_list("pk", "stored"))


def execute(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_the_badge_is_the_one_that_is_computed_anew(edition, django_assert_num_queries):
    anew = Edition.objects.live().shown()[0].badge
    assert with_badges()[0].badge == anew
    with django_assert_num_queries(1):
        known = with_badges()[0]
        assert (known.badge, known.title, known.snapshot) == (
            anew, edition.title, edition.snapshot,
        )  # fmt: skip


def test_one_query_for_many_and_two_more_for_what_is_not_known(wen, mei, django_assert_num_queries):
    for number in range(5):
        cast.publish(cast.article(wen, title=f"Article {number}"), wen, mei)
    with django_assert_num_queries(3):
        assert len(names()) == 5
    with django_assert_num_queries(1):
        assert len(names()) == 5
    cast.publish(cast.article(wen, title="One more"), wen, mei)
    with django_assert_num_queries(3):
        assert len(names()) == 6


@pytest.mark.parametrize(
    ("model", "name"), READ, ids=lambda value: getattr(value, "__name__", value)
)
def test_each_column_that_a_proof_reads_is_in_the_bytes(edition, model, name):
    before = stored()
    field, row = model._meta.get_field(name), row_of(model, edition)
    with undone(), unguarded():
        if field.is_relation:  # nothing is committed, so nothing needs to be there
            model.objects.filter(pk=row.pk).update(**{field.attname: 10**6})
        else:
            overwrite(row, field)
        after = stored()
    assert after != before


def row_of(model, edition):
    signature = edition.review.sign_offs.get()
    return {
        Edition: edition,
        SignOff: signature,
        Review: edition.review,
        AuditEvent: edition.event,
    }[model]


def test_so_are_the_events_of_signatures_and_a_signature_that_was_added(edition, ravi, wen):
    before = stored()
    event = edition.review.sign_offs.get().event
    with undone(), unguarded():
        AuditEvent.objects.filter(pk=event.pk).update(actor="Nobody")
        assert stored() != before
    with undone(), unguarded():
        signature = edition.review.sign_offs.get()
        signature.pk, signature.signer = None, ravi if signature.signer != ravi else wen
        signature.save(force_insert=True)
        assert stored() != before


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Edition, "title", "Invented"), (Edition, "slug", "invented"),
        (Edition, "summary", "Invented."), (Edition, "snapshot", {"title": "Invented"}),
        (Edition, "last_reviewed", "2040-01-01"), (Review, "digest", "0" * 64),
        (SignOff, "printed_name", "Professor Invented"), (SignOff, "credentials", "Nobel Prize"),
        (AuditEvent, "data", {}), (AuditEvent, "hash", "0" * 64),
    ],
)  # fmt: skip
def test_what_is_altered_loses_the_badge_at_once_and_has_it_again_when_put_right(
    edition, model, column, value
):
    assert names() == [edition.title]
    rows = model.objects.filter(pk=row_of(model, edition).pk)
    true = rows.values_list(column, flat=True)[0]
    for _ in range(2):
        with unguarded():
            rows.update(**{column: value})
        assert names() == []
        assert [each.badge for each in with_badges()] in ([None], [])
        with unguarded():
            rows.update(**{column: true})
        assert names() == [edition.title]


def test_what_has_no_badge_is_logged_each_time(edition, caplog):
    with unguarded():
        SignOff.objects.update(printed_name="Professor Invented")
    for times in (1, 2):
        assert names() == []
        assert caplog.text.count("does not match its sign-off") == times


@pytest.mark.parametrize("model", [SignOff, Review, AuditEvent])
@pytest.mark.parametrize("is_known", [True, False])
def test_rows_of_the_record_that_are_gone_take_the_badge_along(edition, model, is_known):
    if is_known:
        assert names()
    with undone(), unguarded():
        execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
        assert names() == []
        assert with_badges()[0].badge is None


if connection.vendor == "sqlite":  # the other database takes neither

    @pytest.mark.parametrize("column", ["title", "slug", "summary", "digest"])
    def test_bytes_in_the_place_of_text_are_other_bytes_and_no_error(edition, column):
        assert names()
        with unguarded():
            execute(f"UPDATE editorial_edition SET {column} = CAST({column} AS BLOB)")  # noqa: S608
            assert names() == []
            execute(f"UPDATE editorial_edition SET {column} = CAST({column} AS TEXT)")  # noqa: S608
            assert names()
            execute(f"UPDATE editorial_edition SET {column} = {column} || char(0) || 'x'")  # noqa: S608
            assert names() == []


def test_a_review_runs_out_while_its_badge_is_kept(edition, clock):
    assert not with_badges()[0].badge.is_overdue
    clock(days=4000)
    assert with_badges()[0].badge.is_overdue
    clock(days=0)
    assert not with_badges()[0].badge.is_overdue


def test_no_more_is_kept_than_fits_and_what_was_used_last():
    kept = KeptByBytes(most=2)
    for pk in (1, 2):
        kept.keep(pk, "bytes", "answer")
    assert kept.find(1, "bytes") == "answer"
    kept.keep(3, "bytes", "answer")
    assert [kept.find(pk, "bytes") for pk in (1, 2, 3)] == ["answer", None, "answer"]
    assert kept.find(1, "other bytes") is None


def test_tests_begin_with_nothing_kept():
    assert not kept_badges.kept
