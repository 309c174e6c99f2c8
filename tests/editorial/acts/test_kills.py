"""A kill or an error at any moment leaves either the whole act or none of it."""

import os
import random
import signal
import subprocess
import sys
import time
from itertools import count
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from editorial import acts
from editorial.models import AuditEvent, Tries, User
from tests import cast
from tests._clock import *  # noqa: F403
from tests._factors import KnownPasskey, key_of
from tests._racing import check_the_record_is_whole
from tests._rows import everything
from tests.editorial.acts._killed import ACTS, BESIDE_IT, rename, struck

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -signal.SIGKILL
EVENTS = 15  # of acts that were not interrupted
# A try at a password is counted before it is looked at, outside the act: a kill gives none back.
STAYS = {Tries._meta.db_table}


def address():
    """The test database, as another process must name it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(values['NAME']))}"
    who = f"{values['USER']}:{quote(values['PASSWORD'])}@{values['HOST']}:{values['PORT']}"
    return f"postgres://{who}/{values['NAME']}"


class Mortal:
    """Takes orders to act, and to be killed in doing so."""

    def __init__(self):
        environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.editorial.acts._killed"],
            cwd=settings.BASE_DIR,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, act, moment=0):
        self.process.stdin.write(f"{act}\t{moment}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        return int(self.process.stdout.readline())


@pytest.fixture
def mortal():
    mortal = Mortal()
    with mortal.process:
        yield mortal
        mortal.process.stdin.close()


NAMED = {"agree", "decline"}
REVIEWED = {
    *("recall", "request changes", "sign off", "sign with a key", "plan", "take", "give back"),
    *("comment", "answer", "resolve", "change an account", "confirm an account"),
    *("propose the clock", "accept the clock"),
}  # fmt: skip


@pytest.fixture
def staged(wen, will, mei, edda, ada, clock, request):
    """One document, at the place from which the act begins."""
    act = request.node.callspec.params["act"]
    ahead = cast.days_ahead(3) if act == "reschedule" else None
    draft = cast.article(wen, publish_at=ahead, owner=will if act in NAMED else wen)
    if act not in {"save", "create", "submit", "dismiss", *NAMED, *REVIEWED}:
        cast.publish(draft, wen, mei)
    if act == "withdraw":
        acts.revise(draft, by=wen)
    if act in {*REVIEWED, "withdraw"}:
        stage_round(act, cast.submit(draft.stored(), wen), mei, edda, clock)
    return everything(but=STAYS)


def stage_round(act, review, mei, edda, clock):
    if act in {"answer", "resolve"}:
        acts.comment(review, by=mei, body="Is this true?")
    if act == "give back":
        acts.take(review, by=mei, shown_assignee=None)
    if act == "sign with a key":
        key_of(mei, KnownPasskey())
    if act.endswith("an account"):
        User.objects.filter(pk=mei.pk).update(last_login=timezone.now())  # it is somebody's
    if act == "confirm an account":
        rename()
    if act.endswith("the clock"):
        clock(40)
        acts.take(review, by=mei, shown_assignee=None)
        clock(0)
    if act == "accept the clock":
        acts.propose_clock(by=edda)


def check_whole_or_nothing(before, act):
    """True when the act was done."""
    Tries.objects.all().delete()  # what died at the password was a try, too
    after = everything(but=STAYS)
    if after == before:
        return False
    events, drafts = "editorial_auditevent", "editorial_document"
    assert after[drafts] != before[drafts] or act in {"reschedule", *BESIDE_IT}
    assert after[events][0] == before[events][0] + 1
    check_the_record_is_whole()
    return True


@pytest.mark.parametrize("act", ACTS)
def test_a_kill_at_any_moment_leaves_the_whole_act_or_none(staged, mortal, act):
    for moment in count(1):
        mortal.start(act, moment)
        assert mortal.end() == KILLED
        if check_whole_or_nothing(staged, act):
            break
    assert moment > 5


def fail():
    # No database error: Django goes on after one in checking a constraint that the database checks.
    raise RuntimeError


def fail_to_commit():
    raise OperationalError


@pytest.mark.parametrize("act", ACTS)
def test_an_error_at_any_moment_leaves_the_whole_act_or_none(staged, act):
    for moment in count(1):
        with pytest.raises((RuntimeError, OperationalError)), struck(moment, fail, fail_to_commit):
            ACTS[act]()
        if check_whole_or_nothing(staged, act):
            break
    assert moment > 5


def test_kills_at_random_moments_leave_a_whole_record(wen, mei, edda, mortal):
    chance = random.Random(17)  # noqa: S311
    while AuditEvent.objects.count() < EVENTS:
        pid = mortal.start("work")
        time.sleep(chance.uniform(0.1, 0.8))
        os.kill(pid, signal.SIGKILL)
        assert mortal.end() == KILLED
        check_the_record_is_whole()
