"""The shared library of sources, and which document cites which."""

from collections.abc import Collection
from typing import ClassVar

import reversion
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from editorial.constraints import EnforcedCheck, EnforcedUnique
from editorial.models import Document
from editorial.text.bounded_text import BoundedTextField
from evidence.authors import split_authors, unsplit
from evidence.identifiers import (
    DoiField,
    PmcidField,
    PmidField,
    check_address,
    identifier_at,
)
from evidence.page_ranges import full_ranges
from evidence.title_markup import kept_markup, without_markup

check_key = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use small letters a to z, digits and single hyphens, for example hodi-2010.",
)


class ReferenceKind(models.TextChoices):
    ARTICLE = "article", "Journal article"
    WEB_PAGE = "web_page", "Web page"
    BOOK = "book", "Book"
    CHAPTER = "chapter", "Chapter of a book"
    CONFERENCE = "conference", "Conference paper"
    GUIDELINE = "guideline", "Guideline"
    TRIAL = "registration", "Trial registration"
    LABEL = "label", "Product label"


@reversion.register()
class Reference(models.Model):
    """One source, kept once for all documents. Saved through `library.save_reference`.

    A change reaches drafts at their next submission; editions keep the source as it was signed.
    """

    key = models.SlugField(
        max_length=80,
        unique=True,
        validators=[check_key],
        help_text="Texts cite the source by it: [@hodi-2010]. It stays as it is once cited.",
    )
    kind = models.CharField(
        max_length=20, choices=ReferenceKind.choices, default=ReferenceKind.ARTICLE
    )
    authors = BoundedTextField(
        max_length=10_000,
        blank=True,
        help_text="One a line: surname and initials (Hodi FS), or the name of a group. A line of "
        "several, as PubMed writes it, is taken apart.",
    )
    et_al = models.BooleanField(
        "and others", default=False, help_text="There are more authors than are listed."
    )
    title = models.CharField(
        max_length=500,
        help_text="As it is printed; of a book with its capitals. The HTML tags i, sup and sub are"
        " kept.",
    )
    editors = BoundedTextField(
        max_length=10_000, blank=True, help_text="Of a book, one a line, as authors."
    )
    edition = models.CharField(max_length=40, blank=True, help_text="Of a book: 5, or Revised.")
    series = models.CharField(max_length=300, blank=True, help_text="That a book belongs to.")
    note = models.CharField(
        max_length=300, blank=True, help_text="Printed after the rest: Preprint, for example."
    )
    container = models.CharField(
        "published in",
        max_length=300,
        blank=True,
        help_text="The journal, abbreviated as PubMed does; the website or register; of a chapter "
        "or a talk the book; of a book its publisher.",
    )
    publisher = models.CharField(
        max_length=300,
        blank=True,
        help_text="Of a chapter, talk, guideline or label: who published it.",
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2100)]
    )
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(
        max_length=60, blank=True, help_text="In full: 711-723. Or the article's number."
    )
    doi = DoiField("DOI", max_length=255, blank=True)
    pmid = PmidField("PMID", max_length=20, blank=True)
    pmcid = PmcidField("PMCID", max_length=20, blank=True)
    url = models.CharField(
        "web address",
        max_length=500,
        blank=True,
        validators=[check_address],
        help_text="Shown where there is no DOI. An address at PubMed, PubMed Central or doi.org is "
        "kept as the number in it.",
    )
    accessed = models.DateField(
        "read on", null=True, blank=True, help_text="For a web page: the day somebody checked it."
    )

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            EnforcedUnique(
                fields=["doi"], condition=~models.Q(doi=""), name="reference_doi_unique"
            ),
            EnforcedUnique(
                fields=["pmid"], condition=~models.Q(pmid=""), name="reference_pmid_unique"
            ),
            EnforcedUnique(
                fields=["pmcid"], condition=~models.Q(pmcid=""), name="reference_pmcid_unique"
            ),
            EnforcedCheck(
                condition=models.Q(kind__in=ReferenceKind.values), name="reference_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {without_markup(self.title)}"

    def clean(self) -> None:
        self.authors = self._one_a_line("authors")
        self.editors = self._one_a_line("editors")
        self.title = kept_markup(self.title)
        self.pages = full_ranges(self.pages)
        self._take_number()
        if self.pk and self.citations.exclude(reference__key=self.key).exists():
            raise ValidationError({"key": "Texts cite the source by this key, so it must stay."})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(exclude)
        for name in {"doi", "pmid", "pmcid"} - set(exclude or ()):
            others = Reference.objects.exclude(pk=self.pk).filter(**{name: getattr(self, name)})
            if getattr(self, name) and others.exists():
                raise ValidationError(
                    {name: f"The library has a source with this {name.upper()} already."}
                )

    def _take_number(self) -> None:
        """A web address that is an identifier is kept as that identifier."""
        name, number = identifier_at(self.url)
        if not name:
            return
        known = getattr(self, name)
        if known and known != number:
            raise ValidationError(
                {
                    "url": f"This is the address of {number}, but the field {name.upper()} has "
                    f"{known}. Correct one of them."
                }
            )
        setattr(self, name, number)
        self.url = ""

    def _one_a_line(self, name: str) -> str:
        people, others = split_authors(getattr(self, name))
        self.et_al = self.et_al or (others and name == "authors")
        if several := unsplit(people):
            raise ValidationError(
                {name: f"Write one person a line; this could not be taken apart: {several[0]}"}
            )
        return "\n".join(people)


class CitationManager(models.Manager["Citation"]):
    """With the source, whose key is a citation's name: else each costs a question of its own."""

    def get_queryset(self) -> "models.QuerySet[Citation]":
        return super().get_queryset().select_related("reference")


@reversion.register()
class Citation(models.Model):
    """A draft's source. Made and ordered by `citing.attach_cited` from the markers in the text."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveIntegerField(default=0, editable=False)
    kept = models.BooleanField(
        "keep in the list",
        default=True,
        help_text="List it after the cited sources even when the text does not cite it.",
    )

    objects = CitationManager()

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "reference"],
                name="citation_once_per_document",
                violation_error_message="This source is in the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"[@{self.reference.key}]"


from evidence.retractions.models import (  # noqa: E402 - Django looks for a room's tables here
    RetractionData,
    RetractionNotice,
    SourceAlert,
)

__all__ = ["Citation", "Reference", "ReferenceKind", "RetractionData", "RetractionNotice",
           "SourceAlert"]  # fmt: skip
