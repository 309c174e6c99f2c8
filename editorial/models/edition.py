"""Edition: the published snapshot. The only table that public pages read text from."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.db.models.query import ModelIterable
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from editorial import hooks
from editorial.kept_badges import with_kept_badges
from editorial.kinds import kind_of
from editorial.models.audit import AuditEvent
from editorial.models.document import Document
from editorial.models.review import Review
from editorial.models.stored_bytes import stored_bytes
from editorial.proof import Badge, as_signed, badge_of
from editorial.public.page import Page
from editorial.snapshot import Snapshot

P = TypeVar("P", bound=Page)
# So many rows are soon put in order.
FEW = 3000
# Documents of one part of the sitemap.
ROWS_OF_PART = 1000
IN_FORCE = ("effective_from", "effective_until", "withdrawn")


class EditionQuerySet(models.QuerySet["Edition"]):
    def as_of(self, moment: datetime) -> Self:
        """What was in force at a moment gone by, by the times on record; at most one for each
        document. What is in force now, `live` says."""
        later = Edition.objects.filter(
            document=models.OuterRef("document"),
            number__gt=models.OuterRef("number"),
            effective_from__lte=moment,
        )
        # A withdrawal on a clock that ran ahead ended for good when something newer came out.
        return self._spanning(moment).exclude(models.Q(withdrawn=True) & models.Exists(later))

    def live(self, now: datetime | None = None) -> Self:
        """What is in force now. What was withdrawn is not, whatever the clock says."""
        # Asked of the clock each time: publishing at a planned time needs no worker that could be
        # missed.
        return self._spanning(now or timezone.now()).filter(withdrawn=False)

    def _spanning(self, moment: datetime) -> Self:
        return self.filter(effective_from__lte=moment).filter(
            models.Q(effective_until__isnull=True) | models.Q(effective_until__gt=moment)
        )

    def to_review_by(self, day: date) -> Self:
        """Those whose review runs out by then, and those whose sources call for one before it is
        due. Adds `called`: whether they do."""
        called = models.Q(pk__in=[])
        for ask in hooks.called_for_review:
            called |= models.Q(pk__in=ask())
        does = models.Case(models.When(called, then=True), default=False)
        return self.filter(models.Q(next_review_due__lte=day) | called).annotate(called=does)

    def not_over(self) -> Self:
        """Those in force and those that wait for their time."""
        rows = self.filter(withdrawn=False).exclude(effective_until__lte=timezone.now())
        return rows.exclude(effective_until=models.F("effective_from"))

    def ever_public(self, now: datetime | None = None) -> Self:
        """Those that are or once were in force: all that the public may know of. What was withdrawn
        while it was in force once was, also on a clock that was put back since."""
        # An edition cancelled before it began has an empty span. Nobody may learn that it was
        # there.
        begun = models.Q(effective_from__lte=now or timezone.now()) | models.Q(withdrawn=True)
        return self.filter(begun).exclude(effective_until=models.F("effective_from"))

    def holding(self, kind: str, slug: str) -> Self:
        """Those whose address it is, was or will be, in capitals or not."""
        rows = self.annotate(folded_slug=Lower("slug")).filter(kind=kind, folded_slug=slug.lower())
        return rows.exclude(effective_until=models.F("effective_from"))

    def scheduled(self) -> Self:
        return self.filter(effective_from__gt=timezone.now(), withdrawn=False).exclude(
            effective_until=models.F("effective_from")
        )

    def with_facet(self, role: str, value: str, *, are_many: bool | None = None) -> Self:
        """`are_many` as for `naming`."""
        return self._bearing(EditionFacet.objects.filter(role=role, value=value), are_many)

    def naming(
        self, role: str, documents: "EditionQuerySet", *, are_many: bool | None = None
    ) -> Self:
        """Those that name one of the documents of these editions in a role. Few are put in order by
        themselves; where they are many, it is sooner done to go through the list in its order and
        to look at each. `are_many` says which; None: one query, to see."""
        ids = documents.order_by().values("document")
        return self._bearing(EditionFacet.objects.filter(role=role, document__in=ids), are_many)

    def _bearing(self, facets: "models.QuerySet[EditionFacet]", are_many: bool | None) -> Self:
        # A subquery and no join: a join would double rows, and counts and pages with them.
        if are_many is None:
            are_many = facets.values("pk")[: FEW + 1].count() > FEW
        if are_many:
            return self.filter(models.Exists(facets.filter(edition=models.OuterRef("pk"))))
        return self.filter(pk__in=facets.values("edition"))

    def for_list(self) -> Self:
        """Without the long snapshot, for those who work here: their lists show titles only."""
        # A text may have 60 kilobytes; a list of thousands would read them all for a title.
        return self.defer("snapshot")

    def true_copies(self) -> Self:
        """Those whose address and title are those of their text, as the database compares them: for
        lists of names and addresses, without a badge, that are too long to read every text."""
        copies = ("kind", "slug", "title")
        return self.filter(*(Exact(KT(f"snapshot__{name}"), models.F(name)) for name in copies))

    def with_record(self) -> Self:
        """With round and event, for whoever asks `as_signed` once for rows of several questions."""
        # The review's copy of the text is left out: only its digest is compared.
        return self.select_related("review", "event").defer("review__snapshot")

    def shown(self) -> Self:
        """For the public: words from the signed texts, and all that badges are computed from. Two
        queries, that of the rows included; nothing public is read in another way."""
        rows = self.with_record()
        rows.then = as_signed
        return rows

    def proven(self) -> Self:
        """Likewise, only those with a badge: for names that stand beside the badge of another."""
        rows = self.shown()
        rows.then = _proven
        return rows

    def with_badges(self) -> Self:
        """As `shown`, for what is put together anew at each request: what was proven before is
        known by its bytes. One query; one more where something was not."""
        rows = self.with_stored_bytes()
        rows.then = with_kept_badges
        return rows

    def with_stored_bytes(self) -> Self:
        return self.annotate(stored=stored_bytes(Edition))

    # What is done with rows as they come from the database; copies of the question keep it.
    then: "Callable[[Iterable[Edition]], list[Edition]] | None" = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.then = self.then
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self.then and issubclass(self._iterable_class, ModelIterable):
            self._result_cache = self.then(self._result_cache or [])


def _proven(rows: "Iterable[Edition]") -> "list[Edition]":
    return [each for each in as_signed(rows) if each.badge]


class Edition(models.Model):
    """Immutable but for its span and its withdrawal: `effective_until` can be closed, a scheduled
    `effective_from` moved, and `withdrawn` set, which the triggers guard and the audit log records.
    """

    # As the index `edition_of_part` has it.
    rows_of_part: ClassVar = ROWS_OF_PART

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="edition")
    kind = models.CharField(max_length=40)
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    snapshot: "models.JSONField[Snapshot, Snapshot]" = models.JSONField()
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    effective_from = models.DateTimeField()
    effective_until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    last_reviewed = models.DateField()
    next_review_due = models.DateField()
    # A fact, not a date: it holds on every clock. Set on all that a withdrawal covers.
    withdrawn = models.BooleanField(default=False)
    # The last that holds this row's facts; the database takes no edition without one.
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("title", "document_id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="edition_number_unique"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(effective_until__isnull=True),
                name="edition_one_open_ended_per_document",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_until__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                name="edition_span_runs_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gte=models.F("effective_until")),
                name="edition_ends_by_its_expiry",
            ),
        ]
        # Whether an edition is live stands in each index by which lists find it (`IN_FORCE`): else
        # the database reads a row, as long as its text, for each that it counts or passes over.
        indexes: ClassVar = [
            models.Index(fields=["kind", "slug", "effective_from"]),
            models.Index("kind", Lower("slug"), name="edition_kind_folded_slug"),
            models.Index(fields=["kind", "title", "document", *IN_FORCE], name="edition_of_kind"),
            models.Index(fields=["title", "document", *IN_FORCE], name="edition_by_title"),
            models.Index(
                fields=["document", *IN_FORCE, "number", "next_review_due"],
                name="edition_of_document",
            ),
            # The newest of a kind; and the glossary's live entries, by digest alone.
            models.Index(
                fields=["kind", *IN_FORCE, "title", "digest"], name="edition_newest_of_kind"
            ),
            models.Index(fields=["next_review_due", *IN_FORCE], name="edition_by_next_review"),
            models.Index(
                models.F("kind"),
                models.F("document") / ROWS_OF_PART,
                *map(models.F, IN_FORCE),
                name="edition_of_part",
            ),
            # The newest of all; and when the clock will next change what is public.
            models.Index(fields=["effective_from"]),
            models.Index(fields=["effective_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} (edition {self.number})"

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.slug])

    @property
    def is_overdue(self) -> bool:
        return self.next_review_due < timezone.localdate()

    @property
    def page(self) -> Page:
        """The signed text as the kind's typed content."""
        return kind_of(self.kind).page.read(self.snapshot)

    def page_as(self, kind_of_page: type[P]) -> P:
        """The same, where only one kind can be meant. Raises TypeError for another."""
        page = self.page
        if not isinstance(page, kind_of_page):
            raise TypeError(f"{self} is no {kind_of_page.__name__}.")
        return page

    @cached_property
    def badge(self) -> Badge | None:
        """The sign-off, or None when text and signatures do not belong together."""
        # Computed for each output; kept in memory only under the bytes that it was computed from: a
        # stored “reviewed” would outlive what made it true.
        return badge_of(self)

    def as_record(self) -> dict[str, object]:
        """The edition's plain facts as JSON; the audit log keeps them at every change of span."""
        return {
            "edition": self.pk,
            "document": self.document_id,
            "number": self.number,
            "review": self.review_id,
            "kind": self.kind,
            "slug": self.slug,
            "digest": self.digest,
            "published_by": self.published_by_id,
            "published_at": self.published_at.isoformat(),
            "effective_from": self.effective_from.isoformat(),
            "effective_until": self.effective_until and self.effective_until.isoformat(),
            "expires_at": self.expires_at and self.expires_at.isoformat(),
            "last_reviewed": self.last_reviewed.isoformat(),
            "next_review_due": self.next_review_due.isoformat(),
            "withdrawn": self.withdrawn,
        }

    @property
    def withdrawal(self) -> "Withdrawal | None":
        """The newest notice of its own withdrawal."""
        return next(iter(self.withdrawals.all()), None)


class EditionFacet(models.Model):
    """What an edition is about, frozen at publication: a document, or a plain value."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="facets")
    role = models.CharField(max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    value = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=False, value="")
                | (models.Q(document__isnull=True) & ~models.Q(value="")),
                name="facet_is_document_or_value",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["role", "value"]),
            # The newest pages that name a document, without reading all that do.
            models.Index(fields=["document", "role", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.document_id or self.value}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def public(self) -> Self:
        """Of pages that were in force. What was stopped before it began stays unknown."""
        # Asked row by row: SQLite would rather begin with all editions, and there are few of these.
        public = Edition.objects.ever_public().filter(pk=models.OuterRef("edition"))
        return self.filter(models.Exists(public))

    def covering(self, edition: Edition) -> Self:
        """Those that took this edition from the public, with it or with a later one."""
        return (
            self.public()
            .filter(edition__document=edition.document_id, edition__number__gte=edition.number)
            .order_by("edition__number", "-pk")
        )


class Withdrawal(models.Model):
    """A notice to the public. The newest counts: withdrawing again tells another reason."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField(help_text="Shown to the public.")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField()

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [models.Index(fields=["withdrawn_at"])]

    def __str__(self) -> str:
        return f"{self.edition.title}: {self.reason[:60]}"

    def as_record(self) -> dict[str, object]:
        """The notice as plain JSON, for the audit log."""
        return {
            "withdrawal": self.pk,
            "edition": self.edition_id,
            "reason": self.reason,
            "withdrawn_by": self.withdrawn_by_id,
            "withdrawn_at": self.withdrawn_at.isoformat(),
        }
