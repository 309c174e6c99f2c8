"""Every table that the record or what readers see is made of, every column of it: changed, removed,
added. verify_records finds it, or `NOT_FOUND` says why not, as ADR 3 does.
"""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import IntegrityError, models, transaction

from editorial.models import Review
from editorial.record import triggers
from immunosite.search.models import DraftText, SearchEntry, SearchName, SearchText, SearchWord
from tests._rows import undone
from tests._tampering import faults, others, unguarded
from tests.editorial.record._whole_site import *  # noqa: F403

pytestmark = pytest.mark.django_db
# No row of these in this site; `test_identity_tampering` and `test_own_key` tamper with theirs.
APART = {"editorial_identityhold", "editorial_keysignature"}
PROTECTED = sorted({each.table for each in triggers.TRIGGERS} - APART)
DERIVED = [each._meta.db_table for each in (SearchEntry, SearchText, SearchName, DraftText)]
BY_TABLE = {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}
# What verify_records cannot find: docs/adr/0003 has the reason.
LABELS_OF_SAVES = {
    "reversion_version.object_repr", "reversion_version.format", "reversion_version.db",
    "reversion_version.content_type", "reversion_version.object_id",
    "reversion_revision.date_created", "reversion_revision.user", "reversion_revision.comment",
}  # fmt: skip
UNSEEN_ROWS = {"reversion_revision inserted"}
# The time that counts is in the signed receipt; this one only puts them in order.
LABELS_OF_RECEIPTS = {"editorial_receipt.issued_at"}
NOT_FOUND = LABELS_OF_SAVES | UNSEEN_ROWS | LABELS_OF_RECEIPTS


def attempt(write):
    """Whether the constraints let it pass."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return False
    return True


def is_found_after(*writes):
    """The first that passes is found; None where none passes."""
    for write in writes:
        with undone():
            with unguarded():
                passed = attempt(write)
            if passed:
                return bool(faults())
    return None


def changes(model, field):
    for row in model._base_manager.order_by("pk")[:3]:
        for value in list(others(field, getattr(row, field.attname)))[:2]:
            rows = model._base_manager.filter(pk=row.pk)
            yield lambda rows=rows, value=value: rows.update(**{field.attname: value})


def check_all_are_found(outcomes):
    """`outcomes` by name; what does not pass the constraints was not tried."""
    tried = {name: found for name, found in outcomes.items() if found is not None}
    print(f"{len(tried)} tried, {sum(tried.values())} found")  # for `pytest -rP`
    assert {name for name, found in tried.items() if not found} <= NOT_FOUND
    return tried


@pytest.mark.parametrize("table", [*PROTECTED, *DERIVED])
def test_each_column_that_is_changed_is_found(record, table):
    fields = [each for each in BY_TABLE[table]._meta.concrete_fields if not each.primary_key]
    assert (
        check_all_are_found(
            {
                f"{table}.{each.name}": is_found_after(*changes(BY_TABLE[table], each))
                for each in fields
            }
        )
        or not fields
    )


@pytest.mark.parametrize("table", [*PROTECTED, *DERIVED])
def test_each_row_that_is_removed_is_found(record, table):
    model = BY_TABLE[table]
    pks = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    some = {pks[0], pks[len(pks) // 2], pks[-1]}
    assert check_all_are_found(
        {
            f"{table} {pk} removed": is_found_after(
                lambda pk=pk: model._base_manager.filter(pk=pk)._raw_delete("default")
            )
            for pk in some
        }
    )


def additions(model):
    """A copy of a row under another key; with other values where a key says that it must be."""
    key = model._meta.pk
    for row in model._base_manager.order_by("-pk")[:2]:
        given = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
        if isinstance(key, models.ForeignKey):
            free = key.related_model._base_manager.exclude(pk__in=model._base_manager.values("pk"))
            given[key.attname] = free.values_list("pk", flat=True).first()
        else:
            given[key.attname] = row.pk + 1000 if isinstance(row.pk, int) else f"{row.pk[:-1]}-"
        yield lambda given=given: model(**given).save(force_insert=True)
        for field in model._meta.concrete_fields:
            if not field.primary_key:
                for value in list(others(field, given[field.attname]))[:2]:
                    changed = given | {field.attname: value}
                    yield lambda changed=changed: model(**changed).save(force_insert=True)


@pytest.mark.parametrize("table", [*PROTECTED, *DERIVED])
def test_each_row_that_is_added_is_found(record, table):
    check_all_are_found({f"{table} inserted": is_found_after(*additions(BY_TABLE[table]))})


# --- What is neither protected nor a copy ---------------------------------------------------------


def test_the_plan_and_the_reason_of_an_open_round_are_found(record):
    """Columns that acts may change, and so may nobody else."""
    rows = Review.objects.open().order_by("pk")[:1]
    someone = record["reviewer"].pk
    for fields in ({"assignee": someone}, {"due": "2031-01-01"}, {"reason": "Because."}):
        row = Review.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        assert is_found_after(lambda row=row, fields=fields: row.update(**fields)), fields


@pytest.mark.parametrize("table", ["articles_article", "editorial_document", "editorial_user",
                                   "reversion_revision"])  # fmt: skip
def test_a_row_behind_the_record_that_is_gone_is_found(record, table):
    model = BY_TABLE[table]
    row = model._base_manager.order_by("pk").first()
    assert is_found_after(lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"))


@pytest.mark.parametrize("role", ["Writer", "Reviewer", "Editor", "Administrator"])
def test_rights_of_a_role_that_were_changed_are_found(record, role):
    group = Group.objects.get(name=role)
    sign = Permission.objects.get(codename="accept_clock")
    assert is_found_after(group.permissions.clear)
    assert is_found_after(lambda: Group.objects.filter(pk=group.pk).update(name="Other"))
    other = Permission.objects.exclude(group=group).exclude(pk=sign.pk).first()
    assert is_found_after(lambda: group.permissions.add(other))


def test_rights_of_a_group_that_nobody_gave_are_found(record):
    def make():
        Group.objects.create(name="Signers").permissions.add(Permission.objects.first())

    assert is_found_after(make)


def test_search_is_repaired_by_the_command(record, capsys):

    SearchText.objects.update(body="take ten times as much")
    SearchName.objects.all().delete()
    SearchWord.objects.all().delete()
    DraftText.objects.update(title="invented")
    assert faults()
    call_command("verify_records", repair_search=True)
    assert "No faults" in capsys.readouterr().out
