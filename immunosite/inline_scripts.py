"""Small scripts that stand in the page itself, and the hashes by which the policy lets them run.

As a file of its own, a script costs the first view one more connection on a slow network, which
takes longer than its text in the page. A script that is not one of these files has no such hash, so
the Content-Security-Policy keeps it out as before.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
# Read once, so that the page and the policy always speak of the same text.
NAMES = ("page.js", "search.js", "form-state.js", "kept-store.js", "kept-offer.js", "kept.js")
SCRIPTS = {name: (STATIC / name).read_text(encoding="utf-8") for name in NAMES}
HASHES = [
    f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    for script in SCRIPTS.values()
]
