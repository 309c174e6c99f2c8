"""Every act of the table, on a clock that is behind the record: refused, and nothing is written."""

import pytest
from django.db import transaction

from editorial.exceptions import ClockBehind
from editorial.models import Document
from editorial.workflow import Act
from tests._clock import *  # noqa: F403
from tests._rows import everything, undone
from tests._worlds import build
from tests.editorial._matrix import ROLES, table
from tests.editorial.test_workflow_matrix import DO

pytestmark = pytest.mark.django_db
# A try of the password is counted before anything else, and given back.
TRIES = {"editorial_tries"}
STATES = ["draft", "draft, asked", "review", "review, remarked", "live", "live and scheduled",
          "withdrawn", "discarded"]  # fmt: skip


@pytest.fixture(scope="module", params=STATES)
def world(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(request.param)
        transaction.set_rollback(True)


@pytest.mark.parametrize("act", Act)
def test_no_act_runs_on_a_clock_behind_the_record(world, act, clock):
    letters = table()[world.name][act].letters
    able = [role for role in ROLES if letters[role] == "+"]
    for role in able[:1]:
        with undone():
            if act is Act.LOWER_RISK:
                Document.objects.filter(pk=world.document.pk).update(risk="high")
            before = everything(but=TRIES)
            clock(-1)
            with pytest.raises(ClockBehind, match=r"clock says .* let an operator set it"):
                DO[act](world, world.people[role])
            assert everything(but=TRIES) == before


def test_these_states_let_somebody_do_every_act():
    rows = [table()[name] for name in STATES]
    assert all(any("+" in row[act].letters.values() for row in rows) for act in Act)
