import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_people"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("sequence", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("time", models.DateTimeField()),
                ("actor", models.CharField(max_length=200)),
                ("actor_id", models.CharField(max_length=40)),
                ("act", models.CharField(max_length=40)),
                ("document_kind", models.CharField(max_length=40)),
                ("document_id", models.CharField(max_length=40)),
                ("document_title", models.CharField(max_length=200)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField()),
                ("generation", models.PositiveBigIntegerField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("sequence",),
                "indexes": [
                    models.Index(
                        fields=["document_kind", "document_id", "sequence"],
                        name="editorial_a_documen_fd2aa9_idx",
                    ),
                    models.Index(
                        fields=["act", "actor_id", "time"], name="editorial_a_act_67af8c_idx"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=40)),
                (
                    "slug",
                    models.SlugField(
                        help_text="The page's address; left empty, it is made from the title. A published page keeps its old addresses.",
                        max_length=120,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two plain sentences; shown first and in lists.",
                        max_length=400,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("medical_review", "Medical review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("draft_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("standard", "Standard: one signature"),
                            ("high", "High: two signatures"),
                        ],
                        default="standard",
                        max_length=10,
                    ),
                ),
                (
                    "review_interval_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="How long a sign-off should hold; reviewers may choose a shorter time.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Leave empty to publish when it is signed.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Leave empty to keep the page up.",
                        null=True,
                        verbose_name="take down at",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="The writer named on the page.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "see_also",
                    models.ManyToManyField(
                        blank=True, related_name="seen_from", to="editorial.document"
                    ),
                ),
            ],
            options={
                "ordering": ("title", "pk"),
                "permissions": [
                    ("submit_document", "Can submit a draft for medical review"),
                    ("act_as_editor", "Can act as an editor: plan reviews, recall anybody's submission, and resolve in the place of one who left"),
                    ("review_document", "Can request changes and sign off"),
                    ("revise_document", "Can take a published page back to draft"),
                    ("reaffirm_document", "Can send a live page to review again, unchanged"),
                    ("reschedule_document", "Can move a scheduled publication"),
                    ("withdraw_document", "Can withdraw a page from the public"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("slug", models.SlugField(max_length=120)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                ("snapshot", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("effective_from", models.DateTimeField()),
                ("effective_until", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("last_reviewed", models.DateField()),
                ("next_review_due", models.DateField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="editorial.document",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("title", "pk"),
            },
        ),
        migrations.CreateModel(
            name="EditionFacet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=40)),
                ("value", models.CharField(blank=True, max_length=80)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editorial.document",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facets",
                        to="editorial.edition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "reaffirms",
                    models.BooleanField(
                        default=False,
                        help_text="The live text itself is reviewed again, unchanged.",
                    ),
                ),
                ("snapshot", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("draft_version", models.PositiveIntegerField()),
                ("required_signers", models.PositiveSmallIntegerField(default=1)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("submitted_at", models.DateTimeField()),
                ("due", models.DateField()),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("signed", "Signed off"),
                            ("changes_requested", "Changes requested"),
                            ("recalled", "Recalled"),
                            ("withdrawn", "Closed by a withdrawal"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contributors",
                    models.ManyToManyField(
                        related_name="contributions", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="editorial.document",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reversion.revision",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due", "pk"),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edition",
                to="editorial.review",
            ),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField(max_length=4000)),
                ("written_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="editorial.review",
                    ),
                ),
            ],
            options={
                "ordering": ("written_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signer_slug", models.SlugField(max_length=120)),
                ("printed_name", models.CharField(max_length=150)),
                ("credentials", models.CharField(max_length=200)),
                ("team", models.CharField(blank=True, max_length=120)),
                ("meaning", models.TextField()),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("whole", "The whole page"),
                            ("changes", "Only the changes since the live edition"),
                        ],
                        max_length=10,
                    ),
                ),
                ("conflict_of_interest", models.TextField(max_length=1000)),
                ("checklist", models.JSONField()),
                ("next_review_due", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="editorial.review",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("signed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(help_text="Shown to the public.")),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="editorial.edition",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-withdrawn_at",),
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["state", "kind"], name="editorial_d_state_e20e9b_idx"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("kind", "slug"),
                name="document_slug_unique_per_kind",
                violation_error_message="Another page of this kind has this address already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "medical_review", "published", "withdrawn"])
                ),
                name="document_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publish_at__isnull", True),
                    ("expire_at__isnull", True),
                    ("expire_at__gt", models.F("publish_at")),
                    _connector="OR",
                ),
                name="document_expires_after_publication",
                violation_error_message="The page must be taken down after it is published.",
            ),
        ),
        migrations.AddIndex(
            model_name="editionfacet",
            index=models.Index(fields=["role", "value"], name="editorial_e_role_3df567_idx"),
        ),
        migrations.AddConstraint(
            model_name="editionfacet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", False), ("value", "")),
                    models.Q(("document__isnull", True), models.Q(("value", ""), _negated=True)),
                    _connector="OR",
                ),
                name="facet_is_document_or_value",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["decision", "due"], name="editorial_r_decisio_e51705_idx"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("document", "number"), name="review_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "open")),
                fields=("document",),
                name="review_one_open_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decision", "open"),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decision", "open"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="review_decided_by_and_at",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["kind", "slug", "effective_from"], name="editorial_e_kind_9b52d4_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["kind", "title", "id"], name="editorial_e_kind_09af0b_idx"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["document", "effective_from"], name="editorial_e_documen_1a7193_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("document", "number"), name="edition_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("effective_until__isnull", True)),
                fields=("document",),
                name="edition_one_open_ended_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_until__isnull", True),
                    ("effective_until__gte", models.F("effective_from")),
                    _connector="OR",
                ),
                name="edition_span_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__isnull", True),
                    ("expires_at__gte", models.F("effective_until")),
                    _connector="OR",
                ),
                name="edition_ends_by_its_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_resolved_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                fields=("review", "signer"), name="sign_off_once_per_signer"
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["whole", "changes"])), name="sign_off_scope_known"
            ),
        ),
    ]
