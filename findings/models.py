"""The editors' list of big words."""

import reversion
from django.db import models


class HypePhraseQuerySet(models.QuerySet["HypePhrase"]):
    def in_use(self) -> "models.QuerySet[HypePhrase, tuple[str, str]]":
        """Words and what excuses them; all of the list, so that one question is enough."""
        return self.filter(is_used=True).values_list("words", "unless")


@reversion.register()
class HypePhrase(models.Model):
    """Words that promise too much. Taken out of use rather than deleted; each save is kept."""

    words = models.CharField(
        max_length=80, unique=True, help_text="In small letters, as they stand in a sentence."
    )
    unless = models.CharField(
        max_length=400,
        blank=True,
        default="",
        help_text="Words of the same sentence that excuse them, parted by semicolons: "
        "breakthrough pain; breakthrough bleeding.",
    )
    is_used = models.BooleanField("in use", default=True)

    objects = HypePhraseQuerySet.as_manager()

    class Meta:
        ordering = ("words",)
        verbose_name = "big word"

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        self.words = " ".join(self.words.lower().replace("’", "'").split())
