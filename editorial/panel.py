"""The findings of one draft as they are shown: what blocks, the weightiest advice, and the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from editorial import hooks
from editorial.findings import Finding, Level
from editorial.models import AuditEvent, Document
from editorial.workflow import Act

MOST = 7  # at once: who sees thirty reads none
MOST_OF_ONE_RULE = 3


@dataclass(frozen=True)
class Panel:
    """`blocking` and `advising` are together at most MOST; `more` are the others."""

    blocking: list[Finding]
    advising: list[Finding]
    more: list[Finding]
    dismissed: list[Finding] = field(default_factory=list)

    @property
    def shown(self) -> list[Finding]:
        return [*self.blocking, *self.advising]

    @property
    def findings(self) -> list[Finding]:
        return [*self.shown, *self.more]


def panel_of(document: Document) -> Panel:
    events = _dismissals(document)
    found = _all_of(document)
    kept = [each for each in found if not _is_dismissed(each, events)]
    aside = [each for each in found if _is_dismissed(each, events)]
    dismissed = [replace(each, dismissed=events[each.key]) for each in aside]
    return replace(_chosen(kept), dismissed=dismissed)


def advice_on(document: Document) -> list[Finding]:
    """What can be dismissed: all advice, and no fault."""
    return [each for each in _all_of(document) if each.level == Level.ADVISES]


def _all_of(document: Document) -> list[Finding]:
    own = document.specific
    advice = [found for ask in hooks.draft_advice for found in ask(own)]
    return [*own.findings(), *advice]


def _is_dismissed(finding: Finding, events: Mapping[str, AuditEvent]) -> bool:
    return finding.level == Level.ADVISES and finding.key in events


def _dismissals(document: Document) -> dict[str, AuditEvent]:
    """By the key of the finding; the last word on each."""
    events = AuditEvent.objects.acts_on(document).filter(act=Act.DISMISS)
    return {str(each.data["dismissal"]["key"]): each for each in events}


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
