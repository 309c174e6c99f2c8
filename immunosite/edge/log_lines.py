"""What strangers can make the site write into its log."""

import logging

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

SENDERS_FAULT = (BadRequest, SuspiciousOperation, MultiPartParserError)


def without_traceback(record: logging.LogRecord) -> bool:
    """A request that is refused for what it is takes one line."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind and issubclass(kind, SENDERS_FAULT):
        record.exc_info = record.exc_text = None
    return True
