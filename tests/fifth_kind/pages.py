"""What readers see of a trial."""

from dataclasses import dataclass, field
from typing import Self

from editorial.public.page import Page
from editorial.snapshot import Snapshot, made, rows_of


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
    def read(cls, snapshot: Snapshot) -> Self:
        content = snapshot["content"]
        arms = [made(Arm, row) for row in rows_of(content.get("arms", []))]
        return super().read({**snapshot, "content": {**content, "arms": arms}})
