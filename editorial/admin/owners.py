"""Who can be named as the writer of a page."""

from django.db.models import QuerySet
from django.http import HttpRequest

from editorial.admin.choices import is_number
from editorial.models import User
from editorial.workflow import TABLE, Act


def writers() -> QuerySet[User]:
    """Whoever could agree to it."""
    (right,) = TABLE[Act.AGREE].rights
    people: QuerySet[User] = User.objects.with_perm(
        f"editorial.{right}", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people


def owner_field(request: HttpRequest) -> dict[str, object]:
    """Also the present owner, who may have left: a page keeps its writer until it gets another."""
    match = request.resolver_match
    document = match.kwargs.get("object_id", "") if match else ""
    people = User.objects.filter(pk__in=writers().values("pk"))
    if is_number(document):
        people = people | User.objects.filter(documents=int(document))
    return {"queryset": people.distinct().order_by("first_name", "last_name", "username")}
