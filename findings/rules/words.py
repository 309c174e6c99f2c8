"""Words: what is promised, short forms, names of medicines, and where to turn for help."""

import re
from collections.abc import Iterator

from editorial.findings import Level, Rule
from findings.medicines import BRANDS
from findings.rule import Hit, TextRule
from findings.text import Block, Draft

PLAIN = "CDC Clear Communication Index; NHS service manual, Health literacy"
NEGATED = re.compile(r"\b(?:not|no|never|nor|isn't|aren't|cannot|can't|without|nothing|neither)\b")
# What most readers know, units, letters of forms, and Roman numerals.
KNOWN = frozenset(
    (  # noqa: SIM905 - shorter to read
        "AIDS AM BMI BBC CD CT DNA DVD EU EMA EPA FAQ FDA GP HIV ID IQ IV MRI NASA NHS NIH CDC OK "
        "PDF PM RNA TV UK UN UNICEF URL US USA UV VAT WHO SMS GPS ABC AD BC CEO PHD MD DR COVID "
        "IU ML MG KG MM CM SARS NICE A&E ER ICU X-ray PIN NCI NB PS USB HPV DIY"
    ).split()
)
ROMAN = re.compile(r"[IVX]+[ABC]?\Z")
SHORT = re.compile(r"(?<![\w&/.-])[A-Z][A-Z0-9]{1,5}(?:-?\d{1,2})?s?(?![\w&/-])")
INTRODUCED = ("(", "“", '"', " called", " known as", " or", "/")
FOLLOWED = re.compile(r"[’']?s?(?: \w{1,15}){0,3}\s?\(")
TURN_TO = re.compile(
    r"\b(?:contact|consult|get in touch with|reach out to|notify|inform) (?:your|a|the) "
    r"(?:\w{1,15} ){0,2}?(?:doctor|nurse|team|gp|pharmacist|clinic|specialist|hospital|"
    r"provider|oncologist|dentist|midwife|physician)s?\b"
)
WHEN = re.compile(
    r"\b(?:if|when|whenever|before|after|until|unless|once|as soon as|at once|immediately|"
    r"right away|straight away|urgently|same day|within|today|in case|should you|for (?:any|these)|"
    r"with any|about any|any time|anytime|who have|who has|to find out|to see|to learn|for more|"
    r"for advice|for information)\b"
)
HOW = re.compile(
    r"\d{3}|\b(?:call|phone|telephone|ring|number|line|helpline|hotline|card|email|e-mail|text|"
    r"message|portal|website|online|appointment|visit|emergency|app|letter|bleep|by post)\b"
)


def hype(draft: Draft) -> Iterator[Hit]:
    """The words of the editors' list; not where the text says that something is none of them."""
    for part in draft.parts:
        for _, sentence in part.sentences:
            padded = f" {sentence.lower} "
            for words, unless in draft.hype:
                place = _word_at(padded, words)
                if place >= 0 and not _is_excused(padded, place, unless):
                    said = f"“{words}” promises more than medicine can keep, or sounds like it."
                    yield Hit(part, sentence.text, said, sentence.words)
                    break


def _word_at(text: str, words: str) -> int:
    start = text.find(words)
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(words) : start + len(words) + 1]
        if not any(char.isalnum() for char in around):
            return start
        start = text.find(words, start + 1)
    return -1


def _is_excused(text: str, place: int, unless: str) -> bool:
    if NEGATED.search(text[max(0, place - 60) : place]):
        return True
    return any(each.strip() in text for each in unless.lower().split(";") if each.strip())


def short_forms(draft: Draft) -> Iterator[Hit]:
    """Each once, where it stands first, unless the text or the glossary says what it means."""
    told = set(draft.defined) | KNOWN
    for part in draft.prose:
        for block in part.blocks:
            if _is_shouted(block.text):
                continue
            for found in SHORT.finditer(block.text):
                form = found[0].removesuffix("s")
                if form in told or ROMAN.match(form):
                    continue
                told.add(form)
                if not _is_defined(form, found, block, draft):
                    said = f"“{form}” is not explained. Write it out where it stands first."
                    yield Hit(part, block.text, said, found[0])


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2


def _is_defined(form: str, found: re.Match[str], block: Block, draft: Draft) -> bool:
    """“cytokine release syndrome (CRS)”, “CRS (cytokine …)”, “called CRS”, “CRS, short for …”."""
    before, after = block.text[: found.start()].rstrip(), block.text[found.end() :]
    if FOLLOWED.match(after) or before.endswith(
        ("(", "“", '"', " called", " known as", " or", "/")
    ):
        return True
    if re.match(r",? (?:is|are|means|stands|short|which means|or|,)\b", after):
        return True
    named = f"({form}"
    return any(named in each.text for part in draft.parts for each in part.blocks)


def brands(draft: Draft) -> Iterator[Hit]:
    whole = " ".join(block.lower for part in draft.parts for block in part.blocks)
    told: set[str] = set()
    for part in draft.prose:
        for block in part.blocks:
            for word in re.findall(r"[A-Z][\w-]{2,20}", block.text):
                generic = BRANDS.get(word.lower(), "")
                if generic and generic.split(" ")[0] not in whole and word not in told:
                    told.add(word)
                    said = f"“{word}” is a brand. Name the medicine too: {generic}."
                    yield Hit(part, block.text, said, word)


def contacts(draft: Draft) -> Iterator[Hit]:
    """When and how may stand two sentences away, or in the line before a list."""
    for part in draft.prose:
        for place, block in enumerate(part.blocks):
            before = part.blocks[place - 1].sentences[-1:] if place else []
            for number, sentence in enumerate(() if block.level else block.sentences):
                if TURN_TO.search(sentence.lower):
                    near = [*before, *block.sentences[max(0, number - 2) : number + 3]]
                    if lacks := _lacking(" ".join(each.lower for each in near)):
                        said = f"does not say {lacks}: at what sign, by which number?"
                        yield Hit(part, sentence.text, said, sentence.words)


def _lacking(around: str) -> str:
    asked = (("when", WHEN), ("how", HOW))
    return " and ".join(word for word, said in asked if not said.search(around))


RULES = (
    TextRule(
        Rule(
            id="hype",
            level=Level.ADVISES,
            weight=75,
            reason="Big words raise hopes that a treatment cannot keep for everybody.",
            standard="HealthNewsReview criteria; Vinay et al., JAMA Oncol 2016;2:257-258",
            fires=("<p>This breakthrough changes everything.</p>",
                   "<p>It is a miracle cure.</p>", "<p>The injection is completely safe.</p>",
                   {"title": "A game-changer in cancer care"}),
            silent=("<p>No treatment is completely safe.</p>",
                    "<p>Breakthrough pain may come between doses.</p>",
                    "<p>It is not a miracle cure.</p>", "<p>It helps some people.</p>"),
        ),
        hype,
    ),
    TextRule(
        Rule(
            id="undefined-abbreviation",
            level=Level.ADVISES,
            weight=58,
            reason="Who does not know the short form stops reading there.",
            standard="AMA Manual of Style, 11th edition, 13.0 (Abbreviations)",
            fires=("<p>Doctors look for CRS in the first week.</p>",
                   "<ul><li>You may get ICANS.</li></ul>"),
            silent=("<p>Cytokine release syndrome (CRS) may come. CRS is treated.</p>",
                    "<p>CRS (cytokine release syndrome) may come.</p>",
                    "<p>The DNA of the cell, an MRI scan, stage III, the NHS and the UK.</p>",
                    "<p>DO NOT STOP YOUR TABLETS</p>", "<p>Call 999 at once.</p>"),
        ),
        short_forms,
    ),
    TextRule(
        Rule(
            id="brand-only",
            level=Level.ADVISES,
            weight=62,
            reason="Brands differ between countries; the medicine's name is on every pack.",
            standard="WHO, International Nonproprietary Names; AMA Manual of Style, 14.4",
            fires=("<p>You may be given Keytruda.</p>", "<p>Humira is injected.</p>"),
            silent=("<p>You may be given pembrolizumab (Keytruda).</p>",
                    "<p>You may be given pembrolizumab.</p>"),
        ),
        brands,
    ),
    TextRule(
        Rule(
            id="contact-when-how",
            level=Level.ADVISES,
            weight=72,
            reason="In need, people must know at which sign to call, and which number.",
            standard=f"{PLAIN}; NICE NG197, Shared decision making (safety netting)",
            fires=("<p>Contact your doctor.</p>", "<p>Please contact your care team.</p>",
                   "<p>Contact your doctor if you have a fever.</p>"),
            silent=("<p>Contact your team if you have a fever. Call 01632 960000.</p>",
                    "<p>If your temperature is above 38°C, contact your nurse by phone.</p>",
                    "<p>Talk to your doctor about what matters to you.</p>",
                    "<p>Contact sports are not advised.</p>"),
        ),
        contacts,
    ),
)  # fmt: skip
