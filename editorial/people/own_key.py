"""Signing with a passkey: the assertion is the signature, made of the statement itself.

Web Authentication Level 3 (W3C), section 7.2: origin, site, user presence and verification,
challenge and signature are checked when it comes in, and again by `verify_records`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2 import cose
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
)

from editorial.exceptions import WrongPassword
from editorial.models import KeySignature, User
from editorial.people import identity, second_factor
from editorial.people.adapter import relying_party

GOOD_FOR = timedelta(minutes=5)  # from the challenge to the signature
REFUSED = "The passkey did not sign what stands in this form. Nothing was signed; try again."
ES256, RS256 = -7, -257
Answer = dict[str, Any]


@dataclass(frozen=True)
class KeyAnswer:
    """What the browser sent back, and when the statement was given to it."""

    credential: Answer
    began_at: datetime


def options(person: User, statement: bytes) -> dict[str, object]:
    """For the browser, as JSON: the challenge, and the keys that may answer it."""
    keys = [
        {"type": "public-key", "id": websafe_encode(each.credential_id)} for each in _keys(person)
    ]
    return {
        "publicKey": {
            "challenge": websafe_encode(sha256(statement).digest()),
            "rpId": relying_party(),
            "allowCredentials": keys,
            "userVerification": "required",
            "timeout": int(GOOD_FOR.total_seconds() * 1000),
        }
    }


def may_sign_with_key(person: User) -> bool:
    return bool(_keys(person))


def _keys(person: User) -> list[AttestedCredentialData]:
    rows = Authenticator.objects.filter(user=person, type=second_factor.KEY)
    return [_data(each) for each in rows if identity.key_is_confirmed(person, each.pk)]


def _data(authenticator: Authenticator) -> AttestedCredentialData:
    data: AttestedCredentialData = authenticator.wrap().authenticator_data.credential_data
    return data


def signed(person: User, statement: bytes, credential: Answer) -> KeySignature:
    """The assertion as it is kept, once it was checked. Raises WrongPassword."""
    rows = Authenticator.objects.filter(user=person, type=second_factor.KEY)
    key = next((each for each in rows if _is_of(each, credential)), None)
    if key is None:
        raise WrongPassword("That passkey is not one of yours. Nothing was signed.")
    if not identity.key_is_confirmed(person, key.pk):
        raise WrongPassword("Nobody has confirmed yet that this passkey is yours to sign with.")
    _check(statement, credential, _data(key))
    response = credential["response"]
    return KeySignature(
        statement=statement.decode(),
        authenticator=key.pk,
        credential_id=credential["rawId"],
        public_key=pem(_data(key)),
        authenticator_data=response["authenticatorData"],
        client_data=response["clientDataJSON"],
        signature=response["signature"],
    )


def _is_of(authenticator: Authenticator, credential: Answer) -> bool:
    return websafe_encode(_data(authenticator).credential_id) == credential.get("rawId")


def _check(statement: bytes, credential: Answer, data: AttestedCredentialData) -> None:
    challenge = websafe_encode(sha256(statement).digest())
    state = {"challenge": challenge, "user_verification": "required"}
    try:
        answer = AuthenticationResponse.from_dict(credential)
        _server().authenticate_complete(state, [data], answer)
    except (ValueError, TypeError, KeyError, InvalidSignature) as error:
        raise WrongPassword(REFUSED) from error


def _server() -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=relying_party(), name="ImmunoSite"))


def pem(data: AttestedCredentialData) -> str:
    """Raises WrongPassword for an algorithm that OpenSSL's `dgst -sha256` does not check."""
    key = data.public_key
    numbers: ec.EllipticCurvePublicNumbers | rsa.RSAPublicNumbers
    if key[3] == ES256:
        x, y = int.from_bytes(key[-2]), int.from_bytes(key[-3])
        numbers = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1())
    elif key[3] == RS256:
        numbers = rsa.RSAPublicNumbers(int.from_bytes(key[-2]), int.from_bytes(key[-1]))
    else:
        raise WrongPassword("This kind of passkey can sign in, but not sign. Use another.")
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return numbers.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def holds(kept: KeySignature) -> bool:
    """Whether what is kept is a signature over its statement, by its key, for this site."""
    answer: Answer = {
        "id": kept.credential_id,
        "rawId": kept.credential_id,
        "type": "public-key",
        "response": {
            "authenticatorData": kept.authenticator_data,
            "clientDataJSON": kept.client_data,
            "signature": kept.signature,
        },
    }
    try:
        _check(kept.statement.encode(), answer, _credential(kept))
    except (WrongPassword, ValueError, TypeError, UnsupportedAlgorithm):  # or no key to be read
        return False
    return True


def _credential(kept: KeySignature) -> AttestedCredentialData:
    """The credential anew, from the kept key: the row of the account may be gone."""
    key = serialization.load_pem_public_key(kept.public_key.encode())
    kind: Any = cose.ES256 if isinstance(key, ec.EllipticCurvePublicKey) else cose.RS256
    public = kind.from_cryptography_key(key)
    return AttestedCredentialData.create(b"\0" * 16, websafe_decode(kept.credential_id), public)
