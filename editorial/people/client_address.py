"""Where a request comes from, as far as our own proxy says."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """A household has one IPv4 address, but 2**64 of IPv6."""
    try:
        ip = ipaddress.ip_address(_address(request))
    except ValueError:
        return "unknown"
    prefix = 64 if ip.version == 6 else 32
    return str(ipaddress.ip_network((ip, prefix), strict=False))


def _address(request: HttpRequest) -> str:
    if settings.TRUST_X_FORWARDED_FOR:
        # The last name is the one that our own proxy has seen; those before it anybody can write.
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
