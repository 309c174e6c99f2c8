"""The lines of the log: how they are written, and what strangers can make the site write there."""

import json
import logging
import re
from datetime import UTC, datetime

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from immunosite.edge import request_id

SENDERS_FAULT = (BadRequest, PermissionDenied, SuspiciousOperation, MultiPartParserError)
# Who has the link of a reset mail sets a new password (`editorial.people.urls`).
RESET = re.compile(r"(/accounts/password/new/)\S+")
CUT = "…"


def without_traceback(record: logging.LogRecord) -> bool:
    """A request that is refused for what it is, or for who sends it, takes one line."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind and issubclass(kind, SENDERS_FAULT):
        record.exc_info = record.exc_text = None
    return True


# --- What is nobody else's business ---------------------------------------------------------------


def without_secrets(text: str) -> str:
    """Addresses without their queries, in which readers' search words stand, and without the keys
    of reset mails. A query ends with the line: one that is no good request may hold spaces."""
    text = RESET.sub(rf"\1{CUT}", text)
    return "\n".join(map(_without_query, text.split("\n"))) if "?" in text else text


def _without_query(line: str) -> str:
    for word in re.finditer(r"\S+", line):
        address, mark, query = word[0].partition("?")
        if mark and query and "/" in address:
            return f"{line[: word.start()]}{address}?{CUT}"
    return line


# --- How they are written -------------------------------------------------------------------------


class Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.current()
        return without_secrets(super().format(record))


class Json(logging.Formatter):
    """One object a line, in ASCII; docs/operations.md names its fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "request_id": request_id.current(),
            "message": without_secrets(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line)


FORMATTERS: dict[str, dict[str, object]] = {
    "plain": {
        "()": Plain,
        "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s: %(message)s",
    },
    "json": {"()": Json},
}


def config(form: str, level: str, loggers: dict[str, str]) -> dict[str, object]:
    """For `logging.config`: all to stderr. `form` is plain or json; `loggers` names those that have
    a level of their own, or handlers that are to go: one stream serves every supervisor."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": FORMATTERS[form]},
        "filters": {"without_traceback": {"()": lambda: without_traceback}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "own",
                "filters": ["without_traceback"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            name: {"handlers": [], "propagate": True, "level": own} for name, own in loggers.items()
        },
    }
