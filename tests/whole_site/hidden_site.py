"""A site with a document of every kind in every state that is not public, canaries throughout."""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from editorial import acts
from editorial.models import Document, Edition, Review, ReviewerProfile, ReviewTeam, User
from evidence.library import save_reference
from immunosite.letters.handling import answer
from immunosite.letters.models import Letter
from immunosite.letters.receiving import receive
from tests import cast
from tests.whole_site.canaries import KINDS, Canaries

PUBLIC_REASON = "A study behind this page was retracted."


class HiddenSite:
    """Builds it through the workflow. `documents` are all documents, public ones included."""

    def __init__(self, wen: User, ravi: User, edda: User) -> None:
        self.wen, self.ravi, self.edda = wen, ravi, edda
        self.canaries = Canaries()
        self.writer = self.person("writer", "Writer")
        self.reviewer = self.person("reviewer", "Reviewer")
        team = ReviewTeam.objects.create(**self.canaries.fields(ReviewTeam, "team"))
        profile = self.canaries.fields(ReviewerProfile, "profile")
        ReviewerProfile.objects.create(user=self.reviewer, **profile).teams.add(team)
        self.team = team.name
        self.documents: list[Document] = []
        for kind in KINDS:
            self.build(kind)
        self.point_at_everything()
        self.letters()
        time.sleep(2.2)  # until what expires has expired

    def person(self, place: str, role: str) -> User:
        fields = self.canaries.fields(User, place) | {"password": cast.PASSWORD, "is_staff": True}
        fields["email"] = f"{self.canaries.word(place + '.email')}@example.org"
        user = User.objects.create_user(**fields)
        user.groups.set(Group.objects.filter(name=role))
        return user

    def build(self, kind: type[Document]) -> None:
        self.draft(kind, "draft")
        self.sent_back(kind)
        self.under_review(kind, "under review")
        self.scheduled(kind)
        self.withdrawn(kind)
        self.expired(kind)
        for state in ("revised", "under review again", "scheduled again"):
            self.newer_than_public(kind, state)

    # --- One document in each state ---------------------------------------------------------------

    def draft(self, kind: type[Document], place: str, **given: Any) -> Any:
        document = self.canaries.document(kind, place, owner=self.writer, **given)
        return self.keep(document, self.writer, place)

    def keep(self, document: Any, by: User, place: str) -> Any:
        source = save_reference(self.canaries.reference(place), by=by)
        rich = document.rich_fields[0]
        setattr(document, rich, f"{getattr(document, rich)}<p>Cited.[@{source.key}]</p>")
        cast.save(document, by, comment=self.canaries.word(f"comment on saving, {place}"))
        if hasattr(document, "risks"):
            document.risks.create(**self.canaries.fields(document.risks.model, f"{place} risk"))
        if document not in self.documents:
            self.documents.append(document)
        return document

    def submit(self, document: Document, place: str) -> Review:
        review = cast.submit(document, self.wen, note=self.canaries.word(f"note, {place}"))
        remark = self.canaries.word(f"review comment, {place}")
        made = acts.comment(review, by=self.ravi, body=remark)
        acts.answer(made, by=self.wen, body=self.canaries.word(f"answer, {place}"))
        why = self.canaries.word(f"resolution, {place}")
        acts.resolve(made, by=self.ravi, reason=why)
        return review

    def sign(self, review: Review, place: str) -> None:
        conflict = self.canaries.word(f"conflict of interest, {place}")
        cast.sign(review, self.reviewer, team=self.team, conflict_of_interest=conflict)

    def sent_back(self, kind: type[Document]) -> None:
        review = self.submit(self.draft(kind, "sent back"), "sent back")
        acts.request_changes(review, by=self.ravi, reason=self.canaries.word("changes wanted"))

    def under_review(self, kind: type[Document], place: str) -> None:
        document = self.draft(kind, place)
        review = self.submit(document, place)
        acts.recall(review, by=self.wen, reason=self.canaries.word("recall"))
        self.submit(document, place)

    def scheduled(self, kind: type[Document]) -> None:
        document = self.draft(kind, "scheduled", publish_at=cast.days_ahead(3))
        self.sign(self.submit(document, "scheduled"), "scheduled")
        reason = self.canaries.word("reason of rescheduling")
        acts.reschedule(document, by=self.edda, effective_from=cast.days_ahead(5), reason=reason)

    def withdrawn(self, kind: type[Document]) -> None:
        document = self.draft(kind, "withdrawn")
        self.sign(self.submit(document, "withdrawn"), "withdrawn")
        acts.withdraw(document, by=self.edda, reason=PUBLIC_REASON)

    def expired(self, kind: type[Document]) -> None:
        soon = timezone.now() + timedelta(seconds=2)
        document = self.draft(kind, "expired", expire_at=soon)
        self.sign(self.submit(document, "expired"), "expired")

    def newer_than_public(self, kind: type[Document], place: str) -> None:
        """A public page by Wen and Ravi, and a newer text that is not public yet."""
        public = getattr(cast, {"glossaryentry": "entry", "therapytype": "therapy"}.get(
            kind._meta.model_name or "", kind._meta.model_name or ""))(self.wen)  # fmt: skip
        cast.publish(public, self.wen, self.ravi)
        acts.revise(public, by=self.wen)
        document = public.stored()
        newer = self.canaries.fields(kind, f"{kind._meta.model_name} {place}")
        if place == "scheduled again":
            newer["publish_at"] = cast.days_ahead(4)
        for name, value in newer.items():
            setattr(document, name, value)
        self.keep(document, self.writer, place)
        if place == "revised":
            return
        review = self.submit(document, place)
        if place == "scheduled again":
            self.sign(review, place)

    def point_at_everything(self) -> None:
        """Public pages that name all the others: what is not live must be left out."""
        of_kind = {kind: [each for each in self.documents if type(each) is kind] for kind in KINDS}
        _, therapy, condition, _ = KINDS
        public = cast.article(
            self.wen,
            therapies=of_kind[therapy],
            conditions=of_kind[condition],
            see_also=self.documents,
        )
        cast.publish(public, self.wen, self.ravi)
        named = cast.therapy(self.wen, conditions=of_kind[condition])
        cast.publish(named, self.wen, self.ravi)

    def letters(self) -> None:
        """What readers write is for the editors alone, also where it is about a public page."""
        edition = Edition.objects.live().first()
        for kind, about in (("problem", edition), ("question", None)):
            words = self.canaries.word(f"letter, {kind}")
            address = f"{self.canaries.word(f'address of a letter, {kind}')}@example.org"
            receive(kind, words, sender="", edition=about, reply_to=address)
            letter = Letter.objects.get(text=words)
            answer(letter, by=self.edda, text=self.canaries.word(f"answer, {kind}"))
