"""Receipts: each edition has one; it holds, and nothing of it can be changed."""

import base64
import json
import stat
import subprocess
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from editorial import acts
from editorial.digests import canonical
from editorial.exceptions import NoReceiptKey
from editorial.models import AuditEvent, Edition, Receipt, ReceiptKey, SignOff, State
from editorial.passages import passages_of
from editorial.receipts import checking, keys
from editorial.receipts.key_set import jwks
from immunosite.about.views import RECEIPT_CHECK
from tests import cast
from tests._tampering import faults, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(settings, tmp_path) -> Path:
    """A key of this test's own."""
    settings.RECEIPT_KEY_FILE = tmp_path / "receipt-key.json"
    keys.make(settings.RECEIPT_KEY_FILE)
    return settings.RECEIPT_KEY_FILE


@pytest.fixture
def receipt(edition) -> dict:
    return edition.receipt.jws


def part(text: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def folded(content: dict) -> str:
    return base64.urlsafe_b64encode(canonical(content)).rstrip(b"=").decode()


# --- What it states -------------------------------------------------------------------------------


def test_a_receipt_states_text_passages_signers_times_and_the_head_of_the_chain(edition, receipt):
    claims = checking.read(receipt, jwks()).claims
    event = AuditEvent.objects.get(sequence=claims["chain"]["sequence"])
    assert (claims["digest"], claims["edition"]) == (edition.digest, edition.number)
    assert claims["document"] == {
        "id": edition.document_id, "kind": "article", "address": edition.slug,
    }  # fmt: skip
    assert claims["chain"]["hash"] == event.hash
    assert event.data["sign_off"] == SignOff.objects.get().pk
    assert [each["name"] for each in claims["signatures"]] == ["Ravi Sample"]
    assert claims["passages"]["count"] == len(passages_of(edition.snapshot))
    checking.check_text(claims, edition.snapshot)


def test_its_header_says_ed25519_and_the_thumbprint_of_the_key(receipt):
    (member,) = receipt["signatures"]
    header = part(member["protected"])
    assert header["alg"] == "Ed25519"
    assert header["kid"] == keys.private_key().thumbprint() == ReceiptKey.objects.get().kid


def test_two_signers_stand_on_one_receipt(wen, ravi, mei):
    document = cast.article(wen, risk="high")
    review = cast.submit(document, wen)
    assert cast.sign(review, ravi) is None
    edition = cast.sign(review, mei)
    claims = checking.read(edition.receipt.jws, jwks()).claims
    assert [each["name"] for each in claims["signatures"]] == ["Ravi Sample", "Mei Sample"]


# --- Nothing of it can be changed -----------------------------------------------------------------


def changed(value):
    """Each value of a JSON tree changed, one at a time: the whole with one field different."""
    if isinstance(value, dict):
        for name in value:
            for other in changed(value[name]):
                yield value | {name: other}
            yield {key: value[key] for key in value if key != name}
    elif isinstance(value, list):
        for place, item in enumerate(value):
            for other in changed(item):
                yield [*value[:place], other, *value[place + 1 :]]
    elif isinstance(value, str):
        yield f"{value}x"
    elif isinstance(value, int):
        yield value + 1


def test_a_receipt_with_any_one_field_changed_is_refused(receipt):
    known, tried = jwks(), 0
    for claims in changed(part(receipt["payload"])):
        with pytest.raises(checking.BadReceipt):
            checking.read(receipt | {"payload": folded(claims)}, known)
        tried += 1
    (member,) = receipt["signatures"]
    for header in changed(part(member["protected"])):
        altered = receipt | {"signatures": [member | {"protected": folded(header)}]}
        with pytest.raises(checking.BadReceipt):
            checking.read(altered, known)
        tried += 1
    assert tried > 40


@pytest.mark.parametrize(
    "given", [None, [], "x", {}, {"payload": "x"}, {"payload": 1, "signatures": [1]},
              {"payload": "", "signatures": [{}]}],
)  # fmt: skip
def test_what_is_no_receipt_is_said_to_be_none(given):
    with pytest.raises(checking.BadReceipt):
        checking.read(given, {"keys": []})


@pytest.mark.parametrize("algorithm", ["none", "EdDSA", "HS256", "ES256"])
def test_no_other_algorithm_is_taken(receipt, algorithm):
    (member,) = receipt["signatures"]
    header = part(member["protected"]) | {"alg": algorithm}
    altered = receipt | {"signatures": [member | {"protected": folded(header)}]}
    with pytest.raises(checking.BadReceipt):
        checking.read(altered, jwks())


def test_another_text_is_not_the_one_it_states(edition, receipt):
    claims = checking.read(receipt, jwks()).claims
    other = deepcopy(edition.snapshot)
    other["title"] += "!"
    with pytest.raises(checking.BadReceipt, match="The text is another"):
        checking.check_text(claims, other)


@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("editorial_receipt", "issued_at"), ("editorial_receiptkey", "in_use_from")],
)
@pytest.mark.usefixtures("edition")
def test_receipts_and_keys_are_never_updated_or_deleted(sql, table, column):
    with (
        pytest.raises(DatabaseError, match="never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table, column, column))


# --- The key --------------------------------------------------------------------------------------


def test_only_the_sites_user_can_read_the_key(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert not keys.fault_of(key_file)
    key_file.chmod(0o640)
    assert "set receipt-key.json to 0600" in keys.fault_of(key_file)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"kty": "oct", "k": "eA"}'])
def test_a_file_that_holds_no_key_is_told(tmp_path, content):
    file = tmp_path / "key.json"
    file.write_text(content)
    file.chmod(0o600)
    assert "make_receipt_key" in keys.fault_of(file)


def test_nothing_is_published_without_a_receipt(review, ravi, settings, tmp_path):
    settings.RECEIPT_KEY_FILE = tmp_path / "none.json"
    with pytest.raises(NoReceiptKey, match="make_receipt_key"):
        cast.sign(review, ravi)
    assert not Edition.objects.exists()
    assert not SignOff.objects.exists()
    assert review.document.stored().state == State.MEDICAL_REVIEW


def test_a_new_key_takes_over_and_the_old_ones_receipts_still_hold(wen, ravi, key_file):
    first = cast.publish(cast.article(wen), wen, ravi)
    call_command("make_receipt_key", "--rotate", verbosity=0)
    second = cast.publish(cast.article(wen), wen, ravi)
    old, new = jwks()["keys"]
    assert old["retired_at"] == new["in_use_from"]
    assert new["retired_at"] is None
    assert "d" not in old | new
    for edition, key in ((first, old), (second, new)):
        assert checking.read(edition.receipt.jws, jwks()).kid == key["kid"]
    assert faults() == []
    aside = next(each for each in key_file.parent.iterdir() if "until" in each.name)
    aside.replace(key_file)
    with pytest.raises(NoReceiptKey, match="was retired"):
        cast.publish(cast.article(wen), wen, ravi)


@pytest.mark.usefixtures("key_file")
def test_a_key_is_never_written_over():
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_receipt_key")


# --- The record -----------------------------------------------------------------------------------


def test_verify_records_finds_a_receipt_that_is_gone_or_another(wen, ravi, edition):
    other = cast.publish(cast.article(wen), wen, ravi)
    assert faults() == []
    with unguarded():
        Receipt.objects.filter(edition=edition).update(jws=other.receipt.jws)
    assert any("states something else than the record" in each for each in faults())


def test_verify_records_finds_a_key_that_nobody_brought_in(edition):
    stranger = keys.OKPKey.generate_key("Ed25519")
    ReceiptKey.objects.create(
        kid=stranger.thumbprint(), jwk=keys.public_part(stranger), in_use_from=timezone.now()
    )
    assert any("the audit log has no such key" in each for each in faults())


# --- What strangers see ---------------------------------------------------------------------------


@pytest.fixture
def files(edition, tmp_path) -> Path:
    """The three files that a stranger saves."""
    public, base = Client(), f"/articles/{edition.slug}/history/1/"
    for name, url in (("receipt.json", f"{base}receipt.json"),
                      ("signed.json", f"{base}signed.json"),
                      ("jwks.json", "/.well-known/jwks.json")):  # fmt: skip
        answer = public.get(url)
        assert answer.status_code == 200
        (tmp_path / name).write_bytes(answer.content)
    return tmp_path


def by_hand(folder: Path) -> list[str]:
    done = subprocess.run(
        ["sh", "-c", RECEIPT_CHECK.read_text()], cwd=folder, text=True, capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip
    return done.stdout.splitlines() + done.stderr.splitlines()


def test_openssl_alone_says_that_it_holds(files, edition):
    page = Client().get("/about/receipts/").content.decode()
    assert "openssl pkeyutl -verify" in page
    first, *digests = by_hand(files)
    assert first == "Signature Verified Successfully"
    assert digests == [edition.digest, edition.digest]


@pytest.mark.parametrize("name", ["payload", "protected", "signature"])
def test_openssl_alone_says_that_an_altered_one_does_not(files, name):
    receipt = json.loads((files / "receipt.json").read_text())
    holder = receipt if name == "payload" else receipt["signatures"][0]
    half, letter, rest = holder[name].partition(holder[name][40])
    holder[name] = f"{half}{'B' if letter == 'A' else 'A'}{rest}"
    (files / "receipt.json").write_text(json.dumps(receipt))
    assert "Signature Verified Successfully" not in by_hand(files)


def test_verify_receipt_checks_receipt_and_text(files, capsys):
    given = [str(files / "receipt.json"), "--text", str(files / "signed.json")]
    call_command("verify_receipt", *given)
    call_command("verify_receipt", *given, "--keys", str(files / "jwks.json"))
    assert "The text is the one that it states." in capsys.readouterr().out
    (files / "signed.json").write_text("{}")
    with pytest.raises(CommandError, match="The text is another"):
        call_command("verify_receipt", *given)


def test_one_passage_proves_itself(files, edition, capsys):
    public = Client()
    for passage in passages_of(edition.snapshot):
        answer = public.get(f"/articles/{edition.slug}/history/1/passages/{passage.name}.json")
        (files / "proof.json").write_bytes(answer.content)
        given = [str(files / "receipt.json"), "--passage", str(files / "proof.json")]
        call_command("verify_receipt", *given)
        assert "The passage is the one that it states." in capsys.readouterr().out
    proof = answer.json()
    for altered in (*changed(proof), {}, []):
        (files / "proof.json").write_text(json.dumps(altered))
        with pytest.raises(CommandError):
            call_command("verify_receipt", *given)


def test_no_other_passage_is_proven(edition):
    for name in ("x", "0" * 64):
        answer = Client().get(f"/articles/{edition.slug}/history/1/passages/{name}.json")
        assert answer.status_code == 404


def test_a_site_that_has_signed_nothing_names_no_key():
    assert Client().get("/.well-known/jwks.json").json() == {"keys": []}


def test_a_planned_edition_has_no_receipt_for_readers_yet(scheduled):
    answer = Client().get(f"/articles/{scheduled.slug}/history/1/receipt.json")
    assert answer.status_code == 404


def test_a_withdrawn_page_shows_its_notice_there_too(edition, edda):
    acts.withdraw(edition.document, by=edda, reason="A dose was wrong.")
    answer = Client().get(f"/articles/{edition.slug}/history/1/receipt.json")
    assert answer.status_code == 410
    assert "A dose was wrong." in answer.content.decode()
