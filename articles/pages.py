"""What readers see of each kind: typed content, made from a snapshot."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from articles import reading_time
from articles.diagrams import Diagram
from editorial.public.page import Page, Section
from editorial.snapshot import Snapshot, made, rows_of


@dataclass(frozen=True)
class ArticlePage(Page):
    genre: str = "explainer"
    short_answer: str = ""
    key_points: list[str] = field(default_factory=list)
    body: str = ""

    @property
    def is_question(self) -> bool:
        return self.genre == "question"

    @cached_property
    def minutes_to_read(self) -> int:
        return reading_time.minutes([self.summary, self.short_answer, *self.key_points, self.body])


@dataclass(frozen=True)
class ListedRisk:
    name: str
    frequency: str
    seek_help: str


@dataclass(frozen=True)
class SectionedPage(Page):
    """A page whose text stands in fixed sections, named in the snapshot in their order."""

    key_points: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @classmethod
    def read(cls, snapshot: Snapshot) -> Self:
        content = snapshot["content"]
        sections = [made(Section, row) for row in rows_of(content["sections"])]
        return super().read({**snapshot, "content": {**content, "sections": sections}})

    @cached_property
    def minutes_to_read(self) -> int:
        return reading_time.minutes(self.texts())

    def texts(self) -> list[str]:
        """All that there is to read, without the title and the sources."""
        sections = [text for each in self.sections for text in (each.heading, each.html)]
        return [self.summary, *self.key_points, *sections]


@dataclass(frozen=True)
class TherapyPage(SectionedPage):
    mechanism: str = ""
    routes: list[str] = field(default_factory=list)
    risks: list[ListedRisk] = field(default_factory=list)
    diagram: Diagram | None = None

    @classmethod
    def read(cls, snapshot: Snapshot) -> Self:
        content = snapshot["content"]
        typed: dict[str, object] = {
            "risks": [made(ListedRisk, row) for row in rows_of(content["risks"])]
        }
        if isinstance(drawn := content.get("diagram"), dict):
            typed["diagram"] = made(Diagram, drawn)
        return super().read({**snapshot, "content": {**content, **typed}})

    def texts(self) -> list[str]:
        risks = [f"{risk.name} {risk.frequency} {risk.seek_help}" for risk in self.risks]
        drawn = [self.diagram.text] if self.diagram else []
        return [*super().texts(), *drawn, *risks]

    @property
    def mechanism_in_words(self) -> str:
        return self.label("mechanism", self.mechanism)

    @property
    def routes_in_words(self) -> str:
        """“Drip into a vein, or injection under the skin”."""
        words = [self.label("routes", route) for route in self.routes]
        rest = [f"{word[:1].lower()}{word[1:]}" for word in words[1:]]
        return ", or ".join([*words[:1], *rest])

    def section(self, anchor: str) -> Section | None:
        return next((each for each in self.sections if each.anchor == anchor), None)


@dataclass(frozen=True)
class ConditionPage(SectionedPage):
    synonyms: list[str] = field(default_factory=list)
