"""What the web server is told: gunicorn.conf.py reads it here."""

import re
import shutil
import tempfile

from django.core.exceptions import ImproperlyConfigured

from immunosite import environment
from immunosite.edge import log_lines
from immunosite.start import secret
from immunosite.start.hosts import LOOPBACK

PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})\Z")
LEVELS = ["debug", "info", "warning", "error", "critical"]


def bind() -> str:
    place = environment.text("BIND", "127.0.0.1:8000")
    if re.match(r"unix:/.", place):
        return place
    match = PLACE.match(place)
    if not match or not 0 < int(match["port"]) < 65536:
        raise ImproperlyConfigured(
            f"BIND must be HOST:PORT, such as 127.0.0.1:8000, or unix:/run/site.sock, not"
            f" {place!r}."
        )
    if match["host"] not in LOOPBACK and is_for_this_machine_only():
        raise ImproperlyConfigured(
            f"BIND={place} is open to other machines, and a site with IMMUNOSITE_SAMPLE=true,"
            " DEBUG=true or IMMUNOSITE_HTTPS=false is for this one. Set BIND=127.0.0.1:8000."
        )
    return place


def is_for_this_machine_only() -> bool:
    return (
        environment.flag("IMMUNOSITE_SAMPLE", False)
        or environment.flag("DEBUG", False)
        or not environment.flag("IMMUNOSITE_HTTPS", True)
    )


def workers() -> int:
    return environment.number("WEB_WORKERS", 2, least=1, most=256)


def threads() -> int:
    return environment.number("WEB_THREADS", 4, least=1, most=256)


def log_level() -> str:
    return environment.one_of("GUNICORN_LOG_LEVEL", "warning", LEVELS)


def stop_delay() -> int:
    """Seconds. Nobody balances traffic to a site that is for this machine only."""
    usual = 0 if is_for_this_machine_only() else 5
    return environment.number("STOP_DELAY", usual, least=0, most=300)


def log_format() -> str:
    usual = "plain" if environment.flag("IMMUNOSITE_SAMPLE", False) else "json"
    return environment.one_of("LOG_FORMAT", usual, ["plain", "json"])


def log_config() -> dict[str, object]:
    """The server's own lines look like the site's."""
    return log_lines.config(log_format(), "WARNING", {"gunicorn.error": log_level().upper()})


def metrics_token() -> str:
    """Empty: nothing is counted."""
    token = environment.text("METRICS_TOKEN")
    return secret.check_key("METRICS_TOKEN", token) if token else ""


def make_metrics_folder() -> None:
    """Before the library is loaded; the processes inherit it. A reload keeps it."""
    if metrics_token() and not environment.metrics_folder():
        folder = tempfile.mkdtemp(prefix="immunosite-metrics-")
        environment.put({"PROMETHEUS_MULTIPROC_DIR": folder})


def remove_metrics_folder() -> None:
    if folder := environment.metrics_folder():
        shutil.rmtree(folder, ignore_errors=True)
