"""Article: an explainer, or a question with its answer."""

from typing import ClassVar

import reversion
from django.db import models

from articles.choices import Genre
from articles.models.sections import KeyPoints
from editorial.constraints import EnforcedCheck
from editorial.findings import Finding, missing
from editorial.models.along import ids_of
from editorial.text.bounded_text import BoundedTextField
from editorial.text.characters import lines
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites


class Article(Cites, KeyPoints):
    rich_fields: ClassVar[tuple[str, ...]] = ("body",)

    genre = models.CharField(max_length=10, choices=Genre.choices, default=Genre.EXPLAINER)
    short_answer = BoundedTextField(
        max_length=600,
        blank=True,
        default="",
        help_text="The answer to the question in the title, in one to three sentences.",
    )
    body = RichTextField(
        blank=True, default="", help_text="Cite a source from the library as [@its-key]."
    )
    therapies = models.ManyToManyField("articles.TherapyType", blank=True, related_name="articles")
    conditions = models.ManyToManyField("articles.Condition", blank=True, related_name="articles")

    class Meta(Cites.Meta):
        constraints: ClassVar = [
            EnforcedCheck(condition=models.Q(genre__in=Genre.values), name="article_genre_known")
        ]

    def content(self) -> dict[str, object]:
        return self.cited_content(
            {
                "genre": self.genre,
                "short_answer": self.short_answer if self.genre == Genre.QUESTION else "",
                "key_points": lines(self.key_points),
            }
        )

    def facets(self) -> dict[str, list[int] | list[str]]:
        return {
            **super().facets(),
            "therapy": ids_of(self, "therapies"),
            "condition": ids_of(self, "conditions"),
            "genre": [self.genre],
        }

    def findings(self) -> list[Finding]:
        needed = ["body"] + (["short_answer"] if self.genre == Genre.QUESTION else [])
        return [*super().findings(), *missing(self, *needed), *self.citation_findings()]


reversion.register(Article, follow=("document_ptr", "citations"))
