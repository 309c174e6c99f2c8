"""`python -m immunosite.start.is_alive`: exits with 0 if the server on this machine answers."""

import sys
from http.client import HTTPConnection, HTTPException

from immunosite import environment
from immunosite.start import server

SECONDS = 4


def is_alive() -> bool:
    """By its own name, for it answers to no other."""
    _, _, port = server.bind().rpartition(":")
    host = environment.items("ALLOWED_HOSTS", "localhost")[0].lstrip(".")
    asked = HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)
    try:
        asked.request("GET", "/healthz", headers={"Host": host})
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


if __name__ == "__main__":
    sys.exit(0 if is_alive() else 1)
