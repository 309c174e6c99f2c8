"""The sample site: loaded once, through the real workflow, and then read as the public reads it."""

import re
import stat
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

from articles.choices import Genre
from editorial.models import (
    AuditEvent,
    Decision,
    Document,
    Edition,
    Review,
    SignOff,
    State,
    User,
    Withdrawal,
)
from evidence.models import Reference
from immunosite.letters.models import Letter
from immunosite.sample_site import accounts, cast, story
from tests.immunosite.sample_site import _links

COUNTS = {"therapytype": 13, "condition": 16, "article": 15, "glossaryentry": 65}
PASSWORD = "a password for the sample"


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site as `load_sample` leaves it, for all tests here; rolled back after the last."""
    folder = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setenv("SAMPLE_PASSWORD", PASSWORD)
        out = StringIO()
        with override_settings(SAMPLE_SITE=True, VAR_DIR=folder):
            call_command("load_sample", stdout=out)
            yield folder / "sample-accounts.txt", out.getvalue()
        transaction.set_rollback(True)


# --- What is there --------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_all_pages_of_the_brief_are_public(sample, kind, count):
    assert Edition.objects.live().filter(kind=kind).count() == count


def test_the_record_has_no_fault(sample):
    out = StringIO()
    call_command("verify_records", stdout=out)
    assert out.getvalue().startswith("No faults.")


def test_every_public_page_shows_its_badge(sample):
    client = Client()
    for edition in Edition.objects.live().shown():
        assert edition.badge
        page = client.get(edition.get_absolute_url()).content.decode()
        assert "could not be verified" not in page, edition
        for sign_off in edition.badge.sign_offs:
            assert sign_off.printed_name in page
            assert "(fictional)" in sign_off.printed_name
            assert cast.CREDENTIALS in page


def test_no_marker_of_a_source_is_left_in_public_text(sample):
    for edition in Edition.objects.live():
        assert "[@" not in str(edition.snapshot), edition


def test_the_first_view_of_a_page_weighs_30_kb_at_most(sample):
    """What every reader pays for: page with its script, style sheet and icon, compressed."""
    files = [Path(finders.find(name)) for name in ("site.css", "favicon.svg")]
    others = sum(len(brotli.compress(file.read_bytes())) for file in files)
    for edition in Edition.objects.live():
        page = Client().get(edition.get_absolute_url(), headers={"Accept-Encoding": "br"})
        assert page.headers["Content-Encoding"] == "br"
        assert len(page.content) + others < 30_000, edition


# --- Its links ------------------------------------------------------------------------------------


def answer(path: str) -> _links.Answer:
    if path.startswith(settings.STATIC_URL):
        return (200 if finders.find(path.removeprefix(settings.STATIC_URL)) else 404), ""
    response = Client().get(path, follow=True)
    is_page = response.headers["Content-Type"].startswith("text/html")
    return response.status_code, response.content.decode() if is_page else ""


def in_the_sitemap() -> list[str]:
    index = Client().get("/sitemap.xml").content.decode()
    parts = [urlsplit(url).path for url in re.findall("<loc>(.+?)</loc>", index)]
    return [
        urlsplit(url).path
        for part in parts
        for url in re.findall("<loc>(.+?)</loc>", Client().get(part).content.decode())
    ]


def test_every_link_of_the_site_leads_somewhere(sample):
    listed = in_the_sitemap()
    assert len(listed) > sum(COUNTS.values())
    read, faults = _links.broken(settings.SITE_URL, ["/", *listed], answer)
    assert faults == set()
    assert read > 2 * len(listed), "histories and signed texts are linked too"


@pytest.mark.parametrize(
    ("link", "is_broken"),
    [
        ("/there/", False),
        ("/there/#part", False),
        ("../there/#a%20part", False),
        ("#here", False),
        ("https://elsewhere.test/nowhere/", False),
        ("mailto:someone@elsewhere.test", False),
        ("/nowhere/", True),
        ("http://site.test/nowhere/", True),
        ("/there/#no-part", True),
        ("#no-part", True),
        ("", False),
    ],
)
def test_a_broken_link_is_found(link, is_broken):
    pages = {
        "/": '<a href="/middle/">on</a>',
        "/middle/": f'<p id="here"><a href="{link}">on</a>',
        "/there/": '<p id="part"><p id="a part"><a href="/">back</a>',
    }
    _, faults = _links.broken(
        "http://site.test", ["/"], lambda path: (200, pages[path]) if path in pages else (404, "")
    )
    assert bool(faults) == is_broken
    assert all(fault.endswith(" from http://site.test/middle/") for fault in faults)


# --- The story ------------------------------------------------------------------------------------


def person(username: str) -> User:
    return User.objects.get(username=username)


def reviews_of(address: str) -> list[Review]:
    kind, slug = address.split("/")
    return list(Review.objects.filter(document__kind=kind, document__slug=slug).order_by("number"))


def test_the_trap_was_sent_back_and_the_corrected_text_signed(sample):
    first, second = reviews_of(story.TRAP)
    assert first.decision == Decision.CHANGES_REQUESTED
    assert first.decided_by == person("mei")
    assert "one and the same" in first.reason
    remark = first.comments.get()
    assert (remark.written_by, remark.resolved_by) == (person("mei"), person("mei"))
    assert remark.is_done
    assert "<strong>Immune checkpoint inhibitors</strong>" in first.snapshot["content"]["body"]
    assert "<strong>Immune checkpoint inhibitors</strong>" not in second.snapshot["content"]["body"]
    assert second.decision == Decision.SIGNED
    assert second.edition.number == 1


def test_one_page_has_two_editions_and_no_date_is_faked(sample):
    first, second = Document.objects.get(slug="side-effects-and-when-to-call").editions.order_by(
        "number"
    )
    assert first.snapshot != second.snapshot
    assert first.effective_until == second.effective_from
    assert all(e.effective_from >= e.published_at for e in Edition.objects.all())
    events = list(AuditEvent.objects.values_list("time", flat=True))
    assert events == sorted(events)


def test_one_page_waits_for_its_review_with_its_live_edition_up(sample):
    review = Review.objects.open().get()
    assert review.document.state == State.MEDICAL_REVIEW
    assert review.document.live_edition().snapshot != review.snapshot
    assert review.assignee == person("ravi")


def test_one_edition_is_scheduled(sample):
    edition = Edition.objects.scheduled().get()
    assert edition.document.live_edition().effective_until == edition.effective_from


def test_one_page_is_withdrawn_with_a_public_reason(sample):
    withdrawn = Withdrawal.objects.get()
    answer = Client().get(withdrawn.edition.get_absolute_url())
    assert answer.status_code == 410
    assert "two names for one treatment" in answer.content.decode()


def test_one_draft_waits(sample):
    draft = Document.objects.get(state=State.DRAFT)
    assert draft.live_edition().snapshot["content"] != draft.specific.content()


def test_a_page_of_high_risk_has_two_signatures(sample):
    edition = Edition.objects.get(kind="therapytype", slug="car-t-cell-therapy")
    assert {each.signer.username for each in edition.review.sign_offs.all()} == {"ravi", "mei"}


def test_questions_are_signed_for_a_team(sample):
    for edition in Edition.objects.live().with_facet("genre", Genre.QUESTION):
        assert edition.review.sign_offs.get().team == cast.ONCOLOGY


def test_nobody_signed_what_they_wrote(sample):
    for sign_off in SignOff.objects.all():
        assert sign_off.signer not in sign_off.review.contributors.all()


# --- Accounts -------------------------------------------------------------------------------------


def test_the_accounts_are_printed_and_kept_for_their_owner_only(sample):
    path, said = sample
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() in said
    for person in cast.PEOPLE:
        assert person.username in said
        assert User.objects.get(username=person.username).check_password(PASSWORD)


def test_a_made_password_is_long_and_never_the_same(monkeypatch):
    monkeypatch.delenv("SAMPLE_PASSWORD", raising=False)
    first, second = accounts.password(), accounts.password()
    assert first != second
    assert len(first) == 23


def test_a_file_of_accounts_replaces_an_older_one_whole(tmp_path):
    path = tmp_path / "accounts"
    path.write_text("older")
    path.chmod(0o644)
    accounts.keep("newer", path)
    assert path.read_text() == "newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


# --- Refusals -------------------------------------------------------------------------------------


def test_a_second_load_is_refused_and_changes_nothing(sample):
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError, match=r"holds 110 documents.*Nothing was changed"):
        call_command("load_sample", stdout=StringIO())
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", [User, Reference, Letter])
def test_a_database_that_holds_anything_is_refused(settings, tmp_path, model):
    settings.SAMPLE_SITE, settings.VAR_DIR = True, tmp_path
    if model is User:
        User.objects.create_user("somebody")
    elif model is Letter:
        Letter.objects.create(kind="question", text="Is it catching?")
    else:
        Reference.objects.create(key="a", title="A")
    with pytest.raises(CommandError, match="The database holds 1 "):
        call_command("load_sample", stdout=StringIO())
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_only_a_sample_site_takes_it(settings):
    with pytest.raises(CommandError, match="IMMUNOSITE_SAMPLE=true"):
        call_command("load_sample", stdout=StringIO())
