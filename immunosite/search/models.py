"""The search tables: copies of signed text, laid out for looking up. `rebuild_search` remakes them.

The full-text indexes over them differ by database; the migration makes both.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q, Sum

from editorial.models import Document, Edition
from editorial.text.fold import fold


def in_force(moment: datetime, through: str = "") -> Q:
    """Entries in force at that moment; `through` leads to the entry from another table."""
    until = f"{through}effective_until"
    begun = Q(**{f"{through}effective_from__lte": moment})
    return begun & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": moment}))


class SearchEntry(models.Model):
    """An edition as search counts it. Narrow: a broad search reads thousands of these rows.

    The span is the edition's own, renewed in the same transaction whenever that is moved: joining
    to the editions instead costs a broad search about a third more time.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    # The kind, and the ids of documents that it is about: " article t12 c3 ".
    facets = models.TextField()
    effective_from = models.DateTimeField()
    effective_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Edition {self.pk}:{self.facets}"


class SearchText(models.Model):
    """The words of an edition as the database indexes them (`text.indexed`), never shown. Rows are
    made and deleted, never updated."""

    entry = models.OneToOneField(
        SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    title = models.TextField()
    names = models.TextField()
    summary = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.title


class SearchName(models.Model):
    """What an edition's subject is called: its title, and its other names and short forms."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="known_as")
    name = models.TextField()
    # The words of the name, folded: "pd 1".
    key = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="search_name_key")]

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word that spelling may propose, once a text in force is seen to hold it."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class DraftText(models.Model):
    """The words of a working copy as the database indexes them, for the search box of the admin.
    Rows are made and deleted, never updated."""

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    title = models.TextField()
    names = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.title


class SpellingPair(models.Model):
    """Two spellings of one word, or two short names of one thing; whoever looks for one looks for
    the other as well. Editors keep them; both are stored folded."""

    word = models.CharField("one spelling", max_length=60)
    other = models.CharField("the other", max_length=60)

    class Meta:
        ordering = ("word",)
        verbose_name = "pair of spellings"
        verbose_name_plural = "pairs of spellings"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["word", "other"],
                name="spelling_pair_once",
                violation_error_message="This pair is there already.",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["other"], name="spelling_pair_other")]

    def __str__(self) -> str:
        return f"{self.word} = {self.other}"

    def clean(self) -> None:
        self.word, self.other = sorted((fold(self.word), fold(self.other)))
        if not self.word or self.word == self.other:
            raise ValidationError("Give two words that are written differently.")


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    def readable(self) -> "models.QuerySet[Any, Any]":
        """One row for each that may be read, over all days: `words`, `times`, `last`, `code`."""
        rows = self.values("code").annotate(shown=Max("words"), times=Sum("count"), last=Max("day"))
        return rows.exclude(shown="").order_by("-times", "-last", "shown")


class MissedSearch(models.Model):
    """Words that readers looked for on one day and no page holds; see `missed`. `words` is empty
    while nobody may read them: then `code` alone tells them from others."""

    day = models.DateField()
    code = models.CharField(max_length=32)
    words = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=0)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "code"], name="missed_search_once_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["code"], name="missed_search_code")]

    def __str__(self) -> str:
        return self.words or self.code
