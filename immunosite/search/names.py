"""Names: what live pages say their subject is also called, so that “NSCLC” finds lung cancer; and
other spellings of a word, so that “tumor” finds “tumour”."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from immunosite.search.models import SearchName, in_force
from immunosite.search.spellings import other_spellings

# The longest name that is recognised, in words, and the most other names tried for one.
LONGEST_NAME = 8
MAX_OTHERS = 8
MAX_ROWS = 400


class Names:
    """Those live entries that bear one of these names, with all that they are called."""

    def __init__(self, keys: Iterable[str]) -> None:
        asked = set(keys)
        self._spellings = other_spellings(asked)
        bearers = SearchName.objects.filter(key__in=asked).values("entry")
        rows = SearchName.objects.filter(in_force(timezone.now(), "entry__"), entry__in=bearers)
        self._bearers: dict[str, list[int]] = defaultdict(list)
        self._names: dict[int, dict[str, str]] = defaultdict(dict)
        for entry, key, name in rows.order_by("pk").values_list("entry", "key", "name")[:MAX_ROWS]:
            self._bearers[key].append(entry)
            self._names[entry][key] = name

    def known(self, key: str) -> bool:
        return key in self._bearers or key in self._spellings

    def entries(self, key: str) -> list[int]:
        return self._bearers.get(key, [])

    def others(self, key: str) -> list[str]:
        """What else the bearers of this name are called, and how else it is spelt."""
        found = {
            other: name
            for entry in self.entries(key)
            for other, name in self._names[entry].items()
            if other and other != key
        }
        return [*self._spellings.get(key, []), *list(found.values())[:MAX_OTHERS]]
