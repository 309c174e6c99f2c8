"""The names under which the site is asked for, and the addresses made of them."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"\.?{LABEL}(\.{LABEL})*\Z", re.IGNORECASE)
# ".co.uk" is everybody's, as ".uk" is. The whole list (publicsuffix.org) changes weekly; these are
# the forms that almost all country domains have.
SHARED = re.compile(r"\.((ac|co|com|edu|gob|gov|net|nhs|nom|or|org)\.)?[a-z0-9-]+\Z", re.IGNORECASE)


def allowed_hosts(names: list[str]) -> list[str]:
    if not names:
        raise ImproperlyConfigured("ALLOWED_HOSTS names no host. Set it to www.example.org, say.")
    for name in names:
        if fault := _fault(name):
            raise ImproperlyConfigured(f"ALLOWED_HOSTS holds {name!r}, {fault}.")
    return names


def _fault(name: str) -> str:
    if "*" in name:
        return (
            "which lets anybody's name through. Write out the site's host names; .example.org"
            " stands for all hosts below it"
        )
    if SHARED.match(name):
        return "which is not one site's. Write out the site's host names"
    if not NAME.match(name) and not _is_address_in_brackets(name):
        return (
            "which is no host name. Write it as www.example.org: without scheme, port or path, and"
            " other letters than a to z in their xn-- form"
        )
    return ""


def _is_address_in_brackets(name: str) -> bool:
    try:
        return name[:1] + name[-1:] == "[]" and bool(ipaddress.IPv6Address(name[1:-1]))
    except ValueError:
        return False


def check_this_machine_only(hosts: list[str], *, sample: bool, debug: bool, https: bool) -> None:
    """Three things that are for the machine one sits at."""
    reasons = {
        "IMMUNOSITE_SAMPLE=true shows invented content, and its accounts are written into a file":
            sample,
        "DEBUG=true shows settings and data to whoever meets an error": debug,
        "IMMUNOSITE_HTTPS=false sends passwords in the clear": not https,
    }  # fmt: skip
    for reason, applies in reasons.items():
        if applies and not LOOPBACK.issuperset(hosts):
            raise ImproperlyConfigured(
                f"{reason}, so it is allowed only while every name in ALLOWED_HOSTS is this machine"
                f" ({', '.join(sorted(LOOPBACK))})."
            )


def site_url(url: str, hosts: list[str], *, https: bool) -> str:
    """The site's own address, without a slash at its end."""
    wanted = "https" if https else "http"
    parts = _split("SITE_URL", url.rstrip("/"), f"{wanted}://www.example.org", [wanted])
    if not validate_host(_host(parts), hosts):
        raise ImproperlyConfigured(
            f"SITE_URL leads to {_host(parts)}, which ALLOWED_HOSTS ({', '.join(hosts)}) does not"
            " let in. Set both to the site's name."
        )
    return url.rstrip("/")


def origins(urls: list[str], *, https: bool) -> list[str]:
    for url in urls:
        schemes = ["https"] if https else ["http", "https"]
        _split("CSRF_TRUSTED_ORIGINS", url, "https://cms.example.org", schemes)
    return urls


def _split(name: str, url: str, example: str, schemes: list[str]) -> SplitResult:
    """Scheme, host and port; whatever else an address may have is a mistake here."""
    try:
        parts = urlsplit(url)
        plain = f"{parts.scheme}://{_host(parts)}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        plain, parts = "", SplitResult("", "", "", "", "")
    is_host = not _fault(_host(parts)) or _host(parts) in LOOPBACK
    if parts.scheme not in schemes or plain.lower() != url.lower() or not is_host:
        raise ImproperlyConfigured(
            f"{name} holds {url!r}. Set it to {' or '.join(schemes)}, a host name and nothing more,"
            f" for example {example}."
        )
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host
