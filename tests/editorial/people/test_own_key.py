"""Signing with the clinician's own key: the assertion is kept, and OpenSSL alone accepts it."""

import base64
import json
import subprocess
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from editorial import acts
from editorial.acts.sign_off import to_sign
from editorial.exceptions import NotAllowed, Refusal, WrongCode, WrongPassword
from editorial.models import KeySignature, Method, SignOff, User
from editorial.people import identity, own_key
from editorial.people.own_key import KeyAnswer
from editorial.receipts import checking
from editorial.receipts.key_set import jwks
from editorial.record import triggers
from tests import cast
from tests._factors import Passkey, RsaPasskey, app_of, code_of, key_of, list_of
from tests._tampering import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(ravi):
    return key_of(ravi)


def statement_for(review, **fields):
    return cast.statement(**cast.shown(review, User.objects.get(username="ravi")) | fields)


def answer_of(review, by, key, *, at=None, said=None):
    at = at or timezone.now()
    asked = to_sign(review, by=by, statement=said or statement_for(review), at=at)
    return KeyAnswer(key.get(own_key.options(by, asked)), at)


def sign(review, by, answer, said=None, **more):
    return acts.sign_off(
        review, by=by, key=answer, shown_digest=review.digest,
        statement=said or statement_for(review), **more,
    )  # fmt: skip


def test_a_passkey_signs_what_is_stated(review, ravi, key):
    edition = sign(review, ravi, answer_of(review, ravi, key))
    signature = edition.review.sign_offs.get()
    said = json.loads(signature.key_signature.statement)
    assert signature.method == Method.KEY
    assert said["digest"] == review.digest
    assert said["edition"] == edition.number
    assert len(said["passages_root"]) == 64
    assert {
        "scope",
        "meaning",
        "conflict_of_interest",
        "checklist",
        "next_review_due",
        "time",
    } <= set(said)
    assert faults() == []


def test_the_receipt_holds_the_assertion_for_whoever_trusts_the_clinician_alone(review, ravi, key):
    edition = sign(review, ravi, answer_of(review, ravi, key))
    (stated,) = checking.read(edition.receipt.jws, jwks()).claims["signatures"]
    kept = edition.review.sign_offs.get().key_signature
    assert stated["method"] == Method.KEY
    assert stated["assertion"] == kept.as_record()


OTHER = {
    "meaning": lambda r: statement_for(r, conflict_of_interest="I own shares."),
    "team": lambda r: statement_for(r, next_review_due=timezone.localdate() + timedelta(days=9)),
}


@pytest.mark.parametrize("name", OTHER)
def test_a_form_that_was_changed_after_the_key_was_asked_is_refused(review, ravi, key, name):
    answer = answer_of(review, ravi, key)
    with pytest.raises(WrongPassword):
        sign(review, ravi, answer, said=OTHER[name](review))
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("minutes", [-1, 6])
def test_an_answer_of_another_time_is_refused(review, ravi, key, minutes):
    answer = answer_of(review, ravi, key, at=timezone.now() - timedelta(minutes=minutes))
    with pytest.raises(WrongPassword):
        sign(review, ravi, answer)


@pytest.mark.parametrize(
    "passkey", [Passkey(site="evil.example"), Passkey(origin="https://evil.example")]
)
def test_a_key_for_another_site_signs_nothing(review, ravi, passkey):
    key_of(ravi, passkey)
    with pytest.raises(WrongPassword):
        sign(review, ravi, answer_of(review, ravi, passkey))


def test_a_key_without_finger_or_pin_signs_nothing(review, ravi, key):
    key.flags = 0x01
    with pytest.raises(WrongPassword):
        sign(review, ravi, answer_of(review, ravi, key))


def test_anothers_key_signs_nothing(review, ravi, mei, key):
    answer = answer_of(review, ravi, key_of(mei))
    with pytest.raises(WrongPassword, match="not one of yours"):
        sign(review, ravi, answer)


def test_a_key_that_nobody_has_confirmed_signs_in_and_signs_nothing(client, review, ravi, ada):
    alan = cast.person("Alan", "Administrator", is_staff=True)
    client.force_login(ravi)
    page = client.get("/accounts/second-factor/passkeys/add/")
    client.post(page.url, {"password": cast.PASSWORD})
    page = client.get("/accounts/second-factor/passkeys/add/")
    passkey = Passkey()
    answer = passkey.create(page.context["js_data"]["creation_options"])
    sent = {"credential": json.dumps(answer), "name": "Phone"}
    assert client.post("/accounts/second-factor/passkeys/add/", sent).status_code == 302
    with pytest.raises(WrongPassword, match="confirmed"):
        sign(review, ravi, answer_of(review, ravi, passkey))
    hold = ravi.identity_holds.get()
    identity.confirm(hold, by=alan)
    assert identity.open_holds(ravi) == []
    assert sign(review, ravi, answer_of(review, ravi, passkey))
    assert faults() == []


# --- A stranger with OpenSSL ---


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def openssl_accepts(record, folder):
    """Of the stored record alone: its lines are those that a stranger types."""
    client = bytes_of(record["client_data"])
    (folder / "key.pem").write_text(record["public_key"])
    (folder / "signature").write_bytes(bytes_of(record["signature"]))
    (folder / "signed").write_bytes(
        bytes_of(record["authenticator_data"]) + sha256(client).digest()
    )
    command = [
        "openssl",
        "dgst",
        "-sha256",
        "-verify",
        "key.pem",
        "-signature",
        "signature",
        "signed",
    ]
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    challenge = bytes_of(json.loads(client)["challenge"])
    return ran.returncode == 0 and challenge == sha256(record["statement"].encode()).digest()


@pytest.fixture(params=[Passkey, RsaPasskey], ids=["ES256", "RS256"])
def record(review, ravi, request):
    key = key_of(ravi, request.param())
    sign(review, ravi, answer_of(review, ravi, key))
    return KeySignature.objects.get().as_record()


def accepts(record, folder):
    """OpenSSL's word and our own: they are never of two minds about what was changed."""
    kept = KeySignature.objects.get()
    for name in SIGNED:
        setattr(kept, name, record[name])
    try:
        of_openssl = openssl_accepts(record, folder)
    except ValueError:
        of_openssl = False  # not even readable any more
    return of_openssl, own_key.holds(kept)


SIGNED = ["statement", "client_data", "authenticator_data", "signature", "public_key"]


def test_openssl_alone_accepts_the_record_and_so_do_we(record, tmp_path):
    assert accepts(record, tmp_path) == (True, True)
    assert faults() == []


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_neither_accepts_it_after_any_change(record, tmp_path, name, place):
    text, at = record[name], int(len(record[name]) * place)
    other = "A" if text[at] != "A" else "B"
    changed = record | {name: text[:at] + other + text[at + 1 :]}
    assert accepts(changed, tmp_path) == (False, False)


def test_openssl_refuses_another_key(record, tmp_path, mei):
    other = own_key.pem(own_key._data(_authenticator(mei)))
    assert not openssl_accepts(record | {"public_key": other}, tmp_path)


def _authenticator(person):
    key_of(person)
    return person.authenticator_set.get()


# --- The record ---


@pytest.mark.parametrize("name", ["statement", "client_data", "signature", "public_key"])
def test_what_is_changed_of_it_is_found(record, name):
    triggers.remove(connection)
    text, at = record[name], len(record[name]) // 2
    other = "A" if text[at] != "A" else "B"
    KeySignature.objects.update(**{name: text[:at] + other + text[at + 1 :]})
    triggers.install(connection)
    assert faults()


def test_what_is_taken_away_is_found(record):
    triggers.remove(connection)
    KeySignature.objects.all()._raw_delete("default")
    triggers.install(connection)
    assert faults()


def test_the_database_keeps_it(record):
    with pytest.raises(DatabaseError), transaction.atomic():
        KeySignature.objects.update(statement="{}")


# --- A site that asks for a second factor at each signature ---


@pytest.fixture
def strict(settings):
    settings.SIGNING_REQUIRES_MFA = True


def with_code(review, by, code):
    return acts.sign_off(
        review, by=by, password=cast.PASSWORD, code=code, shown_digest=review.digest,
        statement=statement_for(review),
    )  # fmt: skip


def test_a_password_alone_signs_nothing_there(strict, review, ravi):
    with pytest.raises(NotAllowed, match="second factor"):
        cast.sign(review, ravi)
    app_of(ravi)
    with pytest.raises(WrongCode):
        cast.sign(review, ravi)
    with pytest.raises(WrongCode):
        with_code(review, ravi, list_of(ravi)[0])
    assert not SignOff.objects.exists()


def test_password_and_code_sign_as_the_sites_attestation(strict, review, ravi):
    secret = app_of(ravi)
    edition = with_code(review, ravi, code_of(secret))
    assert edition.review.sign_offs.get().method == Method.CODE
    assert faults() == []


def test_a_code_signs_once(strict, review, wen, ravi):
    code = code_of(app_of(ravi))
    with_code(review, ravi, code)
    second = cast.submit(cast.article(wen), wen)
    with pytest.raises(Refusal):
        with_code(second, ravi, code)


def test_a_key_is_enough_there(strict, review, ravi, key):
    assert sign(review, ravi, answer_of(review, ravi, key))


def test_the_desk_asks_for_the_code_and_says_where_it_is_missing(strict, client, review, ravi):
    app_of(ravi)
    client.force_login(ravi)
    page = client.get(f"/review/{review.pk}/").content.decode()
    assert 'name="code"' in page
    answer = client.post(f"/review/{review.pk}/sign-off/", {"password": cast.PASSWORD})
    assert "Enter the code." in answer.content.decode()


def test_page_and_desk_say_which_of_the_two_it_is(client, record, edda):
    signature = SignOff.objects.get()
    edition = signature.review.edition
    assert "signed with their own key" in client.get(edition.get_absolute_url()).content.decode()
    client.force_login(edda)
    page = client.get(f"/review/{signature.review_id}/").content.decode()
    assert "with the signer’s own key" in page
