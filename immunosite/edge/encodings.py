"""Accept-Encoding, read once and by the book (RFC 9110, 12.5.3), for pages and static files alike.

WhiteNoise looks for the names alone and misses `br;q=0`. So the header is replaced with the names
of what the reader likes best: "br, gzip", "gzip", "br" or nothing, which is the plain bytes.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CODINGS = ["br", "gzip"]  # what there is, smallest first
QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\Z")
OTHER_NAMES = {"x-gzip": "gzip"}
Next = Callable[[HttpRequest], HttpResponse]


class AcceptedEncodings:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        best = liked_best(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if best is None:
            return HttpResponse(
                "Your Accept-Encoding refuses every form in which this site can answer: br, gzip"
                " and identity.\n",
                status=406,
                content_type="text/plain; charset=utf-8",
                headers={"Vary": "Accept-Encoding"},
            )
        request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(best)
        return self.get_response(request)


def liked_best(header: str) -> list[str] | None:
    """Those codings of ours that have the highest weight; [] for the plain bytes. None: nothing."""
    weights = _weights(header)
    others = weights.get("*", 0.0)
    plain = weights.get("identity", weights.get("*"))
    liked = {coding: weights.get(coding, others) for coding in CODINGS}
    most = max(liked.values())
    if most == 0:
        return None if plain == 0 else []
    # Where neither names them, plain bytes are taken, but liked least.
    if plain is not None and plain > most:
        return []
    return [coding for coding, weight in liked.items() if weight == most]


def _weights(header: str) -> dict[str, float]:
    found = {}
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        qualities = [QUALITY.match(part.replace(" ", "")) for part in parameters]
        if name and all(qualities):  # what cannot be read was not said
            weight = float(qualities[0][1]) if qualities and qualities[0] else 1.0
            found[OTHER_NAMES.get(name, name)] = weight
    return found
