"""`make run`: what a newcomer is told."""

import pytest
from django.core.management import CommandError, call_command

from immunosite.management.commands import load_sample, run_sample
from immunosite.sample_site import accounts
from immunosite.sample_site.models import Load

LISTING = "  wen      a-pass-phrase   Writer\n"


@pytest.fixture
def folder(db, settings, tmp_path, monkeypatch):
    """The command in an empty folder; it ends where the server would begin."""
    settings.SAMPLE_SITE, settings.BASE_DIR = True, tmp_path
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BIND", "")
    monkeypatch.setattr(run_sample, "ACCOUNTS", tmp_path / "sample-accounts.txt")
    monkeypatch.setattr(run_sample, "check_port", lambda port: None)
    monkeypatch.setattr(run_sample, "build_static_files", lambda: False)
    monkeypatch.setattr("os.execv", lambda *given: None)
    return tmp_path


def load(progress):
    accounts.keep(LISTING, run_sample.ACCOUNTS)
    return LISTING


def test_the_first_run_names_the_accounts_once_after_the_addresses(folder, capsys, monkeypatch):
    monkeypatch.setattr(load_sample, "load", load)
    call_command("run_sample")
    said = capsys.readouterr().out
    assert "Loaded " in said
    assert said.count(LISTING) == 1
    assert said.index("/review/") < said.index("(sample-accounts.txt):") < said.index(LISTING)


def test_a_later_run_names_them_again(folder, capsys, monkeypatch, draft):
    monkeypatch.setattr(load_sample, "load", lambda progress: pytest.fail("It is there already."))
    load(None)
    call_command("run_sample")
    assert capsys.readouterr().out.count(LISTING) == 1


def test_a_load_that_was_stopped_goes_on_before_the_site_is_started(
    folder, capsys, monkeypatch, draft
):
    Load.objects.create(plan="a", steps=90, done=40)
    monkeypatch.setattr(load_sample, "load", load)
    call_command("run_sample")
    assert "A load was stopped: going on" in capsys.readouterr().out


def test_a_load_that_cannot_go_on_keeps_the_site_from_starting(folder, monkeypatch, draft):
    Load.objects.create(plan="of another sample", steps=90, done=40)
    monkeypatch.setattr("os.execv", lambda *given: pytest.fail("Half a site was started."))
    with pytest.raises(CommandError, match="has changed since"):
        call_command("run_sample")


def test_a_site_of_somebodys_own_is_started_as_it_is(folder, monkeypatch, draft):
    monkeypatch.setattr(load_sample, "load", lambda progress: pytest.fail("It is not empty."))
    call_command("run_sample")
    assert not Load.objects.exists()
