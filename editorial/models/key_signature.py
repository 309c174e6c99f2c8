"""KeySignature: what a clinician's own passkey made of a sign-off. Never updated, never deleted."""

from typing import ClassVar

from django.db import models

from editorial.models.sign_off import SignOff


class KeySignature(models.Model):
    """A WebAuthn assertion whose challenge is the SHA-256 of `statement`, kept so that OpenSSL
    alone can check it: the signature is over `authenticator_data` and the SHA-256 of `client_data`.

    Bytes are in base64url without padding, as WebAuthn writes them.
    """

    sign_off = models.OneToOneField(
        SignOff, on_delete=models.PROTECT, related_name="key_signature", primary_key=True
    )
    statement = models.TextField(help_text="RFC 8785, as it was signed.")
    authenticator = models.PositiveBigIntegerField()
    credential_id = models.TextField()
    public_key = models.TextField(help_text="SubjectPublicKeyInfo in PEM.")
    authenticator_data = models.TextField()
    client_data = models.TextField()
    signature = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["authenticator"])]

    def __str__(self) -> str:
        return f"The key of {self.sign_off}"

    def as_record(self) -> dict[str, object]:
        """As plain JSON: all that a stranger needs to check it."""
        return {
            "statement": self.statement,
            "credential_id": self.credential_id,
            "public_key": self.public_key,
            "authenticator_data": self.authenticator_data,
            "client_data": self.client_data,
            "signature": self.signature,
        }
