"""Ways to alter the record behind the application's back, with the triggers out of the way."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import singledispatch

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from editorial.digests import digest_of
from editorial.models import AuditEvent
from editorial.record import triggers, verify
from editorial.record.audit import FIRST_PREVIOUS_HASH


@contextmanager
def unguarded():
    """Without triggers; they are back afterwards, as somebody careful would see to."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


@contextmanager
def without(*names):
    """Without these triggers, the others in place."""
    ours = triggers.dialect(connection)
    left_out = [each for each in triggers.TRIGGERS if each.name in names]
    assert len(left_out) == len(names)
    with connection.cursor() as cursor:
        for each in left_out:
            cursor.execute(ours.drop(each))
    yield
    triggers.install(connection)


def faults(**options):
    return list(_faults(**options))


def any_fault():
    """The first, for a test that asks many times and not what it says."""
    return next(_faults(), None)


def _faults(**options):
    return verify.faults(lambda rows, total, name: rows, **options)


def overwrite(row, field):
    """Put another value into one column; the first that the constraints let pass."""
    for value in others(field, getattr(row, field.attname)):
        try:
            with transaction.atomic():
                type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
        except IntegrityError:
            continue
        return
    raise LookupError(f"nothing else fits into {field}")


def others(field, value):
    if isinstance(field, models.ForeignKey):
        return field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True)
    if isinstance(field, models.JSONField):
        return [{}, {"tampered": 1}, [], "text"]
    if field.choices:
        return [choice for choice, _ in field.choices if choice != value]
    if value is None:
        return [timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=1000)]
    return [other(value)]


@singledispatch
def other(value):
    return value[1:] + "_"


@other.register(int)
def _(value):
    return value + 700


@other.register(bool)
def _(value):
    return not value


@other.register(date)
@other.register(datetime)
def _(value):
    return value - timedelta(days=1)


def copy_of(row, **fields):
    """A forged row beside a true one."""
    forged = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    forged.pk = None
    for name, value in fields.items():
        setattr(forged, name, value)
    forged.save(force_insert=True)
    return forged


def rechain():
    """Recompute every hash: what somebody does who knows how the chain is made."""
    previous = FIRST_PREVIOUS_HASH
    for event in AuditEvent.objects.order_by("sequence"):
        event.previous_hash = previous
        previous = event.hash = digest_of(event.as_record())
        event.save()
