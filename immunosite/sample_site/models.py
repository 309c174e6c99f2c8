"""How far a load of the sample has come. No row: none was ever begun on this database."""

from typing import ClassVar

from django.db import models


class Load(models.Model):
    """The one row, written in the same transaction as each step: whatever ends a load, `done` says
    which steps stand. Of these, `plan` is the SHA-256 (content.fingerprint)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    plan = models.CharField(max_length=64, editable=False)
    steps = models.PositiveIntegerField(editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="sample_load_is_one"),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("steps")), name="sample_load_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"Load of the sample, {self.done} of {self.steps} steps"

    @property
    def is_whole(self) -> bool:
        return self.done == self.steps
