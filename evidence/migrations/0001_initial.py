import django.core.validators
import django.db.models.deletion
import evidence.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("editorial", "0002_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Texts cite the source by it: [@hodi-2010]. It stays as it is once cited.",
                        max_length=80,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(-[a-z0-9]+)*\\Z",
                                "Use small letters a to z, digits and single hyphens, for example hodi-2010.",
                            )
                        ],
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "Journal article"),
                            ("web_page", "Web page"),
                            ("book", "Book"),
                        ],
                        default="article",
                        max_length=20,
                    ),
                ),
                (
                    "authors",
                    models.TextField(
                        blank=True,
                        help_text="One a line: surname and initials (Hodi FS), or the name of a group.",
                        max_length=10000,
                    ),
                ),
                (
                    "et_al",
                    models.BooleanField(
                        default=False,
                        help_text="There are more authors than are listed.",
                        verbose_name="and others",
                    ),
                ),
                ("title", models.CharField(max_length=500)),
                (
                    "container",
                    models.CharField(
                        blank=True,
                        help_text="The journal, abbreviated as PubMed does; the website; or a book's publisher.",
                        max_length=300,
                        verbose_name="published in",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1500),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                    ),
                ),
                ("volume", models.CharField(blank=True, max_length=40)),
                ("issue", models.CharField(blank=True, max_length=40)),
                (
                    "pages",
                    models.CharField(
                        blank=True,
                        help_text="In full: 711-723. Or the article's number.",
                        max_length=60,
                    ),
                ),
                (
                    "doi",
                    evidence.identifiers.DoiField(blank=True, max_length=255, verbose_name="DOI"),
                ),
                (
                    "pmid",
                    evidence.identifiers.PmidField(blank=True, max_length=20, verbose_name="PMID"),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        help_text="Shown where there is no DOI.",
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="web address",
                    ),
                ),
                (
                    "accessed",
                    models.DateField(
                        blank=True,
                        help_text="For a web page: the day somebody checked it.",
                        null=True,
                        verbose_name="read on",
                    ),
                ),
            ],
            options={
                "ordering": ("key",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("doi", ""), _negated=True),
                        fields=("doi",),
                        name="reference_doi_unique",
                        violation_error_message="The library has a source with this DOI already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pmid", ""), _negated=True),
                        fields=("pmid",),
                        name="reference_pmid_unique",
                        violation_error_message="The library has a source with this PMID already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["article", "web_page", "book"])),
                        name="reference_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kept",
                    models.BooleanField(
                        default=True,
                        help_text="List it after the cited sources even when the text does not cite it.",
                        verbose_name="keep in the list",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="editorial.document",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="evidence.reference",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "reference"),
                        name="citation_once_per_document",
                        violation_error_message="This source is in the list already.",
                    )
                ],
            },
        ),
    ]
