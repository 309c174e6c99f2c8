"""What `benchmarks.load` does through the site's own functions, once Django is set up; and
`python -m benchmarks.load_acts MEDQUAD SIZE PEOPLE`, which fills its database."""

import io
import sys
from pathlib import Path

import django


def prepare(medquad: Path, size: int, people: int) -> None:
    from django.contrib.auth.models import Group  # noqa: PLC0415 - not before the setup
    from django.core.management import call_command  # noqa: PLC0415

    from articles.models import Article  # noqa: PLC0415
    from benchmarks.draft_to_live import BODY  # noqa: PLC0415
    from benchmarks.many_editions import growing  # noqa: PLC0415
    from benchmarks.steps import PASSWORD  # noqa: PLC0415
    from benchmarks.steps import people as pair  # noqa: PLC0415
    from editorial.acts import drafts  # noqa: PLC0415
    from editorial.models import User  # noqa: PLC0415

    call_command("make_receipt_key", stdout=io.StringIO())
    list(growing(medquad, [size]))
    _, reviewer = pair("will", "ravi")
    reviewer.groups.add(Group.objects.get(name="Editor"))
    for number in range(people):
        writer = User.objects.create_user(f"writer-{number}", password=PASSWORD, is_staff=True)
        writer.groups.add(Group.objects.get(name="Writer"))
        page = Article(
            title=f"Page of writer {number}", slug=f"draft-{number}", summary="A draft.",
            owner=writer, body=BODY,
        )  # fmt: skip
        with drafts.saving(page, by=writer, draft_version=0):
            pass


def own_drafts() -> list[int]:
    from editorial.models import Document  # noqa: PLC0415

    rows = Document.objects.filter(slug__startswith="draft-").order_by("pk")
    return list(rows.values_list("pk", flat=True))


def old_pages() -> list[str]:
    from benchmarks.growth import address_of  # noqa: PLC0415
    from editorial.models import Edition  # noqa: PLC0415

    rows = Edition.objects.live().values_list("kind", "slug")
    return ["/", "/articles/", "/glossary/", *(address_of(*row) for row in rows)]


class Publishing:
    def __init__(self) -> None:
        from editorial.models import User  # noqa: PLC0415

        self.writer, self.reviewer = (User.objects.get(username=n) for n in ("will", "ravi"))
        self.number = 0

    def publish(self) -> tuple[str, str]:
        """The address of a new page, and words that are on it."""
        from benchmarks.draft_to_live import publish  # noqa: PLC0415

        self.number += 1
        publish(self.number, self.writer, self.reviewer)
        return f"/articles/page-{self.number}-new/", f"Page {self.number}"

    def withdraw(self) -> None:
        from editorial import acts  # noqa: PLC0415
        from editorial.models import Document  # noqa: PLC0415

        document = Document.objects.get(slug=f"page-{self.number}-new")
        acts.withdraw(document, by=self.reviewer, reason="A benchmark withdraws it.")


if __name__ == "__main__":
    django.setup()
    prepare(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
