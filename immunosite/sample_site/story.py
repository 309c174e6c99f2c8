"""The story of the sample site, told through the acts of the workflow. No date is faked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from editorial import acts
from editorial.models import Comment, Document, Edition, Review
from immunosite.importing.references import save_library
from immunosite.importing.rows import Place, Row
from immunosite.letters.receiving import receive
from immunosite.sample_site import content
from immunosite.sample_site.cast import Cast
from immunosite.sample_site.work import Work

TRAP = "article/what-immunotherapy-is"
TWO_EDITIONS = "article/side-effects-and-when-to-call"
Step = Callable[[], object]  # called after each page


def steps() -> int:
    return len(content.documents()) + 1


class Story:
    """Chapters in order. `final` has the signed text of each page, `pages` the documents."""

    def __init__(self, cast: Cast, step: Step = lambda: None) -> None:
        self.cast, self.step = cast, step
        self.work = Work(cast)
        self.texts = content.story()
        self.final = content.by_address(content.documents())
        self.pages: dict[str, Document] = {}

    def tell(self) -> None:
        save_library(content.references(), by=self.cast["noor"])
        self.write_first_drafts()
        self.send_back_the_trap()
        for page in self.pages.values():
            review = self.work.submit(page)
            self.settle_comments(review)
            self.work.sign(review)
            self.step()
        self.publish_a_second_edition()
        self.withdraw_a_page()
        self.schedule_an_edition()
        self.leave_one_under_review()
        self.leave_one_as_a_draft()
        self.receive_letters()

    def write_first_drafts(self) -> None:
        double = Row(Place("story.yaml"), self.texts["withdrawn"]["row"])
        firsts = self.final | content.by_address([*content.rows("before-review"), double])
        for address, row in firsts.items():
            risk = "high" if address in self.texts["high_risk"] else "standard"
            page = self.work.write(Row(row.place, {**row.values, "risk": risk}))
            if page:
                self.pages[address] = page
        self.work.link()

    def send_back_the_trap(self) -> None:
        """A draft lists one therapy twice; Mei sends it back, and it is corrected."""
        trap, page = self.texts["trap"], self.pages[TRAP]
        review, mei = self.work.submit(page, trap["note"]), self.cast["mei"]
        remark = acts.comment(review, by=mei, place=trap["place"], body=trap["comment"])
        acts.request_changes(review, by=mei, reason=trap["reason"])
        self.work.rewrite(page, self.final[TRAP], trap["corrected"])
        acts.answer(remark, by=review.submitted_by, body=trap["answer"], done=True)

    def settle_comments(self, review: Review) -> None:
        """In the next round whoever raised a comment looks at what became of it."""
        for remark in Comment.objects.open().about(review.document):
            acts.resolve(remark, by=remark.written_by)

    def publish_a_second_edition(self) -> None:
        note = self.texts["second_edition"]["note"]
        page = self.work.revise(self.pages[TWO_EDITIONS], self.final[TWO_EDITIONS], note)
        self.work.sign(self.work.submit(page, note))

    def withdraw_a_page(self) -> None:
        """The trap once more: the glossary had one treatment under two names."""
        withdrawn = self.texts["withdrawn"]
        page = self.pages["{kind}/{slug}".format(**withdrawn["row"])]
        acts.withdraw(page, by=self.cast["edda"], reason=withdrawn["reason"])

    def schedule_an_edition(self) -> None:
        """The next edition is signed and waits for its day; today's stays up until then."""
        plan = self.texts["scheduled"]
        day = timezone.now() + timedelta(days=plan["days"])
        page = self._change(plan, publish_at=day.isoformat())
        self.work.sign(self.work.submit(page, plan["note"]))

    def leave_one_under_review(self) -> None:
        plan = self.texts["under_review"]
        review = self.work.submit(self._change(plan), plan["note"])
        acts.plan_review(review, by=self.cast["edda"], assignee=self.cast["ravi"], due=review.due)

    def leave_one_as_a_draft(self) -> None:
        self._change(self.texts["draft"])

    def receive_letters(self) -> None:
        for letter in self.texts["letters"]:
            page = self.pages.get(letter.get("page", ""))
            receive(
                "problem" if page else "question",
                letter["text"],
                edition=Edition.objects.live().get(document=page) if page else None,
                reply_to=letter.get("reply_to", ""),
                sender="",
            )

    def _change(self, plan: dict[str, Any], **values: Any) -> Document:
        """Revise a page with one passage of its text replaced; its live edition stays up."""
        row = content.changed(self.final[plan["page"]], plan["replace"], plan["by"], **values)
        return self.work.revise(self.pages[plan["page"]], row, plan.get("note", ""))
