"""What was checked, kept until it is saved, so that nothing is read or transformed twice."""

import pickle
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from immunosite.importing.draft import Draft

IN_MEMORY = 16 * 2**20  # bytes; about 4,000 answers of a medical site


class Spool:
    """Drafts in the order they came: in memory, and many in a file without a name, which goes with
    the process whatever ends it. Raises OSError where the disk is full."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - see close

    def close(self) -> None:
        self._file.close()

    def add(self, draft: Draft) -> None:
        pickle.dump(draft, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Draft]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - written here, and nowhere else
            except EOFError:
                return
