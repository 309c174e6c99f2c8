"""The one kind of rich text: its elements, attributes and addresses, for editor and cleaner alike.

What the editor can write is what the cleaner lets through; attributes are listed one by one, since
readers do not see them and yet they would be signed.
"""

import nh3
from django_prose_editor.config import allowlist_from_extensions

SCHEMES = ("http", "https", "mailto", "tel", "sms")
EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": list(SCHEMES)},
}
ATTRIBUTES = {
    "*": set[str](),  # else nh3 lets `title` and `lang` through everywhere
    "a": {"href"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}


def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(EXTENSIONS) | {"attributes": ATTRIBUTES}
    allowed["tags"].discard("thead")  # the editor keeps rows in one body
    return nh3.Cleaner(**allowed)


cleaner = _cleaner()
