"""What strangers can make the site write into its log."""

import logging

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

SENDERS_FAULT = (BadRequest, PermissionDenied, SuspiciousOperation, MultiPartParserError)


def without_traceback(record: logging.LogRecord) -> bool:
    """A request that is refused for what it is, or for who sends it, takes one line."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind and issubclass(kind, SENDERS_FAULT):
        record.exc_info = record.exc_text = None
    return True
