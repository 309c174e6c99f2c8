"""A paper that pages cite is retracted: no signature, a review, a warning, an event."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from editorial import acts
from editorial.exceptions import Blocked, Incomplete
from editorial.models import AuditEvent
from editorial.record import verify
from evidence.library import save_reference
from evidence.models import Reference, RetractionNotice, SourceAlert
from tests import cast
from tests.evidence.retractions._file import row, written

pytestmark = pytest.mark.django_db
WARNING = "A source of this page was retracted or is in doubt"


@pytest.fixture
def source(wen):
    return save_reference(
        Reference(key="bad-2010", title="A paper", doi="10.1056/bad", year=2010), by=wen
    )


@pytest.fixture
def draft(wen, source):
    return cast.article(wen, body="<h2>First</h2><p>It helps.[@bad-2010]</p>")


@pytest.fixture
def data(tmp_path):
    def imported(*rows):
        call_command("import_retractions", str(written(tmp_path, *rows)), "--fewer",
                     stdout=StringIO())  # fmt: skip

    return imported


@pytest.fixture
def live(draft, mei, wen):
    return cast.publish(draft, wen, mei)


def shown(client, url):
    return " ".join(client.get(url).content.decode().split())


def faults():
    return list(verify.faults(lambda rows, total, name: rows))


def test_a_retracted_source_blocks_the_submission_and_is_named(draft, wen, data):
    data(row())
    with pytest.raises(Blocked, match="“bad-2010” was retracted on 9 March 2020"):
        acts.submit(draft, by=wen, draft_version=draft.draft_version)


@pytest.mark.parametrize("nature", ["Expression of concern", "Correction"])
def test_a_lesser_notice_is_told_and_does_not_block(draft, wen, data, nature):
    data(row(nature=nature))
    told = [each.message for each in draft.findings() if "bad-2010" in each.message]
    assert len(told) == 1
    assert "doi:10.1056/notice" in told[0]
    acts.submit(draft, by=wen, draft_version=draft.draft_version)


def test_a_round_that_was_open_before_is_not_signed(draft, wen, mei, data):
    review = cast.submit(draft, wen)
    data(row())
    with pytest.raises(Incomplete, match="“bad-2010” was retracted"):
        cast.sign(review, mei)


def test_the_live_page_warns_its_readers_until_it_is_reinstated(live, public, data):
    url = live.get_absolute_url()
    before = shown(public, url)
    assert WARNING not in before
    data(row())
    page = shown(public, url)
    assert WARNING in page
    assert "This paper was retracted on" in page
    assert 'href="https://doi.org/10.1056/notice"' in page
    assert page.index(WARNING) < page.index("It helps.")
    data(row(), row(nature="Reinstatement", date="4/4/2021 0:00"))
    assert shown(public, url) == before


def test_a_correction_is_told_beside_the_source_alone(live, public, data):
    data(row(nature="Correction"))
    page = shown(public, live.get_absolute_url())
    assert WARNING not in page
    assert "This paper was corrected on" in page


def test_the_edition_under_its_number_warns_too(live, public, data):
    data(row())
    assert WARNING in shown(public, f"{live.get_absolute_url()}history/1/")


def test_the_page_is_called_for_review_and_cannot_be_re_affirmed(live, client, mei, wen, data):
    data(row())
    client.force_login(mei)
    page = shown(client, "/review/running-out/")
    assert "Cites a retracted source" in page
    assert live.title in page
    with pytest.raises(Incomplete, match="“bad-2010” was retracted"):
        acts.reaffirm(live.document, by=mei)
    client.force_login(wen)
    assert "cites a retracted source" in shown(client, "/admin/")
    data(row(), row(nature="Reinstatement", date="4/4/2021 0:00"))
    assert "cites a retracted source" not in shown(client, "/admin/")
    acts.reaffirm(live.document, by=mei)


def test_each_change_is_an_event_and_the_same_data_again_none(live, data):
    def events():
        of_page = AuditEvent.objects.acts_on(live.document).filter(act__contains="retracted")
        return [(each.act, each.data["source"]) for each in of_page]

    data(row())
    assert events() == [("source retracted", "bad-2010")]
    data(row(), row("10.1056/new", date="5/5/2021 0:00"))
    assert len(events()) == 1
    data(row("10.1056/new"))
    assert events()[1:] == [("source no longer retracted", "bad-2010")]
    assert AuditEvent.objects.filter(act="import retractions").count() == 3


def test_an_edition_to_come_is_found_and_one_that_is_over_is_not(live, wen, mei, data):
    acts.revise(live.document, by=wen)
    article = live.document.specific.stored()
    article.change_note = "Nothing of weight."
    cast.publish(cast.save(article, wen).stored(), wen, mei)
    data(row())
    assert [each.edition.number for each in SourceAlert.objects.all()] == [2]


def test_the_record_holds_and_notices_what_was_taken_from_the_data(live, data):
    data(row(), row("10.1056/other"))
    assert faults() == []
    RetractionNotice.objects.filter(doi="10.1056/bad").update(nature="correction")
    assert any("not those in the audit log" in fault for fault in faults())


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM evidence_retractionnotice WHERE doi = '10.1056/bad'",
        "UPDATE evidence_retractiondata SET as_of = '2026-01-01'",
        "DELETE FROM evidence_sourcealert",
        "UPDATE evidence_sourcealert SET listed = 'concern'",
    ],
)
def test_each_tampering_with_what_was_listed_is_a_fault(live, data, sql):
    data(row(), row("10.1056/other"))
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert faults()


def test_a_later_edition_without_the_source_leaves_the_record_whole(live, wen, mei, data):
    data(row())
    acts.revise(live.document, by=wen)
    article = live.document.specific.stored()
    article.body = "<h2>First</h2><p>It helps nobody.</p>"
    article.change_note = "The study was retracted."
    cast.publish(cast.save(article, wen).stored(), wen, mei)
    assert faults() == []


def test_a_failed_import_leaves_the_warning(live, public, data, tmp_path):
    data(row())
    (tmp_path / "bad.csv").write_text("nothing")
    with pytest.raises(CommandError):
        call_command("import_retractions", str(tmp_path / "bad.csv"))
    assert WARNING in shown(public, live.get_absolute_url())


def test_the_library_says_of_each_source_what_is_listed(client, wen, source, data):
    client.force_login(wen)
    assert "Not checked" in shown(client, "/admin/evidence/reference/")
    data(row())
    for url in ("/admin/evidence/reference/", f"/admin/evidence/reference/{source.pk}/change/"):
        assert "Retracted on 9 March 2020, listed as of 9 March 2020" in shown(client, url)
