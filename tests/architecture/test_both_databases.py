"""On PostgreSQL only those tests are left out that cannot reach a database."""

from types import SimpleNamespace

import pytest

from editorial.models import Document
from tests import conftest


def item(*fixtures, module=(), mark=None):
    """A test as pytest has collected it."""
    return SimpleNamespace(
        fixturenames=fixtures,
        module=SimpleNamespace(**dict.fromkeys(module)),
        get_closest_marker={"django_db": mark}.get,
    )


PURE = item("tmp_path", module=["Document"])
REACHING = [
    item("django_db_setup"),
    item("live_server"),
    item(mark="on it"),
    *(item(module=[name]) for name in sorted(conftest.PAST_THEM)),
]


def test_a_test_that_may_reach_a_database_runs_on_both():
    assert all(map(conftest.may_use_database, REACHING))
    assert not conftest.may_use_database(PURE)


def test_any_other_is_refused_every_query():
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Document.objects.exists()


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_they_are_left_out_on_postgresql_alone(vendor):
    left_out, items = [], [PURE, *REACHING]

    def note(*, items):
        left_out.extend(items)

    hook = SimpleNamespace(pytest_deselected=note)
    conftest.leave_out_what_needs_no_database(SimpleNamespace(hook=hook), items, vendor)
    assert left_out == ([] if vendor == "sqlite" else [PURE])
    assert left_out + items == [PURE, *REACHING]


def test_each_fixture_that_reaches_it_stands_on_one_of_those_two(wen, request):
    assert conftest.may_use_database(request.node)
    assert request.node.get_closest_marker("django_db") is None
