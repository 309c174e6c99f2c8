"""How many reads of pages that no act touches come from the store while 50 acts a minute go on.

    python -m benchmarks.hits MEDQUAD SIZE SECONDS

Run in the environment of `benchmarks.ours`. A read counts as from the store if it never enters
Django. Prints JSON: reads, those from the store, and acts.
"""

import io
import itertools
import json
import sys
import threading
import time
from pathlib import Path

import django

ACTS_A_MINUTE = 50
PAGES = 300
PAUSE = 0.002  # seconds between reads: those of readers, not of a flood


def main(medquad: Path, size: int, seconds: int) -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - not before the setup
    from django.core.signals import request_started  # noqa: PLC0415

    from benchmarks.cold import Site  # noqa: PLC0415
    from benchmarks.growth import address_of  # noqa: PLC0415
    from benchmarks.many_editions import growing  # noqa: PLC0415
    from editorial.models import Edition  # noqa: PLC0415

    answers, sys.stdout = sys.stdout, sys.stderr
    call_command("make_receipt_key", stdout=io.StringIO())
    list(growing(medquad, [size]))
    rows = Edition.objects.live().exclude(kind="glossaryentry").values_list("kind", "slug")
    site = Site("immunosite.wsgi", lambda: None)
    addresses = [address_of(*row) for row in rows[:PAGES]]
    for address in [*addresses, *addresses]:
        site.answer(address)
    entered: list[int] = []
    request_started.connect(lambda **given: entered.append(1), weak=False)
    acting = Acting(seconds)
    acting.start()
    reads, end = 0, time.monotonic() + seconds
    for address in itertools.cycle(addresses):
        if time.monotonic() > end:
            break
        site.answer(address)
        reads += 1
        time.sleep(PAUSE)
    acting.join()
    print(json.dumps([[reads, reads - len(entered), acting.done]]), file=answers)


class Acting(threading.Thread):
    """Somebody publishes a page of their own again and again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.end, self.done = time.monotonic() + seconds, 0

    def run(self) -> None:
        from django.db import connection  # noqa: PLC0415

        from benchmarks.draft_to_live import publish  # noqa: PLC0415
        from benchmarks.steps import people  # noqa: PLC0415

        pair = people("will", "ravi")
        while time.monotonic() < self.end:
            started = time.monotonic()
            publish(10_000 + self.done, *pair)
            self.done += 1
            time.sleep(max(0, 60 / ACTS_A_MINUTE - (time.monotonic() - started)))
        connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
