"""The evidence pack of a text that a clinician signed with his own key."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.utils import websafe_decode, websafe_encode
from joserfc import jws

from editorial.digests import canonical
from editorial.receipts import keys
from editorial.receipts.evidence import packable
from tests._factors import key_of
from tests.editorial.people.test_own_key import answer_of, sign
from tests.editorial.receipts._packs import checked, files_of
from tests.editorial.receipts.test_receipts import part

pytestmark = pytest.mark.django_db


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
