"""What requests cost in one process, asked for line by line: run in the virtual environment of the
site that is measured, ours or Wagtail's, so it takes nothing but Django's own.

    python -m benchmarks.cold WSGI_MODULE [MODULE:FORGET]

Each line read is JSON: a list of addresses. Before each of them FORGET is called, which empties
what the site keeps of finished pages. Each line written is JSON: for each address its status, its
length, milliseconds of this process on the processor, and its number of queries.
"""

import gc
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from importlib import import_module
from typing import NamedTuple

Forget = Callable[[], object]


class Cost(NamedTuple):
    status: int
    length: int
    milliseconds: float
    queries: int


def environ_of(address: str) -> dict[str, object]:
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "RAW_URI": address,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


class Site:
    def __init__(self, module: str, forget: Forget) -> None:
        self.application, self.forget = import_module(module).application, forget

    def cost(self, address: str) -> Cost:
        from django.db import connections  # noqa: PLC0415 - set up by the site's own module

        self.forget()
        count = 0

        def counted(execute: Callable[..., object], *given: object) -> object:
            nonlocal count
            count += 1
            return execute(*given)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(counted))
            gc.collect()
            start = time.process_time()
            status, length = self.answer(address)
            took = 1000 * (time.process_time() - start)
        return Cost(status, length, took, count)

    def answer(self, address: str) -> tuple[int, int]:
        statuses: list[str] = []

        def start_response(status: str, headers: object, info: object = None) -> None:
            statuses.append(status)

        body: Iterable[bytes] = self.application(environ_of(address), start_response)
        try:
            length = sum(map(len, body))
        finally:
            getattr(body, "close", lambda: None)()
        return int(statuses[-1][:3]), length


def forgetting(name: str) -> Forget:
    """`MODULE:NAME.OF.FUNCTION`; nothing to forget without one."""
    if not name:
        return lambda: None
    module, _, path = name.partition(":")
    found: object = import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found  # type: ignore[return-value]


def main(module: str, forget: str = "") -> None:
    # The site's own prints must not stand between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    site = Site(module, lambda: None)
    site.forget = forgetting(forget)
    for line in sys.stdin:
        print(json.dumps([site.cost(each) for each in json.loads(line)]), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
