"""What the sample's people do every day, one act to a method: write, rewrite, submit, sign.

Nothing is remembered from act to act, so that another process can go on after any of them. A page
is named by its address, kind/slug; `version` is that of the draft as the story left it: where
somebody else has saved it since, the act is refused.
"""

from typing import Any

from django.utils import timezone

from articles.choices import Genre
from editorial import acts
from editorial.acts.drafts import saving
from editorial.acts.inputs import add_months
from editorial.acts.statement import Statement
from editorial.checklist import QUESTIONS
from editorial.models import Comment, Document, Edition, Review, User
from editorial.passages.reading import keys_of_ticks
from editorial.plan import plan_of
from immunosite.importing.draft import Draft, Links
from immunosite.importing.references import save_library
from immunosite.importing.saving import Import
from immunosite.letters.receiving import receive
from immunosite.sample_site.cast import ALLERGY, ONCOLOGY, Cast

CONFLICTS = "None. The reviewer is fictional."
FIRST = "First draft."
ALLERGY_PAGES = {
    "allergen-immunotherapy", "allergen-immunotherapy-explained", "allergic-rhinitis",
    "anaphylaxis", "beyond-cancer", "desensitisation", "immune-tolerance-and-suppression",
    "insect-venom-allergy", "lupus", "peanut-allergy", "rheumatoid-arthritis", "type-1-diabetes",
}  # fmt: skip


class Work:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.firsts = Import(FIRST)  # one, because it remembers the sources' ids

    def add_source(self, row: tuple[int, Any]) -> None:
        save_library([row], by=self.cast["noor"])

    # Writers

    def write(self, draft: Draft, links: Links, writer: str) -> None:
        by = self.cast[writer]
        self.firsts.save(draft, draft.model(owner=by), by=by, links=links)

    def link(self, address: str, links: Links, version: int) -> None:
        page = _page(address)
        with saving(page, by=page.owner, draft_version=version, comment=FIRST):
            self.firsts.set_links(page, links)

    def revise(self, address: str) -> None:
        page = _page(address)
        acts.revise(page, by=page.owner)

    def rewrite(self, address: str, draft: Draft, version: int, comment: str) -> None:
        page = _page(address)
        page.draft_version = version
        Import(comment).save(draft, page, by=page.owner, links=draft.links)

    def submit(self, address: str, version: int, note: str = "") -> None:
        page = _page(address)
        acts.submit(page, by=page.owner, draft_version=version, note=note)

    def answer(self, address: str, text: str) -> None:
        page = _page(address)
        acts.answer(self._remark(page), by=page.owner, body=text, done=True)

    # Reviewers and editors

    def comment(self, address: str, version: int, place: str, body: str) -> None:
        acts.comment(_review(address, version), by=self.cast["mei"], place=place, body=body)

    def send_back(self, address: str, version: int, reason: str) -> None:
        acts.request_changes(_review(address, version), by=self.cast["mei"], reason=reason)

    def resolve(self, address: str) -> None:
        """Whoever raised a comment looks at what became of it."""
        acts.resolve(self._remark(_page(address)), by=self.cast["mei"])

    def sign(self, address: str, version: int, reviewer: str) -> None:
        review = _review(address, version)
        acts.sign_off(
            review,
            by=self.cast[reviewer],
            password=self.cast.password,
            shown_digest=review.digest,
            statement=_statement(review, self.cast[reviewer]),
        )

    def assign(self, address: str, version: int, reviewer: str) -> None:
        review = _review(address, version)
        acts.plan_review(review, by=self.cast["edda"], assignee=self.cast[reviewer], due=review.due)

    def withdraw(self, address: str, reason: str) -> None:
        acts.withdraw(_page(address), by=self.cast["edda"], reason=reason)

    def _remark(self, page: Document) -> Comment:
        return Comment.objects.open().about(page).get(written_by=self.cast["mei"])

    # Readers

    def send_letter(self, text: str, page: str = "", reply_to: str = "") -> None:
        edition = Edition.objects.live().get(document=_page(page)) if page else None
        kind = "problem" if edition else "question"
        receive(kind, text, edition=edition, reply_to=reply_to, sender="")


def _page(address: str) -> Document:
    return Document.objects.at_address(*address.split("/")).get().stored()


def _review(address: str, version: int) -> Review:
    return Review.objects.open().get(document=_page(address), draft_version=version)


def _statement(review: Review, by: User) -> Statement:
    months = review.document.review_interval_months
    return Statement(
        conflict_of_interest=CONFLICTS,
        next_review_due=add_months(timezone.localdate(), months),
        answers=dict.fromkeys(QUESTIONS, "yes"),
        team=_team(review),
        shown_plan=plan_of(review, timezone.now()).key,
        shown_as=by.reviewer_profile.as_printed,
        read=keys_of_ticks(review),
    )


def _team(review: Review) -> str:
    """Questions and answers are signed in the name of a team."""
    if review.snapshot["content"].get("genre") != Genre.QUESTION:
        return ""
    return ALLERGY if review.document.slug in ALLERGY_PAGES else ONCOLOGY
