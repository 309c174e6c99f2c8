"""TherapyType: a family of treatments, with its risks row by row."""

from typing import ClassVar

import reversion
from django.core.exceptions import ValidationError
from django.db import models

from articles import diagrams
from articles.choices import Mechanism, Route
from articles.kind_names import COMPARE
from articles.models.sections import KeyPoints, Sectioned, section
from editorial.draft_checks import ADDRESS
from editorial.findings import REQUIRED, Finding, of_field
from editorial.models.along import ids_of
from editorial.text.bounded_text import BoundedTextField
from editorial.text.characters import lines


def check_routes(value: object) -> None:
    if not isinstance(value, list) or any(route not in Route.values for route in value):
        raise ValidationError(f"Choose routes from: {', '.join(Route.values)}.")


class TherapyType(Sectioned, KeyPoints):
    own_rows: ClassVar[tuple[str, ...]] = (*Sectioned.own_rows, "risks")
    rich_fields: ClassVar[tuple[str, ...]] = (
        "how_it_works",
        "how_it_is_given",
        "examples",
        "benefits",
        "risks_text",
        "without_treatment",
        "daily_life",
        "alternatives",
        "unknowns",
        "questions_to_ask",
    )

    several_of: ClassVar[dict[str, type[models.TextChoices]]] = {"routes": Route}

    mechanism = models.CharField(max_length=12, choices=Mechanism.choices)
    routes = models.JSONField(default=list, blank=True, validators=[check_routes])
    how_it_works = section("How it works")
    how_it_is_given = section("How it is given")
    examples = section("Examples")
    benefits = section("Benefits")
    risks_text = section("Risks", "What is said before the list of risks.")
    without_treatment = section("Without treatment")
    daily_life = section("Daily life")
    alternatives = section("Alternatives")
    unknowns = section("What is not known")
    questions_to_ask = section("Questions to ask")
    conditions = models.ManyToManyField("articles.Condition", blank=True, related_name="therapies")

    class Meta(Sectioned.Meta):
        verbose_name = "therapy type"

    def content(self) -> dict[str, object]:
        return self.sections_of(
            self.cited_content(
                {
                    "mechanism": self.mechanism,
                    "routes": list(self.routes),
                    "key_points": lines(self.key_points),
                    "risks": [risk.as_content() for risk in self.risks.all()],
                    **diagrams.to_sign(self.mechanism),
                }
            )
        )

    def facets(self) -> dict[str, list[int] | list[str]]:
        return {
            **super().facets(),
            "condition": ids_of(self, "conditions"),
            "mechanism": [self.mechanism],
            "route": list(self.routes),
        }

    def findings(self) -> list[Finding]:
        findings = [*super().findings(), *self.section_findings(), *self.citation_findings()]
        if not self.risks.exists():
            said = "needs at least one row."
            findings.append(Finding(REQUIRED, "List of risks", said, "risks-group"))
        if self.slug == COMPARE:
            said = "is that of the comparison; choose another."
            findings.append(of_field(ADDRESS, self, "slug", said))
        return findings


class Risk(models.Model):
    therapy = models.ForeignKey(TherapyType, on_delete=models.CASCADE, related_name="risks")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    frequency = models.CharField(
        "how common", max_length=200, default="Not known", help_text="In plain words, if known."
    )
    seek_help = BoundedTextField(
        "when to seek help", max_length=600, help_text="When, and whom to call."
    )

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def as_content(self) -> dict[str, str]:
        return {"name": self.name, "frequency": self.frequency, "seek_help": self.seek_help}


reversion.register(Risk)
reversion.register(TherapyType, follow=("document_ptr", "citations", "risks"))
