"""From a new draft to a live page, once for each line read; each written is milliseconds on the
processor, by the clock, and queries, without the check of the password.

    python -m benchmarks.draft_to_live

Run in the environment of `benchmarks.ours`, over an empty database.
"""

import io
import json
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from editorial.models import User


def main() -> None:
    django.setup()
    answers, sys.stdout = sys.stdout, sys.stderr
    from django.core.management import call_command  # noqa: PLC0415 - not before the setup

    from benchmarks.steps import people  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("make_receipt_key", stdout=io.StringIO())
    pair = people()
    for number, _ in enumerate(sys.stdin):
        print(json.dumps([one(number, *pair)]), file=answers, flush=True)


def one(number: int, writer: "User", reviewer: "User") -> list[float]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks.steps import timed_passwords  # noqa: PLC0415
    from benchmarks.timing import Times  # noqa: PLC0415

    whole, password = Times("draft to live"), Times("password")
    with ExitStack() as stack:
        stack.enter_context(timed_passwords(password))
        # Counting costs a little; it is part of what is measured on both sides.
        captured = stack.enter_context(CaptureQueriesContext(connection))
        with whole.one():
            publish(number, writer, reviewer)
    took = whole.without(password, "without the password")
    return [1000 * took.processor[0], 1000 * took.clock[0], len(captured)]


def publish(number: int, writer: "User", reviewer: "User") -> None:
    """A new page, by the functions that the site's own pages call."""
    from articles.models import Article  # noqa: PLC0415
    from benchmarks.steps import sign  # noqa: PLC0415
    from editorial import acts  # noqa: PLC0415
    from editorial.acts import drafts  # noqa: PLC0415
    from editorial.models import User  # noqa: PLC0415

    page = Article(
        title=f"Page {number}", slug=f"page-{number}-new", summary="A page of the benchmark.",
        owner=writer, body=BODY,
    )  # fmt: skip
    with drafts.saving(page, by=writer, draft_version=0):
        pass
    document = page.stored()
    review = acts.submit(document, by=writer, draft_version=document.draft_version)
    sign(review, User.objects.get(pk=reviewer.pk))


SENTENCE = "Immune cells find what does not belong to the body and take it away."
BODY = "".join(f"<p>{SENTENCE} This is paragraph {n} of the page.</p>" for n in range(30))

if __name__ == "__main__":
    main()
