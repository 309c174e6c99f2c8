"""Second factors without a phone: codes as an app shows them, and a passkey in software."""

import json
import time
from hashlib import sha256
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256, RS256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def app_of(person) -> str:
    """Set up an app, and a list of recovery codes as comes with it. Returns the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def list_of(person) -> list[str]:
    codes = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return codes.wrap().get_unused_codes()


class Passkey:
    """A device with one key (ES256) for one site, as WebAuthn wants it."""

    algorithm: Any = ES256

    def __init__(self, site: str = "localhost", origin: str = ORIGIN) -> None:
        self.site, self.origin = site, origin
        self.key: Any = self._new_key()
        self.id = sha256(repr(self._public()).encode()).digest()[:16]
        self.flags = PRESENT | VERIFIED

    def _new_key(self) -> Any:
        return ec.generate_private_key(ec.SECP256R1())

    def _public(self) -> Any:
        return self.algorithm.from_cryptography_key(self.key.public_key())

    def _sign(self, signed: bytes) -> bytes:
        return self.key.sign(signed, ec.ECDSA(SHA256()))

    def create(self, options: dict) -> dict:
        """Answers the options of a registration."""
        challenge = options["publicKey"]["challenge"]
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, self._public())
        data = self._data(ATTESTED, credential)
        statement = AttestationObject.create("none", data, {})
        client = self._client(challenge, "create")
        return self._answer(attestationObject=statement, clientDataJSON=client)

    def get(self, options: dict, user: Any = None) -> dict:
        """Answers the options of an authentication, or of a signature; as a key that knows whose it
        is, where `user` is given."""
        challenge = options["publicKey"]["challenge"]
        data, client = self._data(), self._client(challenge, "get")
        signature = self._sign(data + sha256(client).digest())
        more = {"userHandle": user_pk_to_url_str(user).encode()} if user else {}
        more |= {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        return self._answer(**more)

    def _data(self, flags: int = 0, credential: bytes = b"") -> AuthenticatorData:
        site = sha256(self.site.encode()).digest()
        flags = AuthenticatorData.FLAG(self.flags | flags)
        return AuthenticatorData.create(site, flags, 0, credential)

    def _client(self, challenge: str, what: str) -> bytes:
        text = {"type": f"webauthn.{what}", "challenge": challenge, "origin": self.origin}
        return json.dumps(text | {"crossOrigin": False}).encode()

    def _answer(self, **response: bytes) -> dict:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {name: websafe_encode(each) for name, each in response.items()},
        }


class KnownPasskey(Passkey):
    """The same in every process."""

    def _new_key(self) -> Any:
        return ec.derive_private_key(17, ec.SECP256R1())


class RsaPasskey(Passkey):
    """As the chip of many a Windows computer makes them: RS256."""

    algorithm = RS256

    def _new_key(self) -> Any:
        return rsa.generate_private_key(65537, 2048)

    def _sign(self, signed: bytes) -> bytes:
        return self.key.sign(signed, padding.PKCS1v15(), SHA256())


def key_of(person, passkey: Passkey | None = None) -> Passkey:
    """A passkey that the person has enrolled."""
    passkey = passkey or Passkey()
    options = {"publicKey": {"challenge": websafe_encode(b"any")}}
    data = {"name": "Passkey", "credential": passkey.create(options)}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    return passkey
