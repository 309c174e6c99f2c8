"""The two standards by which health information is often judged, and where this site meets each.

PIF TICK: the ten criteria of the Patient Information Forum, as of 2022. JAMA: the four benchmarks
of Silberg, Lundberg and Musacchio, JAMA 1997;277:1244-5. Both in our own words.
"""

from dataclasses import dataclass

from editorial.checklist import QUESTIONS
from immunosite.about.figures import Reviews, Share, Texts


@dataclass(frozen=True)
class Counted:
    """A share of the live pages, and what it is a share of. Below all, it is said plainly."""

    share: Share
    what: str

    def __str__(self) -> str:
        return f"{self.share} {self.what}."


@dataclass(frozen=True)
class Criterion:
    """`here` is what the site does by itself; `beyond` what only its owner can do."""

    name: str
    asks: str
    here: str = ""
    beyond: str = ""
    counted: tuple[Counted, ...] = ()

    @property
    def standing(self) -> str:
        if not self.here:
            return "Depends on the site’s owner"
        if not all(each.share.is_all for each in self.counted):
            return "Built in, but not met by every page"
        return "Built in; the rest depends on the site’s owner" if self.beyond else "Built in"


def pif_tick(reviews: Reviews, texts: Texts, signed: Share) -> list[Criterion]:
    return [
        Criterion(
            "Systems",
            "Information comes about by one written process, always the same.",
            "Every page takes one path from draft to signature. Each step is kept on a record that "
            "shows when it has been tampered with.",
            "To choose topics, find reviewers and answer complaints in a settled way.",
            (Counted(signed, "carry all the signatures that they need"),),
        ),
        Criterion(
            "Training",
            "Those who make the information are trained and supported.",
            beyond="To train writers and reviewers. The software knows a signer’s credentials, not "
            "whether anybody was trained.",
        ),
        Criterion(
            "Need",
            "Each piece answers a need that people really have.",
            beyond="To ask patients and families what they want to know, and to write that first.",
        ),
        Criterion(
            "Evidence",
            "Information rests on reliable evidence that is up to date, and makes it plain.",
            f"Sources are numbered in the text. A signer answers “{QUESTIONS['evidence']}” and "
            f"“{QUESTIONS['sources']}”; one “no”, and the page cannot be signed. A review runs "
            "out, and a page that is overdue says so.",
            "To review in time, and to choose the sources well.",
            (
                Counted(texts.sourced, "name their sources"),
                Counted(reviews.in_date, "are within their review date"),
            ),
        ),
        Criterion(
            "Involving users",
            "Those for whom it is written have a part in making it.",
            beyond="To bring patients in, as writers and as readers of drafts. The software has no "
            "step that makes sure of it.",
        ),
        Criterion(
            "Health inequalities",
            "Information suits readers of every skill, language and ability.",
            f"A signer answers “{QUESTIONS['plain']}”. Terms are explained in a glossary. Pages "
            "work with a screen reader, by keyboard, enlarged, on an old phone and on paper.",
            "Other languages, easy-read and spoken versions, and tests with people who find "
            "reading hard.",
        ),
        Criterion(
            "Content and design",
            "Information is clear, balanced, and easy to find and use.",
            f"A signer answers “{QUESTIONS['balance']}” and “{QUESTIONS['safety']}”. Each page "
            "begins with its summary and has one layout for its kind; there is a search, and an "
            "index from A to Z for terms.",
        ),
        Criterion(
            "Feedback",
            "Readers can say what they think, and it is acted on.",
            "At the end of every page readers can report a problem with it, without an account, "
            "and anybody can send in a question. Editors have the letters on a list until each is "
            "dealt with; a correction takes the same path as a new page.",
            "To read what comes, to answer in good time, and to act on it.",
        ),
        Criterion(
            "Dissemination",
            "Information reaches those who need it.",
            "Pages need no account and can be read, printed and shared by anybody. Search engines "
            "are told who reviewed a page and when.",
            "To make the pages known where patients are.",
        ),
        Criterion(
            "Impact",
            "Somebody measures whether the information helps.",
            beyond="To ask readers. This site does not watch them: it sets no cookies on readers "
            "and counts no visits.",
        ),
    ]


def jama(reviews: Reviews, texts: Texts, signed: Share) -> list[Criterion]:
    return [
        Criterion(
            "Authorship",
            "Who wrote it, with affiliations and credentials.",
            "Each page names its writer, and each reviewer with credentials and, where there is "
            "one, the team. The names come from the signatures and cannot be typed in.",
            counted=(Counted(signed, "carry all the signatures that they need"),),
        ),
        Criterion(
            "Attribution",
            "The sources are listed.",
            "Sources are numbered where they are used and listed at the end, with links.",
            counted=(Counted(texts.sourced, "name their sources"),),
        ),
        Criterion(
            "Disclosure",
            "Who owns and pays for the site, and what interests may conflict.",
            "Nobody can sign without stating conflicts of interest, and the statement stands on "
            "the page.",
            "To say on the page about funding who runs the site and who pays.",
        ),
        Criterion(
            "Currency",
            "The dates of publication and of updates.",
            "Each page says when it was published, updated and last reviewed, and when the next "
            "review is due. Its history keeps every edition.",
            counted=(
                Counted(reviews.in_date, "are within their review date"),
                Counted(texts.explained, "with a second edition say what changed, and why"),
            ),
        ),
    ]
