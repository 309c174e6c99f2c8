"""A constraint for fields with choices."""

from django.db import DEFAULT_DB_ALIAS, models


class KnownChoice(models.CheckConstraint):
    """The database refuses a value that is no choice. `full_clean` need not ask it: the field's own
    choices refuse the value first, in words, and each such question costs a query a save."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: object = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        return None
