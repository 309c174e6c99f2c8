"""The least that a WSGI application can do: bytes from memory. BENCHMARK_PAGES is a folder with a
file for each page and `pages.json`, which says at which address each is."""

import json
import os
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ["BENCHMARK_PAGES"])
PAGES = {
    address: (FOLDER / name).read_bytes()
    for address, name in json.loads((FOLDER / "pages.json").read_text()).items()
}


def application(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
    query = environ.get("QUERY_STRING")
    body = PAGES[environ["PATH_INFO"] + (f"?{query}" if query else "")]
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
