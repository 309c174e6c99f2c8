"""Under which name an answer is kept, so that nginx finds it by the address alone.

`identity`, `gzip` and `br` hold the same pages; an address is a file `PATH@QUERY.TYPE` there. The
“@” keeps the page /a apart from the folder of /a/b, and every file from what a reader can ask for;
TYPE is the content type, whose dots and signs are hyphens. `410` and `404` hold notices.
"""

import re
from urllib.parse import unquote

from immunosite.export.refusal import ExportRefusal

CODINGS = ("identity", "gzip", "br")
# nginx looks for a file by what it was asked, so no sign of it may mean anything to a file system.
QUERY = re.compile(r"[A-Za-z0-9_=&%-]{1,120}")
MAX_NAME = 200  # bytes


def parts_of(address: str) -> tuple[str, str]:
    """The path, decoded, and the query as it is written."""
    path, _, query = address.partition("?")
    return unquote(path), query


def is_plain_query(query: str) -> bool:
    return not query or QUERY.fullmatch(query) is not None


def name_of(address: str, content_type: str) -> str:
    """Raises ExportRefusal for an address that cannot be the name of a file."""
    path, query = parts_of(address)
    segments = path.split("/")
    if segments[0] or not all(map(_may_be_name, segments[1:-1])) or not _may_end(segments[-1]):
        raise ExportRefusal(f"{address} cannot be the name of a file.")
    return f"{path[1:]}@{query}.{ending_of(content_type)}"


def ending_of(content_type: str) -> str:
    return re.sub(r"[^a-z0-9+]+", "-", content_type.lower().replace("charset=", ""))


def _may_be_name(segment: str) -> bool:
    return segment not in ("", ".", "..") and _may_end(segment)


def _may_end(segment: str) -> bool:
    return (
        segment not in (".", "..")
        and len(segment.encode()) <= MAX_NAME
        and "@" not in segment
        and "$" not in segment
        and segment.isprintable()
    )
