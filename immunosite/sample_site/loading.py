"""Loading the sample: into an empty database, in short turns, and on where a load was stopped.

Signatures and the record cannot be taken back, so a load that was stopped is never undone. Each
step is counted in its own transaction; whoever loads next, or at the same time, does those left.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from editorial.models import Document, User
from editorial.receipts import keys
from editorial.record.audit import take_turn
from evidence.models import Reference
from immunosite.importing.rows import messages_of
from immunosite.importing.saving import REFUSALS
from immunosite.letters.models import Letter
from immunosite.letters.receiving import TooMany
from immunosite.sample_site import accounts
from immunosite.sample_site.cast import PEOPLE, SIGNERS, Cast, make_accounts
from immunosite.sample_site.models import Load
from immunosite.sample_site.story import Step, Story
from immunosite.turns import in_turns

CHANGED = (*REFUSALS, ObjectDoesNotExist)  # what a step meets where somebody else has been
FAILURES = (*CHANGED, DatabaseError, KeyboardInterrupt, TooMany)
ANEW = "Or load into a new database; with SQLite, move the file away."
Progress = Callable[[int, int], object]  # called with the steps done and the steps in all


class CannotLoad(Exception):
    """Why, and what to do."""


def is_wanted() -> bool:
    """Whether a load was stopped, or the site is new."""
    load = Load.objects.first()
    return not load.is_whole if load else not Document.objects.exists()


def was_stopped() -> bool:
    load = Load.objects.first()
    return load is not None and not load.is_whole


def check_empty() -> None:
    for model in (Document, User, Reference, Letter):
        if count := model._default_manager.count():
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            raise CannotLoad(
                f"The database holds {count} {name}; the sample content goes into an empty one "
                "only. Nothing was changed."
            )


def load(progress: Progress = lambda done, steps: None) -> str:
    """Load the sample, or what is left of it, and return the list of accounts.

    Raises CannotLoad.
    """
    keys.make_if_missing(keys.key_file())
    cast, file = Cast(), settings.VAR_DIR / "sample-accounts.txt"
    story = Story(cast)
    if not was_stopped():
        _begin(story, file)
    _check_plan(story)
    cast.password = _password(cast, file)
    _go_on(story.steps, progress)
    return file.read_text(encoding="utf-8")


def _begin(story: Story, file: Path) -> None:
    password = accounts.password()
    hashed = make_password(password)
    try:
        with transaction.atomic():
            take_turn()
            if was_stopped():
                return  # another process began just now
            check_empty()
            Load.objects.create(plan=story.fingerprint, steps=len(story.steps))
            make_accounts(hashed)
            # Before the end of the transaction: no accounts without their password on file.
            accounts.keep(accounts.listing(PEOPLE, password), file)
    except (DatabaseError, KeyboardInterrupt, OSError) as error:
        raise CannotLoad(f"Stopped: {_said(error)} Nothing was changed.") from error


def _check_plan(story: Story) -> None:
    if Load.objects.get().plan != story.fingerprint:
        raise CannotLoad(
            "A load of the sample was stopped here, and the sample has changed since: it cannot go "
            f"on. Nothing was changed. {ANEW}"
        )


def _password(cast: Cast, file: Path) -> str:
    """The one that the accounts were made with. Whoever signs needs it."""
    for password in accounts.known(file):
        if all(cast[username].check_password(password) for username in SIGNERS):
            if not file.exists():
                accounts.keep(accounts.listing(PEOPLE, password), file)
            return password
    raise CannotLoad(
        "A load of the sample was stopped here, and to go on it needs the password of "
        f"{' and '.join(SIGNERS)}, which is not in {file}. Nothing was changed. Set "
        f"SAMPLE_PASSWORD to it. {ANEW}"
    )


def _go_on(steps: list[Step], progress: Progress) -> None:
    at = Load.objects.get().done

    def next_step(_: int) -> None:
        nonlocal at
        take_turn()  # before all other locks, as each act does; and one load at a time goes on
        at = Load.objects.get().done
        if at < len(steps):  # else another process has done the last
            steps[at].act()
            Load.objects.update(done=at + 1)
            progress(at + 1, len(steps))

    try:
        for _ in in_turns(range(at, len(steps)), next_step):
            pass
    except FAILURES as error:
        at = min(at, len(steps) - 1)
        raise CannotLoad(
            f"The load stopped at step {at + 1} of {len(steps)} ({steps[at].name}): "
            f"{_said(error)} What is in stands: start it again, and it goes on."
            + (
                f" If not, somebody has changed this page. {ANEW}"
                if isinstance(error, CHANGED)
                else ""
            )
        ) from error


def _said(error: BaseException) -> str:
    if not isinstance(error, Exception):
        return "by hand."  # KeyboardInterrupt
    lines = [str(said).partition("\n")[0] for said in messages_of(error)]  # the rest is SQL
    return " ".join(f"{line.rstrip('.')}." for line in lines)
