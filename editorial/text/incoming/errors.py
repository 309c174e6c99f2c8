"""Why a text could not be read. The message of each can be shown to a person."""

LARGEST = 10_000_000  # characters; a pasted book with its styles is about a third of it
DEEPEST = 1_000  # elements inside each other; real pages stay under a hundred
MOST_UNCLOSED = 500  # bold, links and the like that never end
MOST_ELEMENTS = 150_000  # a book out of Word has about half of it
MOST_SIGNS = 100_000  # “&”: the reader's time grows with the square of them


class Unreadable(Exception):
    """HTML that is not taken in. Nothing of it was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TooLarge(Unreadable):
    """Of `size` characters, elements or signs more than `most`."""

    def __init__(self, size: int, most: int, of: str) -> None:
        super().__init__(
            f"The text has {size:,} {of}; {most:,} are the most. Take it over in parts."
        )


class TooDeep(Unreadable):
    def __init__(self) -> None:
        super().__init__(
            f"The text is nested more than {DEEPEST:,} levels deep. Take it over as plain text."
        )


class TooBroken(Unreadable):
    def __init__(self) -> None:
        super().__init__(
            f"More than {MOST_UNCLOSED} tags of the text are never closed. "
            "Take it over as plain text."
        )
