"""Readers' letters: what is taken, what is refused, and what nobody ever gets to see."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from editorial import acts
from editorial.models import AuditEvent
from immunosite.letters import TEXT_LIMIT, receiving
from immunosite.letters.models import Letter
from immunosite.letters.receiving import sender_of
from tests import cast
from tests._answers import text_of

pytestmark = pytest.mark.django_db
TEXT = "The second sentence contradicts the first."


@pytest.fixture
def reader() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def report_url(edition) -> str:
    return f"{edition.get_absolute_url()}report/"


def send(reader: Client, url: str, text: str = TEXT, **fields):
    headers = {name: fields.pop(name) for name in list(fields) if name.isupper()}
    return reader.post(url, {"text": text, **fields}, **headers)


# --- What is taken --------------------------------------------------------------------------------


def test_a_page_leads_to_its_report(reader, edition, report_url):
    assert f'href="{report_url}"' in text_of(reader.get(edition.get_absolute_url()))
    page = text_of(reader.get(report_url))
    assert edition.title in page
    assert "no way to reach a doctor" in page


def test_a_report_is_kept_with_the_edition_that_was_read(reader, edition, report_url):
    answer = send(reader, report_url, edition="1", reply_to="reader@example.org")
    assert answer.status_code == 302
    assert "has arrived" in text_of(reader.get(answer["Location"]))
    letter = Letter.objects.get()
    assert (letter.kind, letter.edition, letter.text) == ("problem", edition, TEXT)
    assert (letter.reply_to, letter.standing) == ("reader@example.org", "new")


def test_a_report_stays_with_the_old_edition_when_a_new_one_came(
    reader, edition, report_url, wen, ravi
):
    acts.revise(edition.document, by=wen)
    cast.publish(cast.save(edition.document.stored(), wen), wen, ravi)
    send(reader, report_url, edition="1")
    send(reader, report_url, edition="2")
    send(reader, report_url, edition="3")
    send(reader, report_url, edition="x" * 5000)
    numbers = Letter.objects.order_by("pk").values_list("edition__number", flat=True)
    assert list(numbers) == [1, 2, 2, 2]


def test_a_report_is_kept_when_the_page_was_withdrawn_meanwhile(reader, edition, report_url, edda):
    acts.withdraw(edition.document, by=edda, reason="A study was retracted.")
    assert reader.get(report_url).status_code == 410
    assert send(reader, report_url, edition="1").status_code == 302
    refused = send(reader, report_url, text="", edition="1")
    assert edition.title not in text_of(refused)
    assert Letter.objects.get().edition == edition


def test_a_question_is_kept(reader):
    assert "no details of your own health" in text_of(reader.get("/ask/"))
    assert send(reader, "/ask/", "May I have a flu jab?").status_code == 302
    letter = Letter.objects.get()
    assert (letter.kind, letter.edition, letter.reply_to) == ("question", None, "")


def test_the_questions_and_every_page_lead_to_ask(reader, edition):
    assert 'href="/ask/"' in text_of(reader.get("/articles/?kind=question"))
    assert 'href="/ask/"' in text_of(reader.get(edition.get_absolute_url()))


@pytest.mark.parametrize("make", [cast.article, cast.therapy, cast.condition, cast.entry])
def test_every_kind_can_be_reported(reader, make, wen, ravi):
    url = f"{cast.publish(make(wen), wen, ravi).get_absolute_url()}report/"
    assert reader.get(url).status_code == 200
    assert send(reader, url).status_code == 302


@pytest.mark.parametrize("path", ["/articles/none/report/", "/glossary/none/report/"])
def test_there_is_no_report_of_a_page_that_never_was(reader, path):
    assert reader.get(path).status_code == 404
    assert send(reader, path).status_code == 404


def test_a_page_that_is_only_planned_cannot_be_reported(reader, scheduled):
    url = f"/articles/{scheduled.slug}/report/"
    assert reader.get(url).status_code == send(reader, url).status_code == 404


def test_the_report_of_an_old_address_moves_with_the_page(reader, edition, report_url, wen, ravi):
    acts.revise(edition.document, by=wen)
    moved = edition.document.stored()
    moved.slug = "elsewhere"
    cast.publish(cast.save(moved, wen), wen, ravi)
    assert reader.get(report_url)["Location"] == "/articles/elsewhere/report/"
    assert send(reader, report_url, edition="1").status_code == 302


# --- No cookie, no trace, no word in public -------------------------------------------------------


def test_no_page_of_it_sets_a_cookie(reader, edition, report_url):
    for url in (edition.get_absolute_url(), report_url, "/ask/"):
        answer = reader.get(url)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "csrfmiddlewaretoken" not in text_of(answer)
    assert not send(reader, "/ask/").cookies
    assert not send(reader, "/ask/", "").cookies


def test_what_was_typed_is_kept_by_no_cache(reader, report_url):
    kept = reader.get(report_url)
    assert "no-cache" in kept["Cache-Control"]  # the empty form may be stored
    refused = send(reader, report_url, "x" * 9000)
    assert refused["Cache-Control"] == "no-store"


def test_a_letter_makes_no_stored_page_stale(reader, edition, report_url):
    before = AuditEvent.objects.count()
    send(reader, report_url)
    assert AuditEvent.objects.count() == before


def test_the_sender_is_no_address_and_another_one_each_day(monkeypatch):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    today = sender_of(request)
    assert re.fullmatch("[0-9a-f]{32}", today)
    assert today == sender_of(request)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    assert sender_of(request) != today


def test_an_ipv6_network_is_one_sender():
    one, same, other = (
        sender_of(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == same != other


def test_behind_a_proxy_only_its_own_word_counts():
    first = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 192.0.2.7", "REMOTE_ADDR": "127.0.0.1"}
    second = {"HTTP_X_FORWARDED_FOR": "198.51.100.2, 192.0.2.7", "REMOTE_ADDR": "127.0.0.1"}
    other = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 192.0.2.8", "REMOTE_ADDR": "127.0.0.1"}
    senders = [RequestFactory().get("/", **given) for given in (first, second, other)]
    assert len({sender_of(each) for each in senders}) == 1  # not trusted: the proxy's address
    with override_settings(TRUST_X_FORWARDED_FOR=True):
        one, same, another = map(sender_of, senders)
    assert one == same != another


# --- What is refused ------------------------------------------------------------------------------


def test_an_empty_letter_is_sent_back_with_a_reason(reader, edition, report_url):
    answer = send(reader, report_url, "  \n ", reply_to="reader@example.org")
    assert answer.status_code == 422
    assert "The field is empty" in text_of(answer)
    assert edition.title in text_of(answer)
    assert 'value="reader@example.org"' in text_of(answer)
    assert "<title>Error: " in text_of(answer)
    assert not Letter.objects.exists()


def test_the_longest_letter_is_taken_and_one_character_more_is_not(reader):
    lines = "x\r\n" * (TEXT_LIMIT // 2)  # as browsers send line ends
    assert send(reader, "/ask/", lines.rstrip()).status_code == 302
    answer = send(reader, "/ask/", "x" * (TEXT_LIMIT + 1))
    assert answer.status_code == 422
    assert f"{TEXT_LIMIT + 1} characters" in text_of(answer)
    assert "x" * (TEXT_LIMIT + 1) in text_of(answer)


def test_an_address_that_is_none_is_told_and_the_text_kept(reader):
    answer = send(reader, "/ask/", reply_to="reader@")
    assert "not a whole e-mail address" in text_of(answer)
    assert TEXT in text_of(answer)


def test_whoever_fills_in_the_hidden_field_is_not_taken_and_can_mend_it(reader):
    hidden = text_of(reader.get("/ask/"))
    assert re.search(r'class="trap">.*name="website"', hidden, re.DOTALL)
    answer = send(reader, "/ask/", website="https://spam.example")
    assert answer.status_code == 422
    assert not Letter.objects.exists()
    assert 'class="trap"' not in text_of(answer)
    assert TEXT in text_of(answer)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_on_another_site_is_refused(reader, origin):
    answer = send(reader, "/ask/", HTTP_ORIGIN=origin)
    assert answer.status_code == 422
    assert "came from another site" in text_of(answer)
    assert not Letter.objects.exists()
    assert send(reader, "/ask/", HTTP_ORIGIN="http://testserver").status_code == 302


def test_one_sender_may_write_five_times_an_hour(reader):
    for number in range(receiving.FROM_ONE_SENDER):
        assert send(reader, "/ask/", f"Question {number}?").status_code == 302
    refused = send(reader, "/ask/", "One more?")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "One more?" in text_of(refused)
    assert send(reader, "/ask/", REMOTE_ADDR="192.0.2.7").status_code == 302
    old = timezone.now() - timedelta(minutes=61)
    Letter.objects.update(received_at=old)
    assert send(reader, "/ask/", "One more?").status_code == 302


def test_all_together_may_write_only_so_often(reader, monkeypatch):
    monkeypatch.setattr(receiving, "FROM_ALL", 2)
    answers = [send(reader, "/ask/", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(3)]
    assert answers == [302, 302, 429]


HOSTILE = ["<script>alert(1)</script>", "\u202eevil", "'; DROP TABLE x; --", "\U0001f489" * 900,
           "a\x00b", "\x1b[31m", "%s%n", "{{ 7*7 }}"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text_or_refused(reader, text):
    answer = send(reader, "/ask/", text)
    assert answer.status_code in (302, 422)
    refused = text_of(send(reader, "/ask/", text, website="x"))
    assert "<script>alert" not in refused
    assert "49" not in re.findall(r"<textarea.*?</textarea>", refused, re.DOTALL)[0]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(reader, method):
    assert getattr(reader, method)("/ask/").status_code == 405


def test_an_empty_post_is_an_error_and_not_a_fresh_form(reader):
    assert reader.post("/ask/").status_code == 422


def test_without_mail_nobody_is_asked_for_an_address(reader):
    with override_settings(CAN_SEND_MAIL=False):
        assert "e-mail address, if" not in text_of(send(reader, "/ask/", ""))
        assert send(reader, "/ask/", reply_to="reader@example.org").status_code == 302
    assert Letter.objects.get().reply_to == ""


# --- The table ------------------------------------------------------------------------------------


def test_the_table_keeps_no_closed_letter_with_an_address(reader, edda):
    send(reader, "/ask/", reply_to="reader@example.org")
    rows = Letter.objects.filter(closed_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed_by=edda, closed_at=timezone.now())


def test_only_editors_have_a_part_in_letters():
    groups = Permission.objects.filter(content_type__model="letter").values_list(
        "group__name", flat=True
    )
    assert set(groups) == {"Editor"}
