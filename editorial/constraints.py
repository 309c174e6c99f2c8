"""Constraints that the database enforces and `full_clean` need not ask about: the model has refused
the same in words before, in Python or by its own question, and each one asked costs a query a save.
"""

from django.db import DEFAULT_DB_ALIAS, models


class _Enforced:
    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: object = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        return None


class EnforcedCheck(_Enforced, models.CheckConstraint):
    """Of a field's choices, or of what `clean` looks at."""


class EnforcedUnique(_Enforced, models.UniqueConstraint):
    """Of what `validate_unique` asks itself."""
