"""Filters of the desk's lists."""

from collections.abc import Callable
from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from editorial.models import Document, Edition, Review, ReviewTeam, RiskLevel, User

Choices = list[tuple[str, str]]
DUE = [("overdue", "Overdue"), ("week", "In the next 7 days")]
TEXTS = [("no", "New and changed texts"), ("yes", "Re-affirmations")]


def kinds() -> Choices:
    """The kinds of document that this site has, whatever they are."""
    kinds = [model._meta for model in Document.all_models()]
    return sorted((meta.model_name or "", capfirst(str(meta.verbose_name))) for meta in kinds)


def assignees() -> Choices:
    people = User.objects.filter(pk__in=Review.objects.open().order_by().values("assignee"))
    named = sorted((str(person), str(person.pk)) for person in people)
    return [("me", "Me"), ("nobody", "Nobody yet"), *((pk, name) for name, pk in named)]


def teams() -> Choices:
    return [(team.slug, team.name) for team in ReviewTeam.objects.all()]


def choice(label: str, choices: Choices | Callable[[], Choices], **more: object) -> object:
    return django_filters.ChoiceFilter(label=label, empty_label="All", choices=choices, **more)


class QueueFilter(django_filters.FilterSet):
    title = django_filters.CharFilter("document__title", lookup_expr="icontains", label="Title")
    kind = choice("Kind", kinds, field_name="document__kind")
    assigned = choice("Assigned to", assignees, method="of_assignee")
    team = choice("Team", teams, field_name="assignee__reviewer_profile__teams__slug")
    due = choice("Due", DUE, method="of_due")
    risk = choice("Risk", RiskLevel.choices, field_name="document__risk")
    text = choice("Text", TEXTS, method="of_text")

    class Meta:
        model = Review
        fields: list[str] = []

    def of_assignee(self, rows: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        if value == "nobody":
            return rows.filter(assignee=None)
        return rows.filter(assignee=self.request.user.pk if value == "me" else int(value))

    def of_due(self, rows: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        today = timezone.localdate()
        if value == "overdue":
            return rows.filter(due__lt=today)
        return rows.filter(due__range=(today, today + timedelta(days=7)))

    def of_text(self, rows: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        return rows.filter(reaffirms=value == "yes")


class RunningOutFilter(django_filters.FilterSet):
    title = django_filters.CharFilter("title", lookup_expr="icontains", label="Title")
    kind = choice("Kind", kinds, field_name="kind")
    due = choice("Next review", [("overdue", "Overdue"), ("ahead", "Still ahead")], method="of_due")

    class Meta:
        model = Edition
        fields: list[str] = []

    def of_due(self, rows: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        today = timezone.localdate()
        if value == "overdue":
            return rows.filter(next_review_due__lt=today)
        return rows.filter(next_review_due__gte=today)
