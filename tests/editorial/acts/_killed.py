"""A process that acts and is killed at a chosen moment: `python -m tests.editorial.acts._killed`.

It reads orders, one on a line: an act and the number of the moment. A moment is one statement to
the database, or the commit. For each order it forks, and says how its child ended.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, connections
from django.utils import timezone

from editorial import acts
from editorial.acts.sign_off import to_sign
from editorial.models import Comment, Document, IdentityHold, User
from editorial.panel import advice_on
from editorial.people import identity, own_key
from editorial.people.own_key import KeyAnswer
from tests import cast
from tests._factors import KnownPasskey


def person(name: str) -> User:
    return User.objects.get(username=name)


def document() -> Any:
    return Document.objects.get().stored()


def save() -> None:
    draft = document()
    draft.title = "Another title"
    cast.save(draft, person("will"))


ACTS: dict[str, Callable[[], Any]] = {
    "save": save,
    "create": lambda: cast.article(person("wen"), slug="another-article"),
    "submit": lambda: cast.submit(document(), person("wen")),
    "recall": lambda: acts.recall(document().open_review(), by=person("wen")),
    "request changes": lambda: acts.request_changes(
        document().open_review(), by=person("mei"), reason="One word is wrong."
    ),
    "sign off": lambda: cast.sign(document().open_review(), person("mei")),
    "revise": lambda: acts.revise(document(), by=person("wen")),
    "re-affirm": lambda: acts.reaffirm(document(), by=person("edda")),
    "reschedule": lambda: acts.reschedule(
        document(), by=person("edda"), effective_from=cast.days_ahead(9), reason="Later."
    ),
    "withdraw": lambda: acts.withdraw(document(), by=person("edda"), reason="A retracted study."),
}


def review() -> Any:
    return document().open_review()


def rename() -> None:
    mei = person("mei")
    mei.last_name = "Other"
    mei.save()


def sign_with_key() -> None:
    mei, now = person("mei"), timezone.now()
    said = cast.statement(**cast.shown(review(), mei))
    asked = own_key.options(mei, to_sign(review(), by=mei, statement=said, at=now))
    answer = KeyAnswer(KnownPasskey().get(asked), now)
    acts.sign_off(review(), by=mei, key=answer, shown_digest=review().digest, statement=said)


# What these leave is in tables of their own; the document stays as it is.
BESIDE_IT: dict[str, Callable[[], Any]] = {
    "plan": lambda: acts.plan_review(
        review(), by=person("edda"), assignee=person("mei"), due=cast.days_ahead(5).date()
    ),
    "take": lambda: acts.take(review(), by=person("mei"), shown_assignee=None),
    "give back": lambda: acts.give_back(review(), by=person("mei")),
    "comment": lambda: acts.comment(review(), by=person("mei"), body="Is this true?"),
    "answer": lambda: acts.answer(Comment.objects.get(), by=person("wen"), body="It is."),
    "resolve": lambda: acts.resolve(Comment.objects.get(), by=person("mei")),
    "dismiss": lambda: acts.dismiss(
        document(), by=person("wen"), key=advice_on(document())[0].key, reason="It is so."
    ),
    "agree": lambda: acts.agree(document(), by=person("will")),
    "decline": lambda: acts.decline(document(), by=person("will")),
    "change an account": rename,
    "confirm an account": lambda: identity.confirm(IdentityHold.objects.get(), by=person("ada")),
    "propose the clock": lambda: acts.propose_clock(by=person("edda")),
    "accept the clock": lambda: acts.accept_clock(by=person("ada")),
}
ACTS |= BESIDE_IT | {"sign with a key": sign_with_key}


def work() -> None:
    """The whole path, again and again, until somebody puts an end to it."""
    for number in count():
        draft = cast.article(person("wen"), slug=f"page-{os.getpid()}-{number}")
        cast.publish(draft, person("wen"), person("mei"))
        acts.withdraw(draft, by=person("edda"), reason="A retracted study.")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def struck(
    moment: int, strike: Callable[[], None], at_commit: Callable[[], None] | None = None
) -> Iterator[None]:
    """Strike at that moment, counted from 1. Before and after a commit are moments too."""
    passed, commit = count(1), connection._commit

    def pass_by(strike: Callable[[], None] = strike) -> None:
        if next(passed) == moment:
            strike()

    def statement(execute: Any, *args: Any) -> Any:
        pass_by()
        return execute(*args)

    def committed() -> None:
        pass_by(at_commit or strike)
        commit()
        pass_by(at_commit or strike)

    connection._commit = committed
    try:
        with connection.execute_wrapper(statement):
            yield
    finally:
        connection._commit = commit


def child(act: str, moment: int) -> None:
    """Never returns."""
    try:
        connection.ensure_connection()
        if act == "work":
            work()
        with struck(moment, die):
            ACTS[act]()
        connections.close_all()
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def main() -> None:
    for order in sys.stdin:
        act, _, moment = order.strip().partition("\t")
        pid = os.fork()
        if pid == 0:
            child(act, int(moment))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
