"""The findings of one draft as they are shown: what blocks, the weightiest advice, and the rest."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from editorial import hooks
from editorial.findings import Finding, Level
from editorial.models import Document

MOST = 7  # at once: who sees thirty reads none
MOST_OF_ONE_RULE = 3


@dataclass(frozen=True)
class Panel:
    """`blocking` and `advising` are together at most MOST; `more` are the others."""

    blocking: list[Finding]
    advising: list[Finding]
    more: list[Finding]

    @property
    def shown(self) -> list[Finding]:
        return [*self.blocking, *self.advising]

    @property
    def findings(self) -> list[Finding]:
        return [*self.shown, *self.more]


def panel_of(document: Document) -> Panel:
    findings = document.specific.findings()
    advice = [found for ask in hooks.draft_advice for found in ask(document)]
    return _chosen([*findings, *advice])


def _chosen(findings: list[Finding]) -> Panel:
    blocking = [each for each in findings if each.level == Level.BLOCKS]
    advising = [each for each in findings if each.level == Level.ADVISES]
    ordered = [*blocking, *_weighed(advising)]
    shown, more = ordered[:MOST], ordered[MOST:]
    return Panel(
        [each for each in shown if each.level == Level.BLOCKS],
        [each for each in shown if each.level == Level.ADVISES],
        more,
    )


def _weighed(advising: Iterable[Finding]) -> list[Finding]:
    """The weightiest first; of one rule a few, so that thirty long sentences hide nothing."""
    first: list[Finding] = []
    later: list[Finding] = []
    told = Counter[str]()
    for each in sorted(advising, key=lambda each: -each.rule.weight):
        told[each.rule.id] += 1
        (first if told[each.rule.id] <= MOST_OF_ONE_RULE else later).append(each)
    return [*first, *later]
