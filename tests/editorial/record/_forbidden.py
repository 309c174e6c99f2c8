"""Every way that Django and SQL offer to change, replace or delete a row that is frozen."""

from django.db import connection

from editorial.models import (
    Answer,
    AuditEvent,
    Comment,
    Edition,
    EditionFacet,
    Review,
    SignOff,
    Withdrawal,
)

# A column of each table that is never changed.
FROZEN = {
    AuditEvent: "reason",
    Answer: "body",
    Comment: "body",
    Edition: "title",
    EditionFacet: "value",
    Review: "digest",
    SignOff: "printed_name",
    Withdrawal: "reason",
}


def table(row):
    return row._meta.db_table


def changed(row):
    setattr(row, FROZEN[type(row)], "Tampered")
    return row


def sql(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


def upsert(row):
    unique = [row._meta.pk.name]
    type(row)._base_manager.bulk_create(
        [changed(row)],
        update_conflicts=True,
        unique_fields=unique,
        update_fields=[FROZEN[type(row)]],
    )


def as_sql(row, verb):
    key, column = row._meta.pk.column, FROZEN[type(row)]
    return {
        "UPDATE": f"UPDATE {table(row)} SET {column} = 'x' WHERE {key} = {row.pk}",  # noqa: S608
        "UPDATE of all": f"UPDATE {table(row)} SET {column} = 'x'",  # noqa: S608
        "DELETE": f"DELETE FROM {table(row)} WHERE {key} = {row.pk}",  # noqa: S608
        "DELETE of all": f"DELETE FROM {table(row)}",  # noqa: S608
        "change of key": f"UPDATE {table(row)} SET {key} = {key} + 1000 WHERE {key} = {row.pk}",  # noqa: S608
    }[verb]


def rewrite(row):
    """A new row under the old key, which SQLite makes by deleting the old one."""
    columns = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields)
    return f"INSERT OR REPLACE INTO {table(row)} ({columns}) SELECT {columns} FROM {table(row)}"  # noqa: S608


WAYS = {
    "save": lambda row: changed(row).save(),
    "save of one field": lambda row: changed(row).save(update_fields=[FROZEN[type(row)]]),
    "QuerySet.update": lambda row: (
        type(row).objects.filter(pk=row.pk).update(**{FROZEN[type(row)]: "x"})
    ),
    "_base_manager.update": lambda row: type(row)._base_manager.update(**{FROZEN[type(row)]: "x"}),
    "bulk_update": lambda row: type(row).objects.bulk_update([changed(row)], [FROZEN[type(row)]]),
    "bulk_create over it": upsert,
    "delete": lambda row: row.delete(),
    "QuerySet.delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "_raw_delete": lambda row: type(row).objects.filter(pk=row.pk)._raw_delete("default"),
    "UPDATE": lambda row: sql(as_sql(row, "UPDATE")),
    "UPDATE of all": lambda row: sql(as_sql(row, "UPDATE of all")),
    "DELETE": lambda row: sql(as_sql(row, "DELETE")),
    "DELETE of all": lambda row: sql(as_sql(row, "DELETE of all")),
    "change of key": lambda row: sql(as_sql(row, "change of key")),
}
if connection.vendor == "sqlite":
    WAYS["INSERT OR REPLACE"] = lambda row: sql(rewrite(row))
    WAYS["UPDATE OR IGNORE"] = lambda row: sql(
        as_sql(row, "UPDATE").replace("UPDATE", "UPDATE OR IGNORE", 1)
    )
else:
    WAYS["TRUNCATE"] = lambda row: sql(
        f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table(row)} CASCADE"
    )
