"""The steps that `full_path` measures, each through the functions that the site itself uses."""

import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tqdm import tqdm

from benchmarks.timing import Times
from editorial import acts
from editorial.acts.inputs import add_months
from editorial.acts.statement import Statement
from editorial.checklist import QUESTIONS
from editorial.models import Document, Edition, Review, ReviewerProfile, User
from editorial.passages.reading import keys_of_ticks
from immunosite.importing.addresses import Addresses
from immunosite.importing.draft import read_draft
from immunosite.importing.files import rows_of
from immunosite.importing.mapping import Mapping
from immunosite.importing.rows import Row
from immunosite.importing.saving import Import

PASSWORD = "for the benchmark only"  # noqa: S105
PAGES = 60
LISTS = ("/", "/articles/", "/articles/?page=5", "/therapies/", "/conditions/", "/glossary/")
MEDQUAD = Mapping(
    kind="article",
    columns={"title": "question", "body": "answer"},
    fixed={"genre": "question"},
    source={"url": "url", "title": "focus", "container": "source"},
    ignored=frozenset({"id", "collection", "cui", "qtype", "synonyms"}),
    forms={"body": "plain"},
    derived=("summary", "short_answer"),
)


def run(path: Path) -> None:
    call_command("migrate", verbosity=0)
    if User.objects.exists() or Document.objects.exists():
        raise SystemExit("The database is not empty; the benchmark needs one of its own.")
    writer, reviewer = people()
    times = import_all(path, writer)
    print(f"{connection.vendor}, {len(times.clock)} documents")
    report(times, submit_all(writer))
    report(*sign_all(reviewer))
    print(f"{'memory, most':<22} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")
    print(f"{'database':<22} {database_size() / 2**20:.1f} MB")
    verify()
    read_pages()


def people(writes: str = "wen", reviews: str = "mei") -> tuple[User, User]:
    writer = User.objects.create_user(writes, password=PASSWORD)
    reviewer = User.objects.create_user(reviews, password=PASSWORD)
    writer.groups.add(Group.objects.get(name="Writer"))
    reviewer.groups.add(Group.objects.get(name="Reviewer"))
    ReviewerProfile.objects.create(
        user=reviewer, slug=reviews, printed_name="Mei (fictional)", credentials="none"
    )
    return writer, reviewer


def report(*times: Times) -> None:
    for each in times:
        print(each, flush=True)


T = TypeVar("T")


def shown(rows: Iterable[T], total: int, name: str) -> Iterable[T]:
    bar: Iterable[T] = tqdm(rows, total=total, desc=name, delay=2, disable=None, leave=False)
    return bar


# --- The path -------------------------------------------------------------------------------------


def import_all(path: Path, writer: User) -> Times:
    times, work, addresses = Times("import"), Import("Imported."), Addresses()
    with work.turn(writer):  # as the command does
        for row in rows_of(path):
            if not isinstance(row, Row):
                raise SystemExit(str(row))
            with times.one():
                work.add(read_draft(row, MEDQUAD, addresses), by=writer)
        if work.faults.count:
            raise SystemExit("\n".join(map(str, work.faults.listed)))
    return times


def submit_all(writer: User) -> Times:
    times, ids = Times("submit"), list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for pk in shown(ids, len(ids), "submit"):
        document = Document.objects.get(pk=pk)
        with times.one():
            acts.submit(document, by=writer, draft_version=document.draft_version)
    return times


def sign_all(reviewer: User) -> tuple[Times, Times, Times]:
    whole, password = Times("sign off"), Times("  of it the password")
    ids = list(Review.objects.order_by("pk").values_list("pk", flat=True))
    with timed_passwords(password):
        for pk in shown(ids, len(ids), "sign off"):
            review = Review.objects.get(pk=pk)
            signer = User.objects.get(pk=reviewer.pk)  # as in a new request
            with whole.one():
                sign(review, signer)
    return whole, password, whole.without(password, "  of it the rest")


@contextmanager
def timed_passwords(times: Times) -> Iterator[None]:
    check = User.check_password

    def timed(user: User, raw_password: str) -> bool:
        with times.one():
            return check(user, raw_password)

    with patch.object(User, "check_password", timed):
        yield


def sign(review: Review, signer: User) -> None:
    acts.sign_off(
        review,
        by=signer,
        password=PASSWORD,
        shown_digest=review.digest,
        statement=Statement(
            conflict_of_interest="None.",
            next_review_due=add_months(timezone.localdate(), 12),
            answers=dict.fromkeys(QUESTIONS, "yes"),
            shown_as=signer.reviewer_profile.as_printed,
            read=keys_of_ticks(review),
        ),
    )


# --- What came of it ------------------------------------------------------------------------------


def database_size() -> int:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def verify() -> None:
    start = time.perf_counter()
    call_command("verify_records")
    print(f"{'verify_records':<22} {time.perf_counter() - start:.1f} s")


def read_pages() -> None:
    """Pages that nobody has read yet, then lists."""
    editions = Edition.objects.live().order_by("digest")[: 2 * PAGES + 1]
    first, *paths = [edition.get_absolute_url() for edition in editions]
    get(first)  # templates are read once for each process
    half = len(paths) // 2
    times = Times(f"{half} pages, cold")
    for path in paths[:half]:
        with times.one():
            get(path)
    report(times)
    print(f"{'  queries, most':<22} {max(map(queries, paths[half:]))}")
    for path in LISTS:
        read_list(path)


def read_list(path: str) -> None:
    count = queries(path)
    times = Times(path)
    with times.one():
        get(f"{path}{'&' if '?' in path else '?'}ordering=")  # another address: not from a store
    print(f"{path:<22} {1000 * times.clock[0]:7.1f} ms   {count} queries")


def get(path: str) -> None:
    answer = Client(headers={"host": "localhost"}).get(path)
    if answer.status_code not in (200, 404):
        raise SystemExit(f"{path} answered {answer.status_code}.")


def queries(path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(path)
    return len(captured)
