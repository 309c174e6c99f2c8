"""The site behind the door whose pages `_staff_pages.py` lists, built by walking the workflow.

Texts are long, names too, and every list holds something: what fits here fits anywhere.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone

from editorial import acts
from editorial.models import AuditEvent, Document, ReviewTeam, RiskLevel, User
from evidence.library import save_reference
from findings.models import HypePhrase
from immunosite.letters import handling
from immunosite.letters.models import Letter
from immunosite.letters.receiving import receive
from immunosite.search.models import MissedSearch, SpellingPair
from tests import cast
from tests._factors import app_of, key_of
from tests._page_world import TEXT, long_ago, source

LONG = (
    "Immune checkpoint inhibitors (PD-1, PD-L1 and CTLA-4) for melanoma: what to expect, and when"
)
REASON = (
    "“A little” is not a number.\n\nSay how many people out of a hundred have it, with a source."
)
ADDED = "<h2>Doses</h2><p>Half of it: <strong>8 mg</strong> a day.</p>"


class StaffWorld:
    """`rows` holds one row of every model of the admin; the other names are states."""

    def __init__(self) -> None:
        # In the order of time: no act is put on record before the last one.
        with long_ago():
            self.people()
            self.old_pages()
        self.drafts()
        self.kinds()
        self.signed()
        self.reviews()
        self.letters()
        pair = SpellingPair.objects.create(word="jab", other="vaccine")
        day = timezone.localdate()
        missed = MissedSearch.objects.create(day=day, code="x", words="zorbalin", count=3)
        team = ReviewTeam.objects.get()
        found: list[Model] = [
            team,
            self.mei.reviewer_profile,
            self.wen,
            self.reference,
            self.question,
        ]
        found += [self.draft, self.therapy, self.condition, self.entry]
        found += [AuditEvent.objects.get(sequence=1), Group.objects.get(name="Writer"), pair]
        found += [missed, HypePhrase.objects.get(words="miracle")]
        self.rows: dict[type[Model], Any] = {type(row): row for row in found}
        self.rows[Document] = Document.objects.get(pk=self.draft.pk)

    def people(self) -> None:
        self.wen = cast.person("Wen", "Writer", is_staff=True)
        self.edda = cast.person("Edda", "Editor", is_staff=True)
        self.ada = cast.person("Ada", "Administrator", is_staff=True)
        self.root = cast.person("Root", is_staff=True, is_superuser=True)
        self.mei, self.ravi = cast.clinician("Mei", "Reviewer"), cast.clinician("Ravi", "Reviewer")
        # New people: a writer and a reviewer whose lists are empty, and one without a role.
        self.will = cast.person("Will", "Writer", is_staff=True)
        self.rosa = cast.clinician("Rosa", "Reviewer")
        self.olga = cast.person("Olga")
        app_of(self.rosa)
        key_of(self.rosa)
        self.rosa.last_login = timezone.now()
        self.rosa.save(update_fields=["last_login"])
        self.rosa.first_name = "Rosalinda"  # by a command: two administrators could confirm it
        self.rosa.save()
        self.key = self.rosa.authenticator_set.get(type="webauthn")
        team = ReviewTeam.objects.create(name="Oncology team", slug="oncology-team")
        self.mei.reviewer_profile.teams.add(team)

    def __getitem__(self, name: str) -> User:
        user: User = getattr(self, name)
        return user

    def old_pages(self) -> None:
        self.reference = source()
        save_reference(self.reference, by=self.wen)
        overdue = cast.article(self.wen, title="What has run out", body=TEXT)
        self.overdue = cast.publish(overdue, self.wen, self.mei)
        late = cast.article(self.wen, title=f"Overdue: {LONG.lower()}", body=TEXT)
        self.late = cast.submit(late, self.wen)

    def drafts(self) -> None:
        points = "First point.\nSecond point."
        self.draft = cast.article(self.wen, title=LONG, slug="long", body=TEXT, key_points=points)
        # Nothing but a title: much holds it back.
        self.bare = cast.article(self.wen, title="Only a title so far", summary="", body="")
        self.sent_back = cast.article(self.wen, title="Does it hurt?", body=TEXT)
        review = cast.submit(self.sent_back, self.wen, "Please look at the numbers.")
        acts.comment(review, by=self.ravi, body=REASON, place="Title")
        acts.request_changes(review, by=self.ravi, reason=REASON)

    def kinds(self) -> None:
        self.therapy = cast.therapy(self.wen, title="CAR T-cell therapy", key_points="A point.")
        self.condition = cast.condition(self.wen, title="Melanoma", synonyms="Skin cancer\nMM")
        self.entry = cast.entry(self.wen, title="Antigen", synonyms="immunogen")

    def signed(self) -> None:
        planned = cast.article(self.wen, title="From next week", publish_at=cast.days_ahead(7))
        self.scheduled = cast.publish(planned, self.wen, self.mei)
        self.live = cast.publish(cast.article(self.wen, body=TEXT), self.wen, self.mei)
        taken = cast.publish(cast.article(self.wen, title="Taken back"), self.wen, self.mei)
        acts.withdraw(taken.document, by=self.edda, reason="A study was retracted.")
        self.withdrawn = taken

    def reviews(self) -> None:
        """The first has much in it: a second edition, high risk, one signature, three comments."""
        self.review = self.second_edition()
        self.first_round = cast.submit(cast.article(self.wen, body=TEXT), self.wen)
        self.closed_round = self.sent_back.reviews.get()
        due = timezone.localdate() + timedelta(days=3)
        acts.plan_review(self.first_round, by=self.edda, assignee=self.ravi, due=due)

    def second_edition(self) -> Any:
        text = cast.article(self.wen, title="Everything at once", body=TEXT)
        edition = cast.publish(text, self.wen, self.mei)
        newer = acts.revise(edition.document, by=self.wen).specific
        newer.body = newer.body.replace("Two", "Three").replace("<h2>Words", f"{ADDED}<h2>Words")
        newer.change_note, newer.risk = "Doses were added.", RiskLevel.HIGH
        review = cast.submit(cast.save(newer, self.wen), self.wen, "New are the doses.")
        for body, place in [(REASON, "Title"), ("Fine.", ""), ("And the unit?", "")]:
            acts.comment(review, by=self.ravi, body=body, place=place)
        acts.resolve(review.comments.latest("pk"), by=self.ravi)
        acts.answer(review.comments.earliest("pk"), by=self.wen, body="Mended.", done=True)
        return review

    def letters(self) -> None:
        """A question, a report that waits, one that was answered, one that is closed."""
        texts = ["May I have a flu jab? " * 12, "There is a wrong number.", "Thank you.", "Old."]
        for number, text in enumerate(texts):
            about = self.live if number else None
            kind = "problem" if about else "question"
            receive(kind, text, edition=about, reply_to="reader@example.org", sender=str(number))
        self.question, self.report, self.answered, self.closed = Letter.objects.order_by("pk")
        handling.answer(self.answered, by=self.edda, text="It is mended. Thank you.")
        handling.close(self.closed, by=self.edda, outcome="Corrected.", erase_text=True)
