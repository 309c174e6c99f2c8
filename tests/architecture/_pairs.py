"""Every pair `x_by` and `x_at` in the models: who did it, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from django.db import models

SOME_TIME = datetime(2026, 3, 3, tzinfo=UTC)


@dataclass
class Pair:
    model: type[models.Model]
    stem: str

    def __str__(self):
        return f"{self.model._meta.model_name}.{self.stem}"

    @property
    def fields(self):
        return [self.model._meta.get_field(f"{self.stem}_{end}") for end in ("by", "at")]


def pairs(all_models):
    return [
        Pair(model, field.name.removesuffix("_by"))
        for model in all_models
        for field in model._meta.local_fields
        if field.name.endswith("_by") and _has(model, field.name.removesuffix("_by") + "_at")
    ]


def _has(model, name):
    return any(field.name == name for field in model._meta.local_fields)


def half_filled(pair):
    """The ways to know one and not the other, with whatever else a constraint looks at."""
    by, at = pair.fields
    others = [field for field in pair.model._meta.local_fields if field.choices]
    texts = {f.name: "" for f in pair.model._meta.local_fields if f.empty_strings_allowed}
    for who, when in ((1, None), (None, SOME_TIME)):
        for values in product(*([value for value, _ in field.choices] for field in others)):
            named = dict(zip((field.name for field in others), values, strict=True))
            yield {**texts, **named, by.name: who, at.name: when}


def unbound(pair, constraints=None):
    """The half-filled rows that the database would take. None where neither may be empty."""
    if not any(field.null for field in pair.fields):
        return []
    if constraints is None:
        constraints = pair.model._meta.constraints
    checks = [each.condition for each in constraints if isinstance(each, models.CheckConstraint)]
    checks = [check for check in checks if pair.stem in str(check)]
    return [
        row for row in half_filled(pair) if all(check.check(_typed(row, pair)) for check in checks)
    ]


def _typed(row, pair):
    """The database wants to know of what type an empty value is."""
    types = {
        pair.fields[0].name: models.IntegerField(),
        pair.fields[1].name: models.DateTimeField(),
    }
    return {name: models.Value(value, types.get(name)) for name, value in row.items()}
