"""What was signed is never updated or deleted, whichever way somebody tries."""

from copy import copy

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from reversion.models import Revision, Version

from editorial import acts
from editorial.models import Edition
from editorial.record import triggers
from tests import cast
from tests._rows import everything
from tests._worlds import people
from tests.editorial.record._forbidden import FROZEN, WAYS, sql

pytestmark = pytest.mark.django_db
MODELS = list(FROZEN)


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """One row of each table: a withdrawn page whose review had a comment."""
    with django_db_blocker.unblock(), transaction.atomic():
        who = people()
        draft = cast.article(who["author"])
        review = cast.submit(draft, who["author"])
        remark = acts.comment(review, by=who["signer"], body="Is this so?")
        acts.answer(remark, by=who["author"], body="Yes.")
        acts.resolve(remark, by=who["signer"])
        cast.sign(review, who["signer"])
        acts.withdraw(draft, by=who["editor"], reason="A retracted study.")
        yield {model: model._base_manager.first() for model in MODELS}
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_way_changes_or_removes_a_row_of_the_record(rows, model, way):
    before = everything()
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        WAYS[way](copy(rows[model]))
    assert everything() == before


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
@pytest.mark.parametrize(
    "table", ["reversion_version", "reversion_revision", "editorial_review_contributors"]
)
def test_no_way_changes_who_contributed_what(rows, table, verb):
    with pytest.raises(IntegrityError, match="never"), transaction.atomic():
        sql(verb.format(table))


def test_no_way_through_reversion_removes_a_saved_version(rows):
    for each in (Version.objects.all(), Revision.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            each.delete()


@pytest.mark.parametrize("field", triggers.EDITION)
def test_no_frozen_column_of_an_edition_changes(rows, field):
    value = {"snapshot": "'{}'", "expires_at": "'2030-01-01 00:00:00'"}.get(field)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE editorial_edition SET {field} = {value or _other(field)}")  # noqa: S608


def _other(field):
    kind = Edition._meta.get_field(field.removesuffix("_id")).get_internal_type()
    numbers = ("AutoField", "BigAutoField", "PositiveIntegerField", "ForeignKey", "OneToOneField")
    if kind in numbers:
        return f"{field} + 1000"
    return "'2001-01-01'" if kind.startswith("Date") else "'x'"
