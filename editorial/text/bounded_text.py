"""A TextField that measures its text on every way in, as Django does for a CharField.

Django checks the `max_length` of a TextField in forms alone; text also comes from imports and acts.
"""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models


class BoundedTextField(models.TextField):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators.append(MaxLengthValidator(self.max_length or 0))
