"""What stood at a page's address at a given time: its TimeGate and its TimeMap (RFC 7089).

The spans are those of the editions. A withdrawn edition is no memento: whoever asks for its time is
led to the notice that says why its text is not shown, and not to another text.
"""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.public.history import of_live_page
from editorial.public.memento import LINK_FORMAT, link, original, timegate, timemap


@of_live_page
def show_timegate(request: HttpRequest, live: Edition) -> HttpResponse:
    """Section 4.1: a redirect to the edition of the time in `Accept-Datetime`; without one, to that
    of now. 400 where it is no date of RFC 9110, section 5.6.7."""
    try:
        moment = _moment(request.headers.get("Accept-Datetime"))
    except ValueError:
        return HttpResponseBadRequest(
            "Accept-Datetime is no date like “Thu, 31 May 2026 20:35:00 GMT”.\n",
            content_type="text/plain; charset=utf-8",
        )
    number = _number_at(moment, live)
    answer = HttpResponseRedirect(reverse(f"{live.kind}-edition", args=[live.slug, number]))
    answer.headers["Vary"] = "Accept-Datetime"
    answer.headers["Link"] = ", ".join([original(live), timemap(live)])
    return answer


@of_live_page
def show_timemap(request: HttpRequest, live: Edition) -> HttpResponse:
    """Section 5: every memento with its time, the oldest first."""
    rows = list(_public(live).filter(withdrawn=False).values_list("number", "effective_from"))
    lines = [original(live), timemap(live, "self"), timegate(live)]
    for number, begun in rows:
        address = reverse(f"{live.kind}-edition", args=[live.slug, number])
        place = [name for name, row in (("first", rows[0]), ("last", rows[-1])) if row[0] == number]
        rel = " ".join([*place, "memento"])
        lines.append(link(address, rel, datetime=http_date(begun.timestamp())))
    return HttpResponse(",\n".join(lines) + "\n", content_type=LINK_FORMAT)


def _moment(asked: str | None) -> datetime:
    """Raises ValueError."""
    return timezone.now() if asked is None else datetime.fromtimestamp(parse_http_date(asked), UTC)


def _number_at(moment: datetime, live: Edition) -> int:
    """Of the newest edition that had begun by then; before the first one, of the first."""
    numbers = _public(live).values_list("number", flat=True)
    # Dates of HTTP have whole seconds: that of a memento leads to it again.
    begun = numbers.filter(effective_from__lt=moment + timedelta(seconds=1)).last()
    return begun or numbers[0]


def _public(live: Edition) -> EditionQuerySet:
    return Edition.objects.ever_public().filter(document=live.document_id).order_by("number")
