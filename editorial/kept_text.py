"""What a person typed is kept on the device until the server has it: see `static/kept.js`.

The script marks each form that it sends. The message that says an act was done carries the mark on,
and only then is the copy deleted; a page that refuses, or a login in between, has no such message.
"""

import re

from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.crypto import salted_hmac

from editorial.models import User

MARK = re.compile(r"[a-z0-9]{8,40}")


def key_of(user: User) -> str:
    """The key that seals this person's copies, 32 bytes in hex. Only pages of that person hold it,
    so that whoever signs in next on the same machine cannot read them."""
    return salted_hmac("editorial.kept_text", str(user.pk), algorithm="sha256").hexdigest()


class Messages(FallbackStorage):
    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        mark = self.request.POST.get("kept_form", "")
        if int(level) == SUCCESS and MARK.fullmatch(mark):
            extra_tags = f"{extra_tags or ''} kept-{mark}".strip()
        super().add(level, message, extra_tags)
