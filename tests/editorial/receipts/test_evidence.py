"""The evidence pack: what proves one edition, checked with Python and openssl alone."""

import hashlib
import io
import json
import subprocess
import sys
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode
from joserfc import jws

from editorial import acts
from editorial.digests import canonical
from editorial.models import Edition
from editorial.receipts import keys
from editorial.receipts.evidence import evidence_pack, packable
from tests import cast
from tests._answers import words
from tests._factors import key_of
from tests.admin_forms import address
from tests.editorial.people.test_own_key import answer_of, sign
from tests.editorial.receipts.test_receipts import changed, folded, part

pytestmark = pytest.mark.django_db
NAMES = [
    "README.txt", "verify.py", "receipt.json", "signed.json", "passages.jsonl",
    "signatures.jsonl", "assertions.json", "jwks.json", "differences.html", "contributors.json",
]  # fmt: skip


@pytest.fixture
def pack(edition):
    """The files of the pack by their names."""
    return files_of(packable().get(pk=edition.pk))


def files_of(edition):
    with ZipFile(io.BytesIO(evidence_pack(edition))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(folder, files):
    """As an auditor does it: a bare Python, nothing of the site within its reach."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-I", "-S", "verify.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_it_holds_and_says_what_was_checked(pack, tmp_path, edition):
    assert list(pack) == NAMES
    done = checked(tmp_path, pack)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"edition 1 of article “{edition.slug}”" in done.stdout
    assert "the record of Ravi Sample" in done.stdout
    assert "by password: that it was Ravi Sample, the site attests" in done.stdout


def test_the_same_edition_gives_the_same_bytes(edition):
    packs = [evidence_pack(packable().get(pk=edition.pk)) for _ in range(2)]
    assert packs[0] == packs[1]


def test_any_one_field_of_the_receipt_that_was_changed_is_refused(pack, tmp_path):
    receipt, tried = json.loads(pack["receipt.json"]), 0
    (member,) = receipt["signatures"]
    altered = [receipt | {"payload": folded(each)} for each in changed(part(receipt["payload"]))]
    headers = [folded(each) for each in changed(part(member["protected"]))]
    altered += [receipt | {"signatures": [member | {"protected": each}]} for each in headers]
    altered.append(receipt | {"signatures": []})
    for each in altered:
        done = checked(tmp_path, pack | {"receipt.json": json.dumps(each).encode()})
        assert done.returncode == 1, each
        assert "DOES NOT HOLD" in done.stdout
        tried += 1
    assert tried >= 30


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text[:-1] + LETTERS[LETTERS.index(text[-1]) ^ 1],
        lambda text: text + "!==",
        lambda text: text + "==",
        lambda text: "\n" + text + "==",
    ],
    ids=["other spare bits", "a sign", "padding", "a line break"],
)
def test_other_letters_of_the_same_signature_are_refused(pack, tmp_path, alter):
    receipt = json.loads(pack["receipt.json"])
    (member,) = receipt["signatures"]
    member["signature"] = alter(member["signature"])
    done = checked(tmp_path, pack | {"receipt.json": json.dumps(receipt).encode()})
    assert (done.returncode, done.stderr) == (1, "")
    assert "is not base64url" in done.stdout


@pytest.mark.parametrize("name", ["signed.json", "passages.jsonl", "signatures.jsonl"])
@pytest.mark.parametrize(
    "alter",
    [
        lambda content: content.replace(b"e", b"a", 1),
        lambda content: content[:-2] + b" " + content[-2:],
        lambda content: content + content,
        lambda content: b"",
    ],
    ids=["a letter", "a space", "twice", "nothing"],
)
def test_any_byte_of_what_was_signed_that_was_changed_is_refused(pack, tmp_path, name, alter):
    done = checked(tmp_path, pack | {name: alter(pack[name])})
    assert done.returncode == 1
    assert "DOES NOT HOLD" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", NAMES[2:8])
def test_a_file_that_is_missing_or_nonsense_is_said_so(pack, tmp_path, name):
    for content in (b"\xff\x00", b"[]", b"{}", b"7"):
        done = checked(tmp_path, pack | {name: content})
        assert (done.returncode, done.stderr) == (1, ""), content
    (tmp_path / name).unlink()
    done = checked(tmp_path, {each: pack[each] for each in pack if each != name})
    assert (done.returncode, done.stderr) == (1, "")


def test_a_key_of_somebody_elses_is_refused(pack, tmp_path, settings):
    settings.RECEIPT_KEY_FILE = tmp_path / "other.json"
    keys.make(settings.RECEIPT_KEY_FILE)
    other = keys.private_key().as_dict(private=False)
    known = json.loads(pack["jwks.json"])
    known["keys"][0]["x"] = other["x"]
    done = checked(tmp_path, pack | {"jwks.json": json.dumps(known).encode()})
    assert done.returncode == 1
    assert "the receipt's key is not in jwks.json" in done.stdout


@pytest.fixture
def with_own_key(review, ravi):
    """The files of an edition that Ravi signed with his own passkey."""
    key = key_of(ravi)
    edition = sign(review, ravi, answer_of(review, ravi, key))
    return files_of(packable().get(pk=edition.pk))


def signed_again(files, alter):
    """As a site would that lies about what its clinician's key signed."""
    claims = part(json.loads(files["receipt.json"])["payload"])
    (stated,) = claims["signatures"]
    alter(stated["assertion"])
    return files | attested(claims)


def attested(claims):
    """The files of the pack that a site makes which states this."""
    key = keys.private_key()
    header = {"protected": {"alg": "Ed25519", "kid": key.thumbprint()}}
    receipt = jws.serialize_json([header], canonical(claims), key, algorithms=["Ed25519"])
    assertions = json.dumps([each["assertion"] for each in claims["signatures"]]).encode()
    return {"receipt.json": json.dumps(receipt).encode(), "assertions.json": assertions}


def test_the_own_key_of_a_clinician_is_checked(with_own_key, tmp_path):
    done = checked(tmp_path, with_own_key)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "by the own key of Ravi Sample" in done.stdout
    assert checked(tmp_path, signed_again(with_own_key, lambda assertion: None)).returncode == 0


def of_statement(name):
    def alter(assertion):
        said = json.loads(assertion["statement"])
        said[name] = "another"
        assertion["statement"] = canonical(said).decode()

    return alter


def of_assertion(name):
    def alter(assertion):
        raw = bytearray(websafe_decode(assertion[name]))
        raw[len(raw) // 2] ^= 1
        assertion[name] = websafe_encode(bytes(raw))

    return alter


def without_its_user(assertion):
    raw = bytearray(websafe_decode(assertion["authenticator_data"]))
    raw[32] &= ~4
    assertion["authenticator_data"] = websafe_encode(bytes(raw))


def under_another_key(assertion):
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    assertion["public_key"] = other.public_bytes(serialization.Encoding.PEM, form).decode()


STATED = ["digest", "passages_root", "edition", "document", "printed_name", "credentials", "team"]
STATED += ["meaning", "scope", "conflict_of_interest", "checklist", "next_review_due", "time"]


@pytest.mark.parametrize(
    "alter",
    [
        *map(of_statement, STATED),
        *map(of_assertion, ["client_data", "authenticator_data", "signature"]),
        without_its_user,
        under_another_key,
    ],
)
def test_what_his_key_did_not_sign_is_refused_even_from_the_site_itself(
    with_own_key, tmp_path, alter
):
    done = checked(tmp_path, signed_again(with_own_key, alter))
    assert (done.returncode, done.stderr) == (1, "")
    assert "DOES NOT HOLD" in done.stdout


RECORDED = {
    "checklist": [], "next_review_due": "2099-01-01", "signer": 7, "signer_slug": "somebody",
    "signed_at": "2020-01-01T00:00:00+00:00", "method": "password",
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
def test_nor_may_the_site_record_what_his_key_did_not_sign(with_own_key, tmp_path, name):
    record = json.loads(with_own_key["signatures.jsonl"]) | {name: RECORDED[name]}
    claims = part(json.loads(with_own_key["receipt.json"])["payload"])
    (stated,) = claims["signatures"]
    stated |= {each: record[each] for each in (name,) if each in stated}
    stated["record"] = hashlib.sha256(canonical(record)).hexdigest()
    files = with_own_key | attested(claims) | {"signatures.jsonl": canonical(record) + b"\n"}
    done = checked(tmp_path, files)
    assert (done.returncode, done.stderr) == (1, "")
    assert "of Ravi Sample" in done.stdout
    assert "DOES NOT HOLD" in done.stdout


def test_it_tells_what_changed_and_who_wrote_each_passage(edition, wen, mei):
    acts.revise(edition.document, by=wen)
    draft = edition.document.stored()
    draft.summary = "Another dose altogether."
    cast.save(draft, wen)
    second = cast.publish(draft.stored(), wen, mei)
    files = files_of(packable().get(pk=second.pk))
    assert b"<ins>" in files["differences.html"]
    assert "Another" in files["differences.html"].decode()
    rows = json.loads(files["contributors.json"])
    (summary,) = [each for each in rows if each["begins"].startswith("Another dose")]
    assert summary["written_by"] == ["Wen Sample"]
    assert summary["signed_as_it_stands_by"] == ["Mei Sample, MD (fictional)"]
    assert summary["unchanged_since_edition"] == 2
    assert b"It is the first edition" in files_of(packable().get(number=1))["differences.html"]


def test_hostile_words_stay_words_in_it(wen, ravi, tmp_path):
    title = "<script>alert(1)</script>\u2028“"
    edition = cast.publish(cast.article(wen, title=title), wen, ravi)
    files = files_of(packable().get(pk=edition.pk))
    assert b"<script>" not in files["differences.html"]
    assert checked(tmp_path, files).returncode == 0


# --- Who gets it ----------------------------------------------------------------------------------


def test_an_editor_finds_it_in_the_history_and_nobody_else_gets_it(edition, edda, wen, ravi, olga):
    document, url = edition.document, address(edition.document, "evidence", 1)
    for person in (wen, ravi, olga, None):
        client = Client()
        if person:
            client.force_login(person)
        assert client.get(url).status_code in {302, 403}
    client = Client()
    client.force_login(edda)
    assert f'href="{url}"' in words(client.get(address(document, "history")))
    answer = client.get(url)
    assert answer["Content-Type"] == "application/zip"
    assert f"{edition.slug}-edition-1-evidence.zip" in answer["Content-Disposition"]
    assert answer.content == evidence_pack(packable().get(pk=edition.pk))
    assert client.get(address(document, "evidence", 2)).status_code == 404


def test_it_is_there_for_a_withdrawn_edition_too(edition, edda):
    acts.withdraw(edition.document, by=edda, reason="A study was retracted.")
    client = Client()
    client.force_login(edda)
    assert client.get(address(edition.document, "evidence", 1)).status_code == 200


def test_it_asks_as_often_however_many_passages(edition, django_assert_num_queries):
    found = packable().get(pk=edition.pk)
    with django_assert_num_queries(5):
        evidence_pack(found)


def test_the_command_writes_it(edition, tmp_path, capsys):
    given = [edition.kind, edition.slug, "1", "--to", str(tmp_path)]
    call_command("evidence_pack", *given)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == evidence_pack(Edition.objects.get())
    with pytest.raises(CommandError, match="There is no edition 2"):
        call_command("evidence_pack", edition.kind, edition.slug, "2")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("evidence_pack", *given[:3], "--to", str(tmp_path / "nowhere"))
