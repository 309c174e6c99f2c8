"""Many editions: rows in bulk, with real sentences put together anew."""

import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import reversion
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import escape
from reversion.models import Revision

from editorial.acts.publication import facets_of
from editorial.digests import digest_of
from editorial.models import (
    AuditEvent,
    Decision,
    Document,
    Edition,
    EditionFacet,
    Review,
    Scope,
    SignOff,
    User,
)
from editorial.record import triggers
from editorial.record.audit import FIRST_PREVIOUS_HASH
from editorial.snapshot import Facets, Snapshot
from editorial.workflow import Act
from immunosite.search.index import index

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
ENDINGS = ("treatment", "causes", "outlook", "side effects", "tests", "living with it", "questions")
CONDITIONS, THERAPIES = 60, 30
ROWS = 1000
# One page in so many is scheduled: search must pass over it.
NOT_LIVE = 10


def growing(file: Path, sizes: list[int]) -> Iterator["Source"]:
    """An empty database, filled up to each of the sizes in turn."""
    call_command("migrate", verbosity=0)
    if User.objects.exists() or Document.objects.exists():
        raise SystemExit("The database is not empty; the benchmark needs one of its own.")
    source = Source.read(file)
    writing = Writing(Pages(source), User.objects.create_user("wen"))
    for before, size in zip([0, *sizes], sizes, strict=False):
        start = time.perf_counter()
        writing.write(before + 1, size)
        count_on()
        analyse()
        print(f"{connection.vendor}: {size} editions, built in {time.perf_counter() - start:.0f} s")
        yield source


def count_on() -> None:
    """PostgreSQL's counters do not see rows that brought their numbers along."""
    made = [Document, Review, SignOff, Edition]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(sql)


def analyse() -> None:
    """As autovacuum does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


@dataclass
class Source:
    """MedQuAD's answers by what they are about."""

    sentences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    synonyms: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "Source":
        source = cls()
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found = [each.strip() for each in SENTENCE.split(row["answer"])]
            source.sentences[row["focus"]] += [each for each in found if 20 < len(each) < 500]
            source.synonyms[row["focus"]] = row["synonyms"][:4]
        source.sentences = {focus: own for focus, own in source.sentences.items() if len(own) > 3}
        return source


class Pages:
    """Snapshots of pages, the same ones each time. Numbers are those of their documents."""

    def __init__(self, source: Source) -> None:
        self.source, self.chance = source, random.Random(7)  # noqa: S311 - repeatable, no secret
        self.topics = list(source.sentences)

    def snapshot(self, number: int) -> Snapshot:
        focus = self.topics[number % len(self.topics)]
        kind = self.kind(number)
        names = self.source.synonyms[focus] if kind in ("glossaryentry", "condition") else []
        return {
            "schema": 1,
            "kind": kind,
            "slug": f"page-{number}",
            "title": focus if names else f"{focus}: {self.chance.choice(ENDINGS)} {number}",
            "summary": self.chance.choice(self.source.sentences[focus])[:400],
            "writer": "Wen (fictional)",
            "content": {"sources": [], **self.content(kind, focus, names)},
            "facets": self.facets(number, kind),
        }

    def content(self, kind: str, focus: str, names: list[str]) -> dict[str, object]:
        if kind == "glossaryentry":
            return {"synonyms": names, "patient_definition": self.body(focus, 6)}
        if kind == "article":
            return {"genre": "explainer", "body": self.body(focus, 50)}
        section = {"anchor": "text", "heading": "Text", "html": self.body(focus, 50)}
        if kind == "condition":
            return {"synonyms": names, "sections": [section]}
        return {"mechanism": "checkpoint", "routes": ["vein"], "risks": [], "sections": [section]}

    def kind(self, number: int) -> str:
        if number <= CONDITIONS:
            return "condition"
        if number <= CONDITIONS + THERAPIES:
            return "therapytype"
        return "glossaryentry" if number % 7 == 0 else "article"

    def body(self, focus: str, most: int) -> str:
        """Half about the focus, half about two other things, as articles are."""
        own = self.source.sentences[focus]
        count = self.chance.randint(most // 3, most)
        text = self.chance.sample(own, min(len(own), count // 2 + 1))
        for other in self.chance.sample(self.topics, 2):
            text += self.chance.choices(self.source.sentences[other], k=count // 4)
        return "".join(f"<p>{escape(sentence)}</p>" for sentence in text)

    def facets(self, number: int, kind: str) -> Facets:
        if kind != "article":
            return {"see_also": []}
        about = 1 + number % len(self.topics) % CONDITIONS
        return {
            "see_also": [],
            "genre": ["explainer"],
            "condition": [about] if self.chance.random() < 0.8 else [],
            "therapy": sorted({self.therapy() for _ in range(self.chance.choice([0, 1, 1, 2]))}),
        }

    def therapy(self) -> int:
        """Few therapies have most of the pages."""
        return CONDITIONS + 1 + int(THERAPIES * self.chance.random() ** 3)


def reviewer(number: int) -> str:
    """A site with more pages has more reviewers."""
    return f"mei-{number // 200}"


class Writing:
    """Rows as the workflow would leave them, all of one writer and one signer."""

    def __init__(self, pages: Pages, person: User) -> None:
        self.pages, self.person = pages, person
        self.now, self.due = timezone.now(), timezone.localdate() + timedelta(days=300)
        with reversion.create_revision():
            reversion.add_to_revision(Document.objects.create(pk=10**9, owner=person))
        self.revision = Revision.objects.latest("pk")
        self.last = AuditEvent.objects.order_by("-sequence").first()

    def write(self, first: int, last: int) -> None:
        # The triggers take each signature and edition right after its own event, never in bulk.
        triggers.remove(connection)
        for start in range(first, last + 1, ROWS):
            numbers = range(start, min(start + ROWS, last + 1))
            with transaction.atomic():
                self._write({number: self.pages.snapshot(number) for number in numbers})
        triggers.install(connection)

    def _write(self, rows: dict[int, Snapshot]) -> None:
        digests = {n: digest_of(snapshot) for n, snapshot in rows.items()}
        Document.objects.bulk_create(self.document(n, rows[n]) for n in rows)
        Review.objects.bulk_create(self.review(n, rows[n], digests[n]) for n in rows)
        sign_offs = [self.sign_off(n, digests[n]) for n in rows]
        editions = [self.edition(n, rows[n], digests[n]) for n in rows]
        AuditEvent.objects.bulk_create(map(self.event, sign_offs, editions))
        SignOff.objects.bulk_create(sign_offs)
        Edition.objects.bulk_create(editions)
        EditionFacet.objects.bulk_create(f for edition in editions for f in facets_of(edition))
        # As they are read later: PostgreSQL keeps no order of JSON's names.
        index(list(Edition.objects.filter(pk__in=rows)))

    def event(self, sign_off: SignOff, edition: Edition) -> AuditEvent:
        """What the badge of an edition is computed from; the chain goes on from the last one."""
        number = self.last.sequence + 1 if self.last else 1
        told = {
            "review": sign_off.review_id,
            "sign_off": sign_off.pk,
            "sign_off_digest": digest_of(sign_off.as_record()),
            "editions": [edition.as_record()],
        }
        event = AuditEvent(
            sequence=number, generation=number, time=self.now, actor="Wen",
            actor_id=str(self.person.pk), act=Act.SIGN_OFF, document_kind=edition.kind,
            document_id=str(edition.pk), document_title=edition.title, digest=edition.digest,
            data=told, previous_hash=self.last.hash if self.last else FIRST_PREVIOUS_HASH,
        )  # fmt: skip
        event.hash = digest_of(event.as_record())
        sign_off.event = edition.event = self.last = event
        return event

    def document(self, number: int, snapshot: Snapshot) -> Document:
        plain = {name: snapshot[name] for name in ("kind", "slug", "title", "summary")}
        return Document(pk=number, owner=self.person, state="published", **plain)

    def review(self, number: int, snapshot: Snapshot, digest: str) -> Review:
        return Review(
            pk=number, document_id=number, number=1, snapshot=snapshot, digest=digest,
            draft_version=1, revision=self.revision, submitted_by=self.person,
            submitted_at=self.now, due=self.due, decision=Decision.SIGNED,
            decided_by=self.person, decided_at=self.now,
        )  # fmt: skip

    def sign_off(self, number: int, digest: str) -> SignOff:
        return SignOff(
            pk=number, review_id=number, signer=self.person, signer_slug=reviewer(number),
            printed_name="Mei (fictional)", credentials="none", meaning="Accuracy.",
            scope=Scope.WHOLE, conflict_of_interest="None",
            checklist={}, next_review_due=self.due, digest=digest, signed_at=self.now,
        )  # fmt: skip

    def edition(self, number: int, snapshot: Snapshot, digest: str) -> Edition:
        plain = {name: snapshot[name] for name in ("kind", "slug", "title", "summary")}
        # One after the other, as pages come out.
        starts = self.now - timedelta(minutes=10**6 - number)
        if number % NOT_LIVE == 0:
            starts = self.now + timedelta(days=5)
        return Edition(
            pk=number, document_id=number, number=1, review_id=number, snapshot=snapshot,
            digest=digest, published_by=self.person, published_at=self.now, effective_from=starts,
            last_reviewed=self.now.date(), next_review_due=self.due, **plain,
        )  # fmt: skip
