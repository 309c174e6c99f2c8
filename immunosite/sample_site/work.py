"""What the sample's people do every day: write, rewrite, submit, sign."""

from itertools import cycle

from django.utils import timezone

from articles.choices import Genre
from editorial import acts
from editorial.acts.inputs import add_months
from editorial.acts.sign_off import Statement
from editorial.checklist import QUESTIONS
from editorial.models import Document, Review
from editorial.plan import plan_of
from immunosite.importing.mapping import Mapping
from immunosite.importing.rows import Row
from immunosite.importing.saving import Import
from immunosite.importing.values import read_draft
from immunosite.sample_site.cast import ALLERGY, ONCOLOGY, Cast

CONFLICTS = "None. The reviewer is fictional."
ALLERGY_PAGES = {
    "allergen-immunotherapy", "allergen-immunotherapy-explained", "allergic-rhinitis",
    "anaphylaxis", "beyond-cancer", "desensitisation", "immune-tolerance-and-suppression",
    "insect-venom-allergy", "lupus", "peanut-allergy", "rheumatoid-arthritis", "type-1-diabetes",
}  # fmt: skip


class Work:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.drafts = Import(Mapping(), "First draft.")
        self.writers = cycle(["wen", "noor"])
        self.reviewers = cycle(["ravi", "mei"])

    def write(self, row: Row) -> Document | None:
        return self.drafts.add(row, by=self.cast[next(self.writers)])

    def link(self) -> None:
        """Once all is written. Raises ValueError when the sample's own files are at fault."""
        for each in self.drafts.waiting:
            self.drafts.link(each)
        if self.drafts.faults.count:
            raise ValueError("\n".join(map(str, self.drafts.faults.listed)))

    def rewrite(self, document: Document, row: Row, comment: str) -> Document:
        """The page's writer saves the row's text over the draft."""
        stored: Document = document.stored()
        changes = Import(Mapping(), comment)
        draft = read_draft(row, changes.mapping)
        changes.save(draft, stored, by=stored.owner, links=draft.links)
        return stored

    def revise(self, document: Document, row: Row, comment: str) -> Document:
        """What changed is told in the same words to the team and to readers."""
        acts.revise(document, by=document.owner)
        rewritten = Row(row.place, {**row.values, "change_note": comment})
        return self.rewrite(document, rewritten, comment)

    def submit(self, document: Document, note: str = "") -> Review:
        stored = document.stored()
        return acts.submit(stored, by=stored.owner, draft_version=stored.draft_version, note=note)

    def sign(self, review: Review) -> None:
        """By as many reviewers as the page needs."""
        for username in self._signers(review):
            signed = acts.sign_off(
                review,
                by=self.cast[username],
                password=self.cast.password,
                shown_digest=review.digest,
                statement=self._statement(review),
            )
        if signed is None:
            raise ValueError(f"{review}: a signature is missing.")

    def _signers(self, review: Review) -> list[str]:
        if review.document.slug in ALLERGY_PAGES:
            return ["mei"]  # the one in the allergy team
        return [next(self.reviewers) for _ in range(review.required_signers)]

    def _statement(self, review: Review) -> Statement:
        months = review.document.review_interval_months
        return Statement(
            conflict_of_interest=CONFLICTS,
            next_review_due=add_months(timezone.localdate(), months),
            answers=dict.fromkeys(QUESTIONS, "yes"),
            team=_team(review),
            shown_plan=plan_of(review, timezone.now()).key,
        )


def _team(review: Review) -> str:
    """Questions and answers are signed in the name of a team."""
    if review.snapshot["content"].get("genre") != Genre.QUESTION:
        return ""
    return ALLERGY if review.document.slug in ALLERGY_PAGES else ONCOLOGY
