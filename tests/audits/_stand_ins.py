"""Stand-ins for what the audit drives: Lighthouse, and a site that is not well."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from audits import lighthouse

PAGE = {"url": "http://x/", "resourceType": "Document", "transferSize": 100}
RESULT: dict[str, Any] = {
    "categories": {
        name: {"score": 1, "auditRefs": [{"id": "largest-contentful-paint", "weight": 1}]}
        for name in lighthouse.CATEGORIES
    },
    "audits": {
        "largest-contentful-paint": {"score": 1, "numericValue": 500.0},
        "network-requests": {"details": {"items": [PAGE]}},
    },
    "environment": {"benchmarkIndex": 1500},
}
FAILED = {"runtimeError": {"code": "NO_NAVSTART", "message": "The page did not load."}}
UNPAINTED = json.loads(json.dumps(RESULT))
del UNPAINTED["audits"]["largest-contentful-paint"]["numericValue"]

# Each call takes the next line of a file, and does what it says.
COMMAND = """
import sys, time
from pathlib import Path

file = Path(sys.argv[1])
first, *rest = file.read_text().splitlines()
file.write_text("\\n".join(rest))
if first == "hang":
    try:
        time.sleep(60)
    finally:
        file.with_name("ended").write_text("its Chromium, too")
print(first)
sys.exit(1 if first == "exit" else 0)
"""


class Site(BaseHTTPRequestHandler):
    """`/hang` does not answer, `/cut` breaks off, `/endless/…` links to two more, `/500` fails."""

    def do_GET(self) -> None:
        if self.path == "/hang":
            time.sleep(2)
        elif self.path != "/cut":
            self.answer()

    def answer(self) -> None:
        below = ["a", "b"] if self.path.startswith("/endless") else []
        links = [f"{self.path}/{each}" for each in below] or ["/hang", "/cut", "/500", "/well"]
        self.send_response(500 if self.path == "/500" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write("".join(f'<a href="{link}">on</a>' for link in links).encode())

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def sick_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
