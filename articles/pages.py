"""What readers see of each kind: typed content, made from a snapshot."""

from dataclasses import dataclass, field
from typing import Any, Self

from articles.diagrams import Diagram
from editorial.page import Page, Section


@dataclass(frozen=True)
class ArticlePage(Page):
    genre: str = "explainer"
    short_answer: str = ""
    key_points: list[str] = field(default_factory=list)
    body: str = ""

    @property
    def is_question(self) -> bool:
        return self.genre == "question"


@dataclass(frozen=True)
class Risk:
    name: str
    frequency: str
    seek_help: str


@dataclass(frozen=True)
class SectionedPage(Page):
    """A page whose text stands in fixed sections, named in the snapshot in their order."""

    key_points: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @classmethod
    def read(cls, snapshot: dict[str, Any]) -> Self:
        content = snapshot["content"]
        sections = [Section(**section) for section in content["sections"]]
        return super().read({**snapshot, "content": {**content, "sections": sections}})


@dataclass(frozen=True)
class TherapyPage(SectionedPage):
    mechanism: str = ""
    routes: list[str] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    diagram: Diagram | None = None

    @classmethod
    def read(cls, snapshot: dict[str, Any]) -> Self:
        content = snapshot["content"]
        typed: dict[str, Any] = {"risks": [Risk(**risk) for risk in content["risks"]]}
        if "diagram" in content:
            typed["diagram"] = Diagram(**content["diagram"])
        return super().read({**snapshot, "content": {**content, **typed}})

    def section(self, anchor: str) -> Section | None:
        return next((each for each in self.sections if each.anchor == anchor), None)


@dataclass(frozen=True)
class ConditionPage(SectionedPage):
    synonyms: list[str] = field(default_factory=list)
