"""An import checks everything first and then writes in turns: nobody waits for its end."""

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from articles.models import Article
from editorial import acts
from editorial.models import Document
from immunosite import turns
from immunosite.importing.saving import Import
from tests import cast
from tests._busy import locked
from tests.admin_forms import address, opened
from tests.editorial.acts.test_kills import address as database_url

pytestmark = pytest.mark.django_db(transaction=True)
# As in the report from the field; the test stops the import when it has seen enough. A real one
# checks all rows before it saves the first: it gets fewer, still far more than can be in by then.
MANY = {"dry": 2600, "real": 700}


def row(number, **more):
    page = {"kind": "article", "title": f"Filler page {number}", "slug": f"filler-{number}"}
    return page | {"summary": "Filler.", "body": "A filler sentence. " * 40} | more


@pytest.fixture
def file(tmp_path):
    def write(rows):
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in rows))
        return str(path)

    return write


def run(*arguments):
    out = StringIO()
    call_command("import_documents", *arguments, "--writer", "wen", stdout=out, stderr=StringIO())
    return out.getvalue()


def started(path, *options):
    """The command in a process of its own, on the same database."""
    command = [sys.executable, "manage.py", "import_documents", path, "--writer", "wen", *options]
    changed = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ | changed, stderr=subprocess.PIPE, text=True
    )


def wait_for_rows(process, count=1):
    while Document.objects.filter(slug__startswith="filler").count() < count:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)


# --- Others save meanwhile ------------------------------------------------------------------------


@pytest.mark.parametrize("how", MANY)
def test_everybody_can_save_while_a_large_file_is_imported(client, wen, file, how):
    options = ["--dry-run"] if how == "dry" else []
    draft = cast.article(wen)
    client.force_login(wen)
    with started(file(map(row, range(MANY[how]))), *options) as process:
        if not options:
            wait_for_rows(process)
        for number in range(5):
            form = opened(client, address(draft)) | {"title": [f"Title {number}"]}
            assert client.post(address(draft), form).status_code == 302
            asked = client.post(
                "/ask/", {"text": "Is it catching?"}, REMOTE_ADDR=f"10.0.0.{number}"
            )
            assert asked.status_code == 302
        assert process.poll() is None, "it was over before the saves were"
        process.send_signal(signal.SIGINT)
    assert draft.stored().title == "Title 4"
    assert Document.objects.filter(slug__startswith="filler").exists() is not bool(options)


def test_a_dry_run_needs_no_lock_and_finds_what_an_import_would(wen, file):
    cast.article(wen, slug="taken")
    rows = [row(1), row(1), row(2, slug="taken"), row(3, see_also=["article/nowhere"])]
    with locked():
        assert run(file([row(1), row(2)]), "--dry-run").startswith("2 drafts would be imported")
        err = StringIO()
        with pytest.raises(CommandError, match="3 faults"):
            call_command("import_documents", file(rows), "--writer", "wen", "--dry-run", stderr=err)
    for said in (
        "line 2: slug: “filler-1” stands at",
        "line 3: slug: Another page of this kind has this address already.",
        "line 4: see_also: there is no article/nowhere",
    ):
        assert said in err.getvalue()
    assert Document.objects.count() == 1


def test_one_turn_ends_when_its_time_is_over(wen, monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0)
    assert list(turns.in_turns("abc", lambda each: None)) == [1, 2, 3]
    monkeypatch.setattr(turns, "TURN", 60)
    assert list(turns.in_turns("abc", lambda each: None)) == [3]
    assert list(turns.in_turns("", lambda each: None)) == []


# --- What is in when it stops ---------------------------------------------------------------------


def test_a_kill_in_the_middle_leaves_whole_drafts_and_the_rest_can_follow(wen, file):
    total = 120
    path = file(row(n, see_also=[f"article/filler-{(n + 1) % total}"]) for n in range(total))
    with started(path) as process:
        wait_for_rows(process)
        process.send_signal(signal.SIGKILL)
    saved = Document.objects.count()
    assert 0 < saved < total
    assert Version.objects.get_for_model(Article).count() == saved
    with pytest.raises(CommandError, match=f"{saved} of these rows wen imported before.*--resume"):
        run(path)
    said = run(path, "--resume")
    assert said.startswith(f"{total - saved} drafts imported")
    assert f"{saved} were here from the import before." in said
    assert Article.objects.count() == total
    assert all(page.see_also.count() == 1 for page in Article.objects.all())


def test_going_on_leaves_what_the_writer_changed_since(wen, file):
    path = file([row(1, see_also=["article/filler-2"]), row(2)])
    run(path)
    page = Article.objects.get(slug="filler-1")
    page.title = "My own words"
    cast.save(page, wen, see_also=[])
    run(path, "--resume")
    page = Article.objects.get(slug="filler-1")
    assert (page.title, page.see_also.count()) == ("My own words", 0)


def test_a_discarded_page_leaves_its_address_to_a_new_import_but_not_to_one_that_goes_on(wen, file):
    path = file([row(1)])
    run(path)
    acts.discard(Article.objects.get(), by=wen)
    assert run(path, "--resume").startswith("0 drafts imported")
    assert run(path).startswith("1 drafts imported")
    assert Article.objects.count() == 2


def test_a_page_that_was_not_imported_is_a_fault_also_when_going_on(wen, file):
    cast.article(wen, slug="filler-1")
    with pytest.raises(CommandError, match="1 faults"):
        run(file([row(1)]), "--resume")


def test_a_locked_database_stops_it_with_a_word_on_what_is_in(wen, file):
    with locked(), pytest.raises(CommandError, match=r"0 of 1 drafts are in.*--resume"):
        run(file([row(1)]))


def test_who_stops_it_by_hand_is_told_what_is_in(wen, file, monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0)
    add, seen = Import.add, []

    def stop_at_the_third(self, draft, *, by):
        seen.append(draft)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return add(self, draft, by=by)

    monkeypatch.setattr(Import, "add", stop_at_the_third)
    with pytest.raises(CommandError, match=r"Stopped\. 2 of 4 drafts are in"):
        run(file(map(row, range(4))))
    assert Document.objects.count() == 2


def test_a_page_that_took_the_address_meanwhile_is_told_and_the_others_are_in(
    wen, file, monkeypatch
):
    monkeypatch.setattr("immunosite.importing.checking.slugs_in_use", lambda slugs: set())
    cast.article(wen, slug="filler-1")
    err = StringIO()
    with pytest.raises(CommandError, match=r"1 faults came up while saving.*1 drafts are in"):
        call_command(
            "import_documents", file([row(1), row(2)]), "--writer", "wen", stdout=err, stderr=err
        )
    assert "has this address already" in err.getvalue()
    assert Article.objects.filter(slug="filler-2").exists()


def test_who_loses_the_right_writes_nothing_in_the_next_turn(wen, file, monkeypatch):
    monkeypatch.setattr(turns, "TURN", 0)
    add = Import.add

    def dismiss_at_the_second(self, draft, *, by):
        added = add(self, draft, by=by)
        if self.saved == 2:
            wen.groups.clear()
        return added

    monkeypatch.setattr(Import, "add", dismiss_at_the_second)
    with pytest.raises(CommandError, match=r"Only a writer or an editor.*2 of 4 drafts are in"):
        run(file(map(row, range(4))))
    assert Document.objects.count() == 2


def test_a_turn_asks_once_for_all_its_rows_who_writes(wen, file, monkeypatch):
    """As nobody else acts before its end; and of each row no more than it needs."""
    monkeypatch.setattr(turns, "TURN", 60)
    run(file([row(0)]))  # what is asked once in a process
    counts = []
    for first, last in ((1, 3), (10, 22)):
        with CaptureQueriesContext(connection) as captured:
            run(file(map(row, range(first, last))))
        asked = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
        counts.append(len(asked))
        assert sum("auth_group_permissions" in sql for sql in asked) <= 2
    assert (counts[1] - counts[0]) / 10 <= 22
