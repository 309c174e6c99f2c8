"""Receipts: what anybody can check of an edition without trusting this site's database."""

from typing import ClassVar

from django.db import models

from editorial.models.edition import Edition


class ReceiptKey(models.Model):
    """A key that receipts were signed with, from its first use on. Public half only. It is retired
    by the first use of the next."""

    kid = models.CharField(max_length=64, primary_key=True)  # its RFC 7638 thumbprint
    jwk = models.JSONField()
    in_use_from = models.DateTimeField(unique=True)

    class Meta:
        ordering = ("in_use_from",)

    def __str__(self) -> str:
        return self.kid


class Receipt(models.Model):
    """One for each edition, made in the transaction of its last signature."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="receipt")
    key = models.ForeignKey(ReceiptKey, on_delete=models.PROTECT, related_name="receipts")
    jws = models.JSONField()  # general JSON serialization, RFC 7515 section 7.2.1
    issued_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["issued_at"])]

    def __str__(self) -> str:
        return f"Receipt of {self.edition}"
