"""A TextField that measures its text on every way in, as Django does for a CharField.

Django checks the `max_length` of a TextField in forms alone; text also comes from imports and acts.
"""

from collections.abc import Callable

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property


class BoundedTextField(models.TextField):  # type: ignore[type-arg]
    @cached_property
    def validators(self) -> list[Callable[..., None]]:
        return [*super().validators, MaxLengthValidator(self.max_length or 0)]
