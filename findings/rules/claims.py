"""Claims: whether they say where they come from, how old that is, and the other side of it."""

import re
from collections.abc import Iterator

from editorial.findings import Level, Rule
from findings.rule import Hit, TextRule
from findings.rules.numbers import IPDAS_BALANCE, PERCENT, shares
from findings.sentences import Sentence
from findings.text import Block, Draft, Part

RESEARCH = re.compile(
    r"(?<!when )(?<!when clinical )(?<!if )(?<!until )(?<!what )"
    r"\b(?:stud(?:y|ies)|trials?|research|"
    r"researchers|scientists|meta-analys[ei]s|evidence|surveys?)"
    r"(?: (?:have|has|had|also|clearly|recently|now|consistently|of|in|with|on|over|"
    r"people|patients|adults|children|\d[\d,]*)){0,5} "
    r"(?:shows?|showed|shown|found|suggests?|suggested|reports?|reported|proved|proven?|"
    r"confirms?|confirmed|concluded)\b"
)
# What a treatment gives, said as a fact.
BENEFIT = re.compile(
    r"\b(?:treatment|therapy|therapies|immunotherapy|drugs?|medicines?|vaccines?|it|they|this|these|"
    r"\w{3,20}mab|infusions?|injections?|cells)\b[\w ,']{0,60}?"
    r"\b(?:helps?|works? (?:for|well)|shrinks?|cures?|improves?|prolongs?|extends?|controls?|"
    r"stops? the|slows?|eases?|relieves?|can (?:help|shrink|cure|control|slow|keep|improve)|"
    r"live longer|is effective|are effective|reduces?|lowers?|prevents?|protects?)\b"
)
TREATMENT = re.compile(
    r"\b(?:treatments?|therapy|therapies|immunotherapy|medicines?|drugs?|vaccines?|\w{3,20}mab)\b"
)
HARM = re.compile(
    r"\b(?:side effects?|harms?|harmful|risks?|adverse|complications?|toxic(?:ity)?|reactions?|"
    r"unwanted|rash(?:es)?|infections?|inflammation|bleeding|nausea|diarrhoea|diarrhea|fatigue|"
    r"tired(?:ness)?|fevers?|pain|dies?|deaths?|damage|dangerous|worse|attacks?)\b"
)
AS_OF = re.compile(
    r"\b(?:as of|as at|by the end of|up to|until|in|since|to date in|by) (?:\w{3,9} )?"
    r"(?P<year>(?:19|20)\d\d)\b"
)
NOW = re.compile(r"\b(?:as of|as at|to date|currently|at present|now|latest|newest|most recent)\b")
KEY = re.compile(r"@([\w-]{1,80})")
ENOUGH = 3  # sentences on what a treatment does, before balance is asked of a text
WORDS_ENOUGH = 60


def unsourced(draft: Draft) -> Iterator[Hit]:
    """Of a block with a source none is asked: it may stand behind several sentences."""
    for part in draft.prose:
        for block in part.blocks:
            if block.level or not part.html or "[@" in block.text:
                continue
            for sentence in block.sentences:
                if what := _claim(sentence):
                    said = f"{what} without a source. Cite it: [@its-key]."
                    yield Hit(part, sentence.text, said, sentence.words)
                    break


def _claim(sentence: Sentence) -> str:
    if RESEARCH.search(sentence.lower):
        return "says what research found,"
    if shares(sentence) or PERCENT.search(sentence.lower):
        return "gives a number" if HARM.search(sentence.lower) or _of_people(sentence) else ""
    return ""


def _of_people(sentence: Sentence) -> bool:
    return bool(re.search(r"\b(?:people|patients|women|men|children|adults|cases)\b",
                          sentence.lower))  # fmt: skip


def stale(draft: Draft) -> Iterator[Hit]:
    """The sentence dates itself, and a source that it cites is newer than that."""
    for part, _, sentence in draft.sentences:
        years = [draft.years.get(key.lower(), 0) for key in KEY.findall(sentence.text)]
        said = AS_OF.search(sentence.lower)
        if said and years and NOW.search(sentence.lower) and max(years) > int(said["year"]):
            message = f"speaks as of {said['year']}; its newest source is of {max(years)}."
            yield Hit(part, sentence.text, message, sentence.words)


Weighed = tuple[Part, Block, Sentence]


def no_harm(draft: Draft) -> Iterator[Hit]:
    good, bad = _sides(draft)
    if len(good) >= ENOUGH and not bad:
        part, _, sentence = good[0]
        said = "The text says what a treatment can do, and nowhere what harm it can do."
        yield Hit(part, _bytes(good), said, sentence.words)


def little_harm(draft: Draft) -> Iterator[Hit]:
    """By the headings alone: which words count as a harm, a program guesses too badly to count."""
    good, bad = _headed(draft, "benefit"), _headed(draft, "harm")
    for_it, against = _length(good), _length(bad)
    if bad and for_it >= WORDS_ENOUGH and against * 3 < for_it:
        part, _, sentence = bad[0]
        said = f"Benefits have {for_it} words, harms {against}: less than a third of them."
        yield Hit(part, _bytes([*good, *bad]), said, sentence.words)


def _headed(draft: Draft, wanted: str) -> list[Weighed]:
    """The sentences under headings, or in fields, that name this side."""
    found: list[Weighed] = []
    for part in draft.prose:
        side = _side_of(part.label)
        for block, sentence in part.sentences:
            if block.level:
                side = _side_of(block.text)
            elif side == wanted:
                found.append((part, block, sentence))
    return found


def _sides(draft: Draft) -> tuple[list[Weighed], list[Weighed]]:
    """Sentences on what a treatment gives, and on what harm it does; by the heading of their
    section where that says it, else by their words."""
    good: list[Weighed] = []
    bad: list[Weighed] = []
    for part in draft.prose:
        side = _side_of(part.label)
        for block, sentence in part.sentences:
            if block.level:
                side = _side_of(block.text)
            elif side == "harm" or (HARM.search(sentence.lower) and side != "benefit"):
                bad.append((part, block, sentence))
            elif side == "benefit" or BENEFIT.search(sentence.lower):
                good.append((part, block, sentence))
    return (good, bad) if _is_of_treatment(good) else ([], [])


def _side_of(heading: str) -> str:
    words = heading.lower()
    harm = any(word in words for word in ("risk", "side effect", "harm", "safety", "complication"))
    benefit = any(word in words for word in ("benefit", "how well", "what it can do"))
    return "" if harm == benefit else "harm" if harm else "benefit"


def _is_of_treatment(sentences: list[Weighed]) -> bool:
    return any(TREATMENT.search(each.lower) for _, _, each in sentences)


def _length(sentences: list[Weighed]) -> int:
    return sum(each.count for _, _, each in sentences)


def _bytes(sentences: list[Weighed]) -> str:
    return "\n".join(each.text for _, _, each in sentences)


GOOD = (
    "<p>The treatment helps many people. It shrinks the tumour in some of them. The treatment can "
    "control the illness for years. It improves daily life at home and at work for most.</p>"
)
MORE_GOOD = "<p>The treatment helps many people to live their lives at home and at work.</p>" * 6
BAD = "<p>Side effects such as a rash may come at any time.</p>"
RULES = (
    TextRule(
        Rule(
            id="benefit-without-risk",
            level=Level.ADVISES,
            weight=92,
            reason="Who reads of benefits alone cannot decide.",
            standard=IPDAS_BALANCE,
            fires=(GOOD,),
            silent=(f"{GOOD}<p>Side effects are a rash and tiredness.</p>", "<p>It helps.</p>",
                    f"{GOOD}<h2>Risks</h2><p>Some people feel sick.</p>"),
        ),
        no_harm,
    ),
    TextRule(
        Rule(
            id="harm-too-short",
            level=Level.ADVISES,
            weight=68,
            reason="What is said at length seems to weigh more.",
            standard=IPDAS_BALANCE,
            fires=(f"<h2>Benefits</h2>{MORE_GOOD}<h2>Risks</h2><p>It may cause a rash.</p>",),
            silent=(f"<h2>Benefits</h2>{MORE_GOOD}<h2>Side effects</h2>" + BAD * 4,
                    f"<h2>Benefits and risks</h2>{MORE_GOOD}{BAD}",
                    "<h2>Benefits</h2><p>It helps.</p><h2>Risks</h2><p>A rash.</p>"),
        ),
        little_harm,
    ),
    TextRule(
        Rule(
            id="claim-without-source",
            level=Level.ADVISES,
            weight=70,
            reason="Readers and reviewers cannot check what they are told.",
            standard="PIF TICK, criterion 3 (evidence); AMA Manual of Style, 3.6",
            fires=("<p>Studies show that it works.</p>", "<p>It helps 40 in 100 people.</p>",
                   "<p>Side effects come in 20% of cases.</p>"),
            silent=("<p>Studies show that it works.[@known-2010]</p>",
                    "<p>It helps 40 in 100 people. That is less than half.[@known-2010]</p>",
                    "<p>Use a cream with 10% urea. Ask what trials have shown.</p>",
                    "<p>It is not known whether studies will show more.</p>"),
        ),
        unsourced,
    ),
    TextRule(
        Rule(
            id="older-than-source",
            level=Level.ADVISES,
            weight=66,
            reason="A source of a later year may say something else by now.",
            standard="PIF TICK, criterion 8 (review); ICMJE Recommendations",
            fires=("<p>As of 2015, no other treatment is known.[@newer-2020]</p>",),
            silent=("<p>As of 2020, no other treatment is known.[@newer-2020]</p>",
                    "<p>As of 2012, no other treatment is known.[@known-2010]</p>",
                    "<p>It was first used in 1998.[@newer-2020]</p>"),
        ),
        stale,
    ),
)  # fmt: skip
