"""A load of the sample lets others write in between, and goes on wherever it was stopped."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from reversion.models import Version

from editorial import acts
from editorial.models import (
    Answer,
    AuditEvent,
    Comment,
    Document,
    Edition,
    Review,
    SignOff,
    User,
    Withdrawal,
)
from evidence.models import Citation, Reference
from immunosite import turns
from immunosite.letters.models import Letter
from immunosite.sample_site import content, loading
from immunosite.sample_site.models import Load
from immunosite.sample_site.story import Step, Story
from tests import cast
from tests._busy import locked, no_room
from tests._racing import check_the_record_is_whole
from tests.admin_forms import address, opened
from tests.editorial.acts._killed import struck
from tests.editorial.acts.test_kills import address as database_url
from tests.immunosite.sample_site._few import few_pages
from tests.pristine import keeper

pytestmark = pytest.mark.django_db(transaction=True)
TRAP = "what-immunotherapy-is"


def interrupted():
    raise KeyboardInterrupt


def started(folder, *moments):
    """Loads a few pages in a process of its own; a child of it is killed at each moment."""
    command = [sys.executable, "-m", "tests.immunosite.sample_site._few", str(folder), *moments]
    changed = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        list(map(str, command)), cwd=settings.BASE_DIR, env=os.environ | changed
    )


def site():
    """What a reader, a colleague and an auditor can tell of the site: all but times and ids."""
    pages = Document.objects.order_by("kind", "slug")
    places = {page.pk: f"{page.kind}/{page.slug}" for page in pages}
    return {
        "pages": [_page(page.specific, places) for page in pages],
        "rounds": _rows(Review, "document__slug", "number", "decision", "reason", "note",
                        "assignee__username"),
        "record": list(AuditEvent.objects.order_by("sequence").values_list(
            "act", "actor", "document_title")),
        "people": _rows(User, "username", "groups__name"),
        "signers": _rows(SignOff, "review__document__slug", "signer__username", "team"),
        "letters": _rows(Letter, "kind", "text", "edition__slug"),
        "sources": _rows(Reference, "key", "title"),
        "counts": [each.objects.count() for each in (
            Answer, Citation, Comment, Edition, Withdrawal)],
    }  # fmt: skip


def _rows(model, *names):
    return sorted(map(str, model.objects.values_list(*names)))


def _page(page, places):
    editions = [
        (each.number, _named(each.snapshot, places)) for each in page.editions.order_by("number")
    ]
    versions = Version.objects.get_for_object(page).count()
    standing = page.state, page.draft_version, page.owner.username, page.risk
    return page.slug, standing, page.content(), page.see_also.count(), editions, versions


def _named(snapshot, places):
    """Facets are ids."""
    facets = {
        role: sorted(str(places.get(each, each)) for each in ids)
        for role, ids in snapshot["facets"].items()
    }
    return snapshot | {"facets": facets}


@pytest.fixture(scope="module")
def undisturbed(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), few_pages(tmp_path_factory.mktemp("var")):
        restore = keeper()
        try:
            loading.load()
            return site()
        finally:
            restore()
            connection.close()


def check_it_is_whole(undisturbed):
    assert site() == undisturbed
    assert Load.objects.get().is_whole
    assert not loading.is_wanted()
    check_the_record_is_whole()


# --- Killed, and run again ------------------------------------------------------------------------


def test_killed_again_and_again_it_becomes_the_same_site_as_undisturbed(undisturbed, tmp_path):
    chance = random.Random(17)  # noqa: S311
    moments = [6, 30, 60, *(chance.randint(40, 300) for _ in range(5))]
    with started(tmp_path, *moments) as process:
        assert process.wait() == 0
    check_it_is_whole(undisturbed)


def test_stopped_by_hand_at_any_moment_it_says_so_and_goes_on(undisturbed, tmp_path):
    with few_pages(tmp_path):
        for moment in (8, 25, 400, 1500):
            with pytest.raises(loading.CannotLoad, match="by hand"), struck(moment, interrupted):
                loading.load()
            assert loading.is_wanted()
            check_the_record_is_whole()
        loading.load()
    check_it_is_whole(undisturbed)


@pytest.mark.parametrize("state", [locked, no_room] if connection.vendor == "sqlite" else [locked])
def test_a_database_that_takes_nothing_stops_it_with_a_word(tmp_path, state):
    with few_pages(tmp_path):
        with state(), pytest.raises(loading.CannotLoad, match=r"Stopped: |stopped at step"):
            loading.load()
        stopped_before("write condition/lymphoma")
        with (
            state(),
            pytest.raises(loading.CannotLoad, match=r"stopped at step.*What is in stands"),
        ):
            loading.load()
    assert loading.is_wanted()
    check_the_record_is_whole()


def test_two_loads_at_once_share_the_work(undisturbed, tmp_path):
    with started(tmp_path) as first, started(tmp_path) as second:
        assert (first.wait(), second.wait()) == (0, 0)
    check_it_is_whole(undisturbed)


def test_a_step_is_counted_in_its_own_transaction(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0)

    def watched(items, act):
        for done in turns.in_turns(items, act):
            assert not connection.in_atomic_block
            assert Load.objects.get().done == done
            if done == 20:
                return
            yield done

    monkeypatch.setattr(loading, "in_turns", watched)
    with few_pages(tmp_path):
        loading.load()
    assert Load.objects.get().done == 20


# --- Others write meanwhile -----------------------------------------------------------------------


def wait_for_steps(process, count):
    while not (load := Load.objects.first()) or load.done < count:
        assert process.poll() is None
        time.sleep(0.05)


def test_everybody_can_save_and_write_while_the_sample_is_loaded(client, tmp_path):
    command = (
        "import django; django.setup()\n"
        "from pathlib import Path; from django.test import override_settings\n"
        "from django.core.management import execute_from_command_line as run\n"
        f"with override_settings(SAMPLE_SITE=True, VAR_DIR=Path({str(tmp_path)!r})):\n"
        "    run(['manage.py', 'load_sample'])\n"
    )
    changed = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", command], cwd=settings.BASE_DIR, env=os.environ | changed,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_for_steps(process, 10)
        wen = User.objects.get(username="wen")
        client.force_login(wen)
        draft = cast.article(wen, slug="of-my-own")
        for number in range(8):
            form = opened(client, address(draft)) | {"title": [f"Title {number}"]}
            assert client.post(address(draft), form).status_code == 302
            asked = client.post("/ask/", {"text": "Is it?"}, REMOTE_ADDR=f"10.0.0.{number}")
            assert asked.status_code == 302
        assert process.poll() is None, "it was over before the saves were"
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert "stopped at step" in said
    assert "by hand. What is in stands" in said
    assert draft.stored().title == "Title 7"
    assert Letter.objects.count() == 8


# --- What somebody typed meanwhile is not lost ----------------------------------------------------


def stopped_before(name):
    """Load up to the first step of that name."""

    def story(cast):
        made = Story(cast)
        at = [step.name for step in made.steps].index(name)
        made.steps[at] = Step(name, interrupted)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "TURN", 0)
        patch.setattr(loading, "Story", story)
        with pytest.raises(loading.CannotLoad, match="by hand"):
            loading.load()


@pytest.mark.parametrize(
    "step",
    ["link condition/lymphoma", "submit condition/lymphoma", f"rewrite article/{TRAP}"],
)
def test_a_draft_that_somebody_changed_since_is_left_as_it_is(tmp_path, step):
    with few_pages(tmp_path):
        stopped_before(step)
        page = Document.objects.get(slug=step.partition("/")[2]).specific
        page.title = "My own words"
        cast.save(page, page.owner)
        with pytest.raises(loading.CannotLoad, match=rf"\({step}\).*new database"):
            loading.load()
    assert page.stored().title == "My own words"
    assert loading.is_wanted()


def test_nobody_of_the_sample_signs_what_somebody_else_submitted(tmp_path):
    with few_pages(tmp_path):
        stopped_before("sign condition/lymphoma")
        page = Document.objects.get(slug="lymphoma").specific
        acts.recall(page.open_review(), by=page.owner)
        page = page.stored()
        page.title = "My own words"
        cast.save(page, page.owner)
        cast.submit(page.stored(), page.owner)
        with pytest.raises(loading.CannotLoad, match="sign condition/lymphoma"):
            loading.load()
    assert page.stored().open_review().sign_offs.count() == 0


def test_a_page_that_took_an_address_meanwhile_stands(tmp_path):
    with few_pages(tmp_path):
        stopped_before("write article/personalised-treatment")
        cast.article(User.objects.get(username="wen"), slug="personalised-treatment", title="Mine")
        with pytest.raises(loading.CannotLoad, match="write article/personalised-treatment"):
            loading.load()
    assert Document.objects.get(slug="personalised-treatment").title == "Mine"


# --- When it cannot go on -------------------------------------------------------------------------


def test_a_sample_that_has_changed_since_is_not_mixed_with_what_is_in(tmp_path, monkeypatch):
    with few_pages(tmp_path):
        stopped_before("write condition/lymphoma")
        done = Load.objects.get().done
        monkeypatch.setattr(content, "fingerprint", lambda names: "another")
        with pytest.raises(loading.CannotLoad, match=r"has changed since.*Nothing was changed"):
            loading.load()
    assert Load.objects.get().done == done


def test_the_password_must_be_on_file_or_set_to_go_on(undisturbed, tmp_path, monkeypatch):
    file = tmp_path / "sample-accounts.txt"
    with few_pages(tmp_path):
        stopped_before("write condition/lymphoma")
        listing = file.read_text()
        file.unlink()
        with pytest.raises(loading.CannotLoad, match="password of ravi and mei"):
            loading.load()
        monkeypatch.setenv("SAMPLE_PASSWORD", listing.splitlines()[1].split()[1])
        assert loading.load() == listing
    assert file.read_text() == listing
    check_it_is_whole(undisturbed)
