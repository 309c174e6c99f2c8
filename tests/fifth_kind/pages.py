"""What readers see of a trial."""

from dataclasses import dataclass, field
from typing import Any, Self

from editorial.public.page import Page


@dataclass(frozen=True)
class Arm:
    name: str
    given: str


@dataclass(frozen=True)
class TrialPage(Page):
    phase: str = ""
    synonyms: list[str] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    question: str = ""
    results: str = ""

    @classmethod
    def read(cls, snapshot: dict[str, Any]) -> Self:
        content = snapshot["content"]
        arms = [Arm(**arm) for arm in content.get("arms", [])]
        return super().read({**snapshot, "content": {**content, "arms": arms}})
