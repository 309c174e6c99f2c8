"""A rule over text: its data (`editorial.findings.Rule`) and the function that looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editorial.findings import Finding, Rule
from findings.text import Draft, Part


@dataclass(frozen=True)
class Hit:
    """`passage` is the sentence or block that was looked at, `quote` the words to jump to."""

    part: Part
    passage: str
    message: str
    quote: str = ""


Look = Callable[[Draft], Iterator[Hit]]


@dataclass(frozen=True)
class TextRule:
    rule: Rule
    look: Look

    def findings(self, draft: Draft) -> Iterator[Finding]:
        for hit in self.look(draft):
            part = hit.part
            yield Finding(self.rule, part.label, hit.message, part.at, hit.passage, hit.quote)
