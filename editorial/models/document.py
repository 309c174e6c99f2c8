"""Document: the thing written, whatever its kind. The working copy; never shown to the public."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

import reversion
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.base import ModelBase
from django.db.models.functions import Lower
from django.utils import timezone

from editorial.constraints import EnforcedCheck, EnforcedUnique
from editorial.draft_checks import common_findings
from editorial.findings import Finding
from editorial.kinds import all_kinds, kind_of
from editorial.labels import chosen_labels
from editorial.models.along import ids_of
from editorial.snapshot import Snapshot
from editorial.text.bounded_text import BoundedTextField
from editorial.text.characters import lines

# These tables lead to this one.
if TYPE_CHECKING:
    from editorial.models.edition import Edition, EditionQuerySet
    from editorial.models.review import Review

# What is signed cannot be migrated: a change of the snapshot's form is a new number here, and
# whatever reads snapshots goes on reading the older ones.
SNAPSHOT_SCHEMA = 2


class State(models.TextChoices):
    """Where the working copy is."""

    DRAFT = "draft", "Draft"
    MEDICAL_REVIEW = "medical_review", "Medical review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded"


class Naming(models.TextChoices):
    """What the person who is named as the page's writer says of it."""

    OWN = "own", "named themself"
    ASKED = "asked", "was named by somebody else and is asked"
    AGREED = "agreed", "agreed"
    DECLINED = "declined", "declined"


class RiskLevel(models.TextChoices):
    """How much harm a wrong sentence could do. Decides how many signatures are needed."""

    STANDARD = "standard", "Standard: one signature"
    HIGH = "high", "High: two signatures"


def _editions() -> "EditionQuerySet":
    from editorial.models.edition import Edition  # noqa: PLC0415 - that table leads to this one

    return Edition.objects.all()


class DocumentQuerySet(models.QuerySet["Document"]):
    def without_discarded(self) -> Self:
        return self.exclude(state=State.DISCARDED)

    def at_address(self, kind: str, slug: str) -> Self:
        """Whose address it is now, in capitals or not. What was discarded has none."""
        rows = self.without_discarded().annotate(folded_slug=Lower("slug"))
        return rows.filter(kind=kind, folded_slug=slug.lower())

    def with_specific(self) -> Self:
        """Brings along what `specific` asks for, else one query for each document."""
        return self.select_related(*(kind.name for kind in all_kinds()))

    def with_live_edition(self) -> Self:
        """Annotate `live_number` and `live_review_due` of the edition in force, else None."""
        # At most one is live: to put it in an order would keep the index from answering alone.
        live = _editions().live().filter(document=models.OuterRef("pk")).order_by()
        return self.annotate(
            live_number=models.Subquery(live.values("number")[:1]),
            live_review_due=models.Subquery(live.values("next_review_due")[:1]),
        )


class Document(models.Model):
    """Concrete base of every kind; the kinds add their content by multi-table inheritance.

    A kind implements `content()` and, where it names other pages, `facets()`; the rest of it stands
    in its app's `kinds.py`. See `docs/adding-a-kind.md`.
    """

    rich_fields: ClassVar[tuple[str, ...]] = ()  # in the order of the page
    # Rows of other tables that are saved with it, by the name under which it has them.
    own_rows: ClassVar[tuple[str, ...]] = ()
    # Of fields that hold several values, for which Django has no `choices`.
    several_of: ClassVar[dict[str, type[models.TextChoices]]] = {}

    kind = models.CharField(max_length=40, editable=False)
    slug = models.SlugField(
        "address",
        max_length=120,
        help_text="The page's address; left empty, it is made from the title. "
        "A published page keeps its old addresses.",
    )
    title = models.CharField(max_length=200)
    summary = BoundedTextField(
        max_length=400,
        blank=True,
        help_text="One or two plain sentences; shown first and in lists.",
    )
    change_note = BoundedTextField(
        "what changed, and why",
        max_length=600,
        blank=True,
        default="",
        help_text="For readers: shown in the page's history beside this edition.",
    )
    glossary_links = BoundedTextField(
        "links to the glossary",
        max_length=4000,
        blank=True,
        default="",
        help_text="Where readers would get a wrong link. One place a line: the words as they stand "
        "in the text, those of the link in square brackets. “stop [ALL] tablets” makes no link "
        "there; “where [cells] divide = t-cell” links to the entry with that address.",
    )
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    draft_version = models.PositiveIntegerField(default=0, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="The writer named on the page.",
    )
    # As the last save found it: to rename an account changes no draft until it is saved again.
    byline = models.CharField(max_length=310, default="", editable=False)
    naming = models.CharField(
        max_length=10, choices=Naming.choices, default=Naming.OWN, editable=False
    )
    risk = models.CharField(max_length=10, choices=RiskLevel.choices, default=RiskLevel.STANDARD)
    review_interval_months = models.PositiveSmallIntegerField(
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="How long a sign-off should hold; reviewers may choose a shorter time.",
    )
    publish_at = models.DateTimeField(
        "publish at",
        null=True,
        blank=True,
        help_text="In UTC. Leave empty to publish when it is signed.",
    )
    expire_at = models.DateTimeField(
        "take down at", null=True, blank=True, help_text="In UTC. Leave empty to keep the page up."
    )
    see_also = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="seen_from"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints: ClassVar = [
            EnforcedUnique(
                "kind",
                Lower("slug"),
                condition=~models.Q(state=State.DISCARDED),
                name="document_slug_unique_per_kind",
            ),
            EnforcedCheck(condition=models.Q(state__in=State.values), name="document_state_known"),
            EnforcedCheck(
                condition=models.Q(publish_at__isnull=True)
                | models.Q(expire_at__isnull=True)
                | models.Q(expire_at__gt=models.F("publish_at")),
                name="document_expires_after_publication",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "kind"]),
            models.Index(fields=["title", "id"], name="document_by_title"),
            models.Index(fields=["kind", "title", "id"], name="document_of_kind"),
            models.Index(fields=["updated_at"], name="document_by_update"),
            models.Index(fields=["owner", "state", "updated_at"], name="document_of_owner"),
            models.Index(
                fields=["owner"],
                condition=models.Q(naming=Naming.ASKED),
                name="document_asks_owner",
            ),
        ]
        permissions: ClassVar = [
            ("submit_document", "Can submit a draft for medical review"),
            (
                "act_as_editor",
                "Can act as an editor: plan reviews, recall anybody's submission, and resolve in "
                "the place of one who left",
            ),
            ("review_document", "Can request changes and sign off"),
            ("revise_document", "Can take a published page back to draft"),
            ("reaffirm_document", "Can send a live page to review again, unchanged"),
            ("reschedule_document", "Can move a scheduled publication"),
            ("withdraw_document", "Can withdraw a page from the public"),
            ("lower_risk_document", "Can lower the risk, and so the number of signatures"),
            ("accept_clock", "Can accept the server's clock where the record runs ahead of it"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        self._say_kind()
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def full_clean(
        self,
        exclude: Iterable[str] | None = None,
        validate_unique: bool = True,
        validate_constraints: bool = True,
    ) -> None:
        self._say_kind()  # else the rule of one page for each address finds no kind to look in
        super().full_clean(exclude, validate_unique, validate_constraints)

    # The constraints of the database, in words and without a question for each.

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(exclude)
        if "slug" not in (exclude or ()) and (fault := self.address_fault()):
            raise ValidationError({"slug": fault})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)
        if {"publish_at", "expire_at"} & set(exclude or ()):  # at fault themselves
            return
        if self.publish_at and self.expire_at and self.expire_at <= self.publish_at:
            raise ValidationError("The page must be taken down after it is published.")

    def address_fault(self) -> str:
        """Why no page of this kind can have this address, or an empty string."""
        # In capitals or not: two addresses that differ in them alone look like one to people.
        pages = Document.objects.at_address(self.kind, self.slug)
        public = _editions().holding(self.kind, self.slug)
        if self.pk:
            pages, public = pages.exclude(pk=self.pk), public.exclude(document=self.pk)
        if pages.exists():
            return "Another page of this kind has this address already."
        if public.exists():
            return (
                "This is or was the public address of another page, and stays with it: readers "
                "are sent on from there, or told why the page is gone. Choose another."
            )
        return ""

    def never_public(self, ids: set[int]) -> list[str]:
        """The titles of those documents that never were public."""
        if not ids:
            return []
        public = _editions().ever_public().filter(document__in=ids).values("document")
        rows = Document.objects.filter(pk__in=ids).exclude(pk__in=public)
        return list(rows.values_list("title", flat=True))

    def _say_kind(self) -> None:
        # A row loaded as the base class has its kind from the database, and must keep it.
        if type(self) is not Document:
            self.kind = type(self)._meta.model_name or ""

    @property
    def specific(self) -> "Document":
        """The same document as its own kind (`Article`, `GlossaryEntry`, …)."""
        return self if type(self) is not Document else getattr(self, self.kind)

    @property
    def kind_name(self) -> str:
        return str(self.model_of(self.kind)._meta.verbose_name)

    @staticmethod
    def model_of(kind: str) -> type["Document"]:
        """The model of a kind. Raises LookupError for a kind that is not there."""
        model: type[Document] = apps.get_model(kind_of(kind).model)
        return model

    @staticmethod
    def all_models() -> list[type["Document"]]:
        return [Document.model_of(kind.name) for kind in all_kinds()]

    @property
    def required_signers(self) -> int:
        return 2 if self.risk == RiskLevel.HIGH else 1

    def has_live_edition(self) -> bool:
        """A list brings it along as `live_number`; acts read the document anew."""
        # `__dict__` and not `hasattr`: only a list’s annotation counts, and no default that a class
        # may get.
        if "live_number" in self.__dict__:
            return self.__dict__["live_number"] is not None
        return bool(self.editions.live().exists())

    def has_scheduled_edition(self) -> bool:
        """A list brings it along as `scheduled_from`."""
        if "scheduled_from" in self.__dict__:
            return self.__dict__["scheduled_from"] is not None
        return bool(self.editions.scheduled().exists())

    def is_called_for_review(self) -> bool:
        """Whether a source of the live edition calls for it. A list brings it along as `called`."""
        if "called" in self.__dict__:
            return bool(self.__dict__["called"])
        live = self.editions.live().to_review_by(date.min)
        return bool(live.exists())

    def live_edition(self) -> "Edition | None":
        return self.editions.live().first()

    def waiting_edition(self) -> "Edition | None":
        """The signed one that is next to be public, when its time comes."""
        return self.editions.scheduled().order_by("-number").first()

    def latest_edition(self) -> "Edition | None":
        return self.editions.order_by("-number").first()

    def open_review(self) -> "Review | None":
        return self.reviews.open().first()

    def sent_back(self) -> "Review | None":
        """The round whose request for changes still stands, else None."""
        last = self.reviews.decided_on_the_text().order_by("-number").first()
        return last if last and last.asks_for_changes else None

    def stored(self) -> "Document":
        """The row as it stands in the database now, as its own kind; never the object in hand."""
        try:
            # Past any manager that a kind may add: a filter there must not make a document look
            # lost.
            rows = self.model_of(self.kind)._base_manager.select_related("owner")
            return rows.get(pk=self.pk)
        except ObjectDoesNotExist as error:
            raise LookupError(f"“{self.title}” is not in the database.") from error

    # What each kind says of itself

    def content(self) -> dict[str, object]:
        """The kind's own part of the snapshot: JSON of str, int, bool, list, dict, None."""
        raise TypeError(f"{type(self).__name__} must say what its content is.")

    def rich_content(self) -> dict[str, object]:
        """The rich text by name. A kind with rich text in other tables adds it here."""
        return {name: getattr(self, name) for name in self.rich_fields}

    def facets(self) -> dict[str, list[int] | list[str]]:
        """What the page is about: name → ids of documents, or plain values."""
        return {"see_also": ids_of(self, "see_also")}

    def snapshot(self) -> Snapshot:
        """All that the public would see of this draft, as plain JSON."""
        content = self.content()
        return {
            # In the signed bytes, because old editions are read for ever by the code of a later
            # day.
            "schema": SNAPSHOT_SCHEMA,
            "kind": self.kind,
            "slug": self.slug,
            "title": self.title,
            "summary": self.summary,
            "change_note": self.change_note,
            "glossary_links": lines(self.glossary_links),
            # The name, not the person’s id: it is signed as readers see it, and stays when the
            # account is renamed. What was never saved has no byline yet.
            "writer": self.byline or str(self.owner),
            "content": content,
            "labels": chosen_labels(self, content),
            "facets": self.facets(),
        }

    def shared_rows(self, keys: set[str]) -> dict[str, models.Model]:
        """Rows of other tables whose words stand in a snapshot and that documents share, by the
        `key` that their part of the snapshot carries: whoever changes them writes the page, too."""
        return {}

    def naming_as_record(self) -> dict[str, object]:
        return {"writer": self.owner_id, "byline": self.byline, "naming": str(self.naming)}

    def findings(self) -> list[Finding]:
        """What the checks that may hold a submission say of this draft; kinds add their own. With
        advice on its words: `editorial/panel.py`."""
        return common_findings(self)


reversion.register(Document)
