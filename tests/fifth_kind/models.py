"""Trial: a clinical trial of a therapy, with its arms row by row."""

from typing import Any, ClassVar

import reversion
from django.db import models

from editorial.findings import Finding, missing
from editorial.text.characters import lines
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites


class Phase(models.TextChoices):
    TWO = "two", "Phase 2"
    THREE = "three", "Phase 3"


class Trial(Cites):
    rich_fields: ClassVar[tuple[str, ...]] = ("question", "results")

    phase = models.CharField(max_length=8, choices=Phase.choices)
    synonyms = models.TextField("other names", max_length=600, blank=True, default="")
    question = RichTextField("What it asks", blank=True, default="")
    results = RichTextField("What it found", blank=True, default="")
    therapies = models.ManyToManyField("articles.TherapyType", blank=True, related_name="trials")
    earlier = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="later")

    class Meta(Cites.Meta):
        verbose_name = "clinical trial"

    def content(self) -> dict[str, Any]:
        plain = {
            "phase": self.phase,
            "synonyms": lines(self.synonyms),
            "arms": [{"name": arm.name, "given": arm.given} for arm in self.arms.all()],
        }
        return self.cited_content(plain)

    def facets(self) -> dict[str, list[int] | list[str]]:
        therapies = sorted(self.therapies.values_list("pk", flat=True))
        earlier = sorted(self.earlier.values_list("pk", flat=True))
        own = {"therapy": therapies, "trial": earlier, "phase": [self.phase]}
        return {**super().facets(), **own}

    def findings(self) -> list[Finding]:
        return [*super().findings(), *missing(self, "question"), *self.citation_findings()]


class Arm(models.Model):
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="arms")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    given = models.CharField(max_length=200)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


reversion.register(Arm)
reversion.register(Trial, follow=("document_ptr", "citations", "arms"))
