"""The story of the sample site, told through the acts of the workflow. No date is faked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

from django.utils import timezone

from immunosite.importing.addresses import Addresses
from immunosite.importing.draft import read_draft
from immunosite.importing.mapping import Mapping
from immunosite.importing.rows import Place, Row
from immunosite.sample_site import content
from immunosite.sample_site.cast import Cast
from immunosite.sample_site.work import ALLERGY_PAGES, Work

TRAP = "article/what-immunotherapy-is"
TWO_EDITIONS = "article/side-effects-and-when-to-call"


@dataclass(frozen=True)
class Step:
    name: str  # what and on which page
    act: Callable[[], None]  # one act of one person


class Story:
    """Its steps in order; every text is read before the first is carried out.

    `final` has the signed text of each page, `firsts` the first draft, by address.
    """

    def __init__(self, cast: Cast) -> None:
        self.work = Work(cast)
        self.texts = content.story()
        self.final = content.by_address(content.documents())
        double = Row(Place("story.yaml"), self.texts["withdrawn"]["row"])
        early = content.by_address([*content.rows("before-review"), double])
        self.firsts = {at: self._with_risk(at, row) for at, row in (self.final | early).items()}
        self.writers, self.reviewers = cycle(["wen", "noor"]), cycle(["ravi", "mei"])
        self.versions: Counter[str] = Counter()
        self.steps: list[Step] = []
        self._tell()

    @property
    def fingerprint(self) -> str:
        return content.fingerprint(step.name for step in self.steps)

    def _tell(self) -> None:
        for source in content.references():
            self._then(self.work.add_source, "", source)
        self._write_first_drafts()
        self._send_back_the_trap()
        for address in self.firsts:
            self._submit(address)
            if address == TRAP:
                self._then(self.work.resolve, address, address)
            self._sign(address)
        self._publish_a_second_edition()
        self._withdraw_a_page()
        self._schedule_an_edition()
        self._leave_one_under_review()
        self._leave_one_as_a_draft()
        for letter in self.texts["letters"]:
            self._then(self.work.send_letter, "", **letter)

    # Chapters

    def _write_first_drafts(self) -> None:
        """In two passes: what points at a page that comes later is linked when all are there."""
        late, there = [], set[tuple[str, str]]()
        for address, row in self.firsts.items():
            draft = read_draft(row, Mapping(), Addresses())
            ready = all(link in there for links in draft.links.values() for link in links)
            links = draft.links if ready else {}
            self._save(self.work.write, address, draft, links, next(self.writers))
            there.add((row.values["kind"], row.values["slug"]))
            if not ready:
                late.append((address, draft.links))
        for address, links in late:
            self._save(self.work.link, address, address, links, self.versions[address])

    def _send_back_the_trap(self) -> None:
        """A draft lists one therapy twice; Mei sends it back, and it is corrected."""
        trap, version = self.texts["trap"], self.versions[TRAP]
        self._submit(TRAP, trap["note"])
        self._then(self.work.comment, TRAP, TRAP, version, trap["place"], trap["comment"])
        self._then(self.work.send_back, TRAP, TRAP, version, trap["reason"])
        self._rewrite(TRAP, self.final[TRAP], trap["corrected"])
        self._then(self.work.answer, TRAP, TRAP, trap["answer"])

    def _publish_a_second_edition(self) -> None:
        note = self.texts["second_edition"]["note"]
        self._revise(TWO_EDITIONS, self.final[TWO_EDITIONS], note)
        self._submit(TWO_EDITIONS, note)
        self._sign(TWO_EDITIONS)

    def _withdraw_a_page(self) -> None:
        """The trap once more: the glossary had one treatment under two names."""
        withdrawn = self.texts["withdrawn"]
        address = "{kind}/{slug}".format(**withdrawn["row"])
        self._then(self.work.withdraw, address, address, withdrawn["reason"])

    def _schedule_an_edition(self) -> None:
        """The next edition is signed and waits for its day; today's stays up until then."""
        plan = self.texts["scheduled"]
        day = timezone.now() + timedelta(days=plan["days"])
        self._change(plan, publish_at=day.isoformat())
        self._submit(plan["page"], plan["note"])
        self._sign(plan["page"])

    def _leave_one_under_review(self) -> None:
        plan = self.texts["under_review"]
        self._change(plan)
        self._submit(plan["page"], plan["note"])
        page = plan["page"]
        self._then(self.work.assign, page, page, self.versions[page], "ravi")

    def _leave_one_as_a_draft(self) -> None:
        self._change(self.texts["draft"])

    # Steps

    def _then(self, act: Callable[..., None], about: str, *given: object, **more: object) -> None:
        name = f"{act.__name__.replace('_', ' ')} {about}".strip()
        self.steps.append(Step(name, partial(act, *given, **more)))

    def _save(self, act: Callable[..., None], address: str, *given: object) -> None:
        self._then(act, address, *given)
        self.versions[address] += 1

    def _submit(self, address: str, note: str = "") -> None:
        self._then(self.work.submit, address, address, self.versions[address], note)

    def _sign(self, address: str) -> None:
        """By as many reviewers as the page needs."""
        signers = [next(self.reviewers) for _ in range(2 if self._is_high_risk(address) else 1)]
        if address.partition("/")[2] in ALLERGY_PAGES:
            signers = ["mei"]  # the one in the allergy team
        for reviewer in signers:
            self._then(self.work.sign, address, address, self.versions[address], reviewer)

    def _revise(self, address: str, row: Row, comment: str) -> None:
        """What changed is told in the same words to the team and to readers."""
        self._then(self.work.revise, address, address)
        self._rewrite(address, Row(row.place, {**row.values, "change_note": comment}), comment)

    def _rewrite(self, address: str, row: Row, comment: str) -> None:
        """The page's writer saves the row's text over the draft."""
        draft, version = read_draft(row, Mapping(), Addresses()), self.versions[address]
        self._save(self.work.rewrite, address, address, draft, version, comment)

    def _change(self, plan: dict[str, Any], **values: object) -> None:
        """Revise a page with one passage of its text replaced; its live edition stays up."""
        row = content.changed(self.final[plan["page"]], plan["replace"], plan["by"], **values)
        self._revise(plan["page"], row, plan.get("note", ""))

    def _is_high_risk(self, address: str) -> bool:
        return address in self.texts["high_risk"]

    def _with_risk(self, address: str, row: Row) -> Row:
        risk = "high" if self._is_high_risk(address) else "standard"
        return Row(row.place, {**row.values, "risk": risk})
