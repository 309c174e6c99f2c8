"""The id of a row before it is there: its audit event comes first, and names it."""

from django.db import connection, models


def next_id(model: type[models.Model]) -> int:
    """Call inside a turn, so that nobody else takes it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table]
            )
            ((number,),) = cursor.fetchall()
        return int(number)
    last = model._base_manager.aggregate(last=models.Max("pk"))["last"]
    return int(last or 0) + 1
