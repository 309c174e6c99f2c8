"""Receipts, read by a JOSE library of somebody else's: npm's `jose` knows nothing of this site."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from audits.crawl import read
from audits.machine import NODE_MODULES, program

SCRIPT = Path(__file__).with_name("jose_check.mjs")
SECONDS = 120
LOC = re.compile(r"<loc>([^<]+)</loc>")


def check(site: str) -> list[str]:
    """What is amiss with the receipts of all pages in the sitemap, and with changed ones."""
    receipts = dict(receipts_of(site))
    print(f"jose: {len(receipts)} receipts, each as it is and changed", flush=True)
    if not receipts:
        return ["The site has no receipt."]
    known = json.loads(read(f"{site}/.well-known/jwks.json", "").text)
    with tempfile.TemporaryDirectory(prefix="immunosite-jose-") as folder:
        file = Path(folder) / "receipts.json"
        file.write_text(json.dumps({"jwks": known, "receipts": receipts}), encoding="utf-8")
        command = [program("node"), str(SCRIPT), str(file), str(NODE_MODULES)]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    if done.returncode:
        return [f"jose could not be asked: {done.stderr.strip()[-400:]}"]
    return done.stdout.splitlines()


def receipts_of(site: str) -> Iterator[tuple[str, object]]:
    """Of the first edition of each page: its address and the receipt."""
    for path in paths_in(site, "/sitemap.xml"):
        answer = read(f"{site}{path}history/1/receipt.json", "")
        if answer.status == 200:
            yield path, json.loads(answer.text)


def paths_in(site: str, sitemap: str) -> Iterator[str]:
    for address in LOC.findall(read(f"{site}{sitemap}", "").text):
        path = urlsplit(address).path
        if path.endswith(".xml"):
            yield from paths_in(site, path)
        else:
            yield path
