"""What the database holds of an edition and of its record, byte for byte, in one column.

Whatever is computed from these bytes alone holds for as long as they are the same, on every clock
and after every act. So it can be kept, and rows that were altered in any way are computed anew.
"""

from collections.abc import Iterable
from functools import cache

from django.db import connection, models
from django.db.models.expressions import RawSQL

from editorial.models.audit import AuditEvent
from editorial.models.review import Review
from editorial.models.sign_off import SignOff

# `proof` reads the round's digest and how many must sign; its copy of the text, as long as the
# text, it does not.
ROUND = ("digest", "required_signers")
RECORD = """
    FROM {review} review
    LEFT JOIN {event} event ON event.{key} = {edition}.event_id
    LEFT JOIN {sign_off} sign_off ON sign_off.review_id = review.id
    LEFT JOIN {event} signed ON signed.{key} = sign_off.event_id
    WHERE review.id = {edition}.review_id"""


def stored_bytes(edition: type[models.Model]) -> RawSQL:
    """To annotate questions for editions with: text, equal only where every byte is."""
    sql = _postgresql(edition) if connection.vendor == "postgresql" else _sqlite(edition)
    return RawSQL(sql, [], models.TextField())  # noqa: S611 - names of tables and columns


@cache
def _postgresql(edition: type[models.Model]) -> str:
    own = edition._meta.db_table
    columns = f"{', '.join(f'review.{name}' for name in ROUND)}, event.*, sign_off.*, signed.*"
    record = f"SELECT array_agg(ROW({columns}) ORDER BY sign_off.id) {_record(own)}"
    return f"ROW({own}.*, ({record}))::text"


@cache
def _sqlite(edition: type[models.Model]) -> str:
    own = edition._meta.db_table
    columns = [
        *_columns("review", ROUND),
        *_columns("event", _names(AuditEvent)),
        *_columns("sign_off", _names(SignOff)),
        *_columns("signed", _names(AuditEvent)),
    ]
    record = f"SELECT json_group_array(json_array({', '.join(columns)})) {_record(own)}"
    whole = ", ".join(_columns(own, _names(edition)))
    return f"json_array({whole}, ({record}))"


def _record(own: str) -> str:
    return RECORD.format(
        edition=own,
        review=Review._meta.db_table,
        event=AuditEvent._meta.db_table,
        key=AuditEvent._meta.pk.column,
        sign_off=SignOff._meta.db_table,
    )


def _names(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _columns(table: str, columns: Iterable[str]) -> list[str]:
    names = [f"{table}.{column}" for column in columns]
    # JSON holds no BLOB, which a column of SQLite can, whatever its type.
    return [f"CASE typeof({n}) WHEN 'blob' THEN 'blob ' || hex({n}) ELSE {n} END" for n in names]
