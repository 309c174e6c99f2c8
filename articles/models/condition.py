"""Condition: an illness in which immunotherapy is used."""

from typing import ClassVar

import reversion

from articles.models.sections import KeyPoints, Sectioned, section
from editorial.findings import Finding
from editorial.text.bounded_text import BoundedTextField
from editorial.text.characters import lines


class Condition(Sectioned, KeyPoints):
    rich_fields: ClassVar[tuple[str, ...]] = (
        "about",
        "how_immunotherapy_is_used",
        "benefits_and_risks",
        "other_treatments",
        "unknowns",
        "questions_to_ask",
    )

    synonyms = BoundedTextField(
        max_length=600,
        blank=True,
        default="",
        help_text="Other names and abbreviations, one a line.",
    )
    about = section("About this condition")
    how_immunotherapy_is_used = section("How immunotherapy is used")
    benefits_and_risks = section("Benefits and risks")
    other_treatments = section("Other treatments")
    unknowns = section("What is not known")
    questions_to_ask = section("Questions to ask")

    def content(self) -> dict[str, object]:
        plain = {"synonyms": lines(self.synonyms), "key_points": lines(self.key_points)}
        return self.sections_of(self.cited_content(plain))

    def findings(self) -> list[Finding]:
        return [*super().findings(), *self.section_findings(), *self.citation_findings()]


reversion.register(Condition, follow=("document_ptr", "citations"))
