"""Where mail filters and other sites lead readers through an address of their own: the true one
stands in it. Proofpoint's three ways to write it are those of its published decoder.
"""

import re
from base64 import urlsafe_b64decode
from string import ascii_lowercase, ascii_uppercase, digits
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# Host, path, and the parameters that may hold the true address.
IN_A_PARAMETER = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}\Z"), "/url", ("q", "url")),
    (re.compile(r".+\.safelinks\.protection\.outlook\.com\Z"), "/", ("url",)),
    (re.compile(r"lm?\.facebook\.com\Z"), "/l.php", ("u",)),
    (re.compile(r"l\.instagram\.com\Z"), "/", ("u",)),
    (re.compile(r"slack-redir\.net\Z"), "/link", ("url",)),
    (re.compile(r"(?:www\.)?youtube\.com\Z"), "/redirect", ("q",)),
    (re.compile(r"(?:www\.)?linkedin\.com\Z"), "/safety/go", ("url",)),
    (re.compile(r"linkprotect\.cudasvc\.com\Z"), "/url", ("a",)),
    (re.compile(r"urldefense\.proofpoint\.com\Z"), "/v1/url", ("u",)),
)
PROOFPOINT = re.compile(r"urldefense(?:\.proofpoint)?\.com\Z")
THIRD = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[\w-]*)!")
# In the third way “*” stands for one sign of the list after it, “**C” for as many as C says.
REPLACED = re.compile(r"\*(?:\*([\w-]))?", re.ASCII)
LENGTHS = {letter: 2 + at for at, letter in enumerate(ascii_uppercase + ascii_lowercase + digits
                                                      + "-_")}  # fmt: skip
TRUE = ("http://", "https://", "mailto:", "tel:")
MOST_WRAPPED = 5  # one filter wraps the address of another


def unwrapped(href: str) -> str:
    """The address that is meant; the one given where it is no redirect that is known."""
    for _ in range(MOST_WRAPPED):
        try:
            inner = _inner(urlsplit(href), href)
        except (ValueError, IndexError):  # cut off, or of another make
            return href
        if not inner.lower().startswith(TRUE):
            return href
        href = inner.replace(" ", "%20")
    return href


def _inner(parts: SplitResult, href: str) -> str:
    host, query = parts.hostname or "", parse_qs(parts.query)
    if PROOFPOINT.match(host) and parts.path.startswith("/v2/"):
        return unquote(query.get("u", [""])[0].replace("-", "%").replace("_", "/"))
    if PROOFPOINT.match(host) and (third := THIRD.search(href)):
        return _third(third["address"], third["signs"])
    for known, path, names in IN_A_PARAMETER:
        if known.match(host) and parts.path == path:
            found = (query.get(name, [""])[0] for name in names)
            return next((each for each in found if each.lower().startswith(TRUE)), "")
    return ""


def _third(address: str, encoded: str) -> str:
    signs = iter(urlsafe_b64decode(encoded + "==").decode())
    address = re.sub(r"\A([a-z]+:/)(?=[^/])", r"\1/", address)  # some programs drop one slash

    def meant(mark: re.Match[str]) -> str:
        run = [next(signs, "") for _ in range(LENGTHS[mark[1]] if mark[1] else 1)]
        if "" in run:
            raise ValueError(address)
        return "".join(run)

    return REPLACED.sub(meant, address)
