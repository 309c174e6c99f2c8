"""Numbers that readers can use: how often, of how many, in what time, and compared with what."""

import re
from collections.abc import Iterator

from editorial.findings import Level, Rule
from findings.rule import Hit, TextRule
from findings.sentences import Sentence
from findings.text import Block, Draft

IPDAS = "IPDAS 2021, presenting probabilities (Bonner et al., Med Decis Making 2021;41:821-833)"
IPDAS_BALANCE = "IPDAS 2021, balanced information (Martin et al., Med Decis Making 2021;41:780-800)"
DIGITS = r"\d[\d,\u202f\xa0]{0,12}"
COUNT = rf"(?:{DIGITS}(?:\.\d{{1,3}})?|one|two|three|four|five|six|seven|eight|nine|ten)"
WHOLE = rf"(?:{DIGITS}|ten|twenty|fifty|a hundred|a thousand|one hundred|one thousand)"
SHARE = re.compile(
    rf"\b(?P<count>{COUNT})(?: people| patients| women| men| children)?"
    rf" (?:in|out of|of|per|in every|out of every) (?:every )?(?P<whole>{WHOLE})\b(?![.,/–-]\d)"
)
PERCENT = re.compile(r"\b\d{1,3}(?:\.\d{1,2})? ?(?:%|per ?cent\b)")
EFFECTS = (
    r"(?:side effects?|adverse (?:effects?|events?|reactions?)|reactions?|complications?|"
    r"unwanted effects?)"
)
OFTEN = r"(?:very common|common|uncommon|very rare|rare|infrequent|frequent)"
FREQUENCY = re.compile(
    rf"(?<!most )(?<!more )(?<!less )\b(?P<word>{OFTEN})(?:,? but \w{{1,20}})? {EFFECTS}"
    rf"|\b{EFFECTS}\b[\w ]{{0,40}}? (?:is|are) (?!not )(?:also |quite |fairly )?"
    rf"(?P<after>{OFTEN})\b(?! in\b| type)"
    r"|(?<!most )\b(?P<adverb>very rarely|rarely|commonly|uncommonly) (?:causes?|leads? to)\b"
    r"|\b(?P<rarely>very rarely|rarely) (?:happens?|occurs?|develops?)\b"
)
ROW = re.compile(rf"(?P<word>{OFTEN})\b")
MORE = (
    r"(?:more|less|higher|lower|greater|fewer|reduced|increased|reduction|decrease|increase|drop|"
    r"fall|rise)"
)
RISK = r"(?:risk|chance|odds|likelihood|probability|likely|rate|deaths?|relapses?|recurrences?)"
WORDS = ("twice", "three times", "four times", "five times", "ten times")
TIMES = rf"(?:{'|'.join(WORDS)}|\d{{1,3}}(?:\.\d)?[ -](?:times|fold))"
PART = r"(?:a |one[ -])?(?:half|third|quarter)|two[ -]thirds"
SHARED = rf"(?:\d{{1,3}}(?:\.\d{{1,2}})? ?(?:%|per ?cent)|{PART})"
WHOSE = r"(?:the |your |their |a person's |this |that )?"
ABOUT = r"(?:about |around |up to |more than |almost |nearly |at least )?"
RELATIVE = re.compile(
    r"\b(?:doubles?|triples?|halves?|doubled|tripled|halved|doubling|halving) "
    rf"{WHOSE}(?:\w{{1,20}} )?{RISK}\b"
    rf"|\b{TIMES} (?:as|more|less|higher|greater|lower) (?:\w{{1,20}} )?{RISK}"
    rf"|\b{TIMES} (?:as )?(?:likely|the risk|the chance|the rate)"
    rf"|\b{RISK}[\w ']{{0,60}}? by {ABOUT}{SHARED}"
    rf"|\b{SHARED} (?:\w{{1,12}} )?{MORE}(?: in)? ?{WHOSE}(?:\w{{1,20}} )?{RISK}"
    r"|\b(?:hazard ratio|relative risk|odds ratio|risk ratio)\b"
)
FROM_TO = re.compile(
    r"\bfrom (?:about |around )?\d[\d.,]*(?: ?%| in | out of |\b)[\w ]{0,30}? to "
    r"(?:about |around )?\d|percentage points?|\babsolute\b|"
    r"\bcompared with (?:about |around )?\d|\bversus \d|\bvs\.? \d"
)
YEAR = re.compile(r"(?:19|20)\d\d")
POWERS = frozenset({"10", "100", "1000", "10000", "100000", "1000000", "ten", "a hundred",
                    "one hundred", "a thousand", "one thousand"})  # fmt: skip
HOW_MANY = (
    r"(?:\d[\d,.–-]{0,6}|a|an|one|two|three|four|five|six|ten|first|each|every|per|next|last|this|"
    r"that|several|few|many|within|the)"
)
PERIOD = r"(?:hours?|days?|weeks?|months?|years?|decades?|infusions?|doses?|cycles?|treatments?)"
TIME = re.compile(
    rf"\b{HOW_MANY}[ -](?:to \d{{1,3}} )?(?:\w{{1,12}} )?{PERIOD}\b"
    r"|\b(?:lifetime|annual(?:ly)?|yearly|lifelong|by age|at age|aged?|during treatment|"
    r"at any time|in their lives?|ever|follow-up|at birth|born)\b"
)
PERCENT_OF_PEOPLE = re.compile(
    r"(?:%|per ?cent) of (?:\w{1,15} ){0,2}(?:people|patients|women|men|children)"
)
EVENT = re.compile(
    r"\b(?:develop|get|gets|have a|had a|die|dies|died|survive|survives|survived|relapse|relapses|"
    r"comes? back|came back|recur|recurs|respond|responds|responded|experience|experiences|"
    r"risk of|chance of|will have|stop treatment|stopped treatment)\b"
)


def _share(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match["whole"]) or match["whole"]


def shares(sentence: Sentence) -> list[re.Match[str]]:
    """“3 in 100” and the like; of “3 of 40” and “1 in 2019” only those that count people."""
    return [
        each
        for each in SHARE.finditer(sentence.lower)
        if not _may_mean_else(each) or _counts_people(sentence, each)
    ]


def _may_mean_else(share: re.Match[str]) -> bool:
    is_part = " of " in share[0] and " out of " not in share[0]
    return is_part or bool(YEAR.fullmatch(share["whole"]))


def _counts_people(sentence: Sentence, share: re.Match[str]) -> bool:
    after = sentence.lower[share.end() : share.end() + 40]
    return bool(re.match(r" (?:\w{1,12} )?(?:people|patients|women|men|children|adults)\b", after))


def has_number(sentence: Sentence) -> bool:
    return bool(PERCENT.search(sentence.lower) or SHARE.search(sentence.lower))


def frequency_words(draft: Draft) -> Iterator[Hit]:
    for part in draft.prose:
        for block in part.blocks:
            if block.level:
                continue
            sentences = block.sentences
            for place, sentence in enumerate(sentences):
                near = sentences[place : place + 2]
                if (found := _frequency(block, sentence)) and not any(map(has_number, near)):
                    said = f"says “{found}” without a number. How many people in 100, or in 1,000?"
                    yield Hit(part, sentence.text, said, sentence.words)


def _frequency(block: Block, sentence: Sentence) -> str:
    """The word for how often, or nothing."""
    is_row = block.kind == "frequency"  # of a list of risks: the words say nothing else
    match = ROW.match(sentence.lower) if is_row else FREQUENCY.search(sentence.lower)
    if not match:
        return ""
    return next(word for word in match.groups() if word)


def relative_changes(draft: Draft) -> Iterator[Hit]:
    for part in draft.prose:
        for block in part.blocks:
            # The absolute numbers may stand in the sentence before or after.
            if block.level or _is_absolute(block):
                continue
            for sentence in block.sentences:
                if found := RELATIVE.search(sentence.lower):
                    said = f"“{found[0]}”: by how many people, from what to what?"
                    yield Hit(part, sentence.text, said, sentence.words)


def _is_absolute(block: Block) -> bool:
    return any(shares(each) or FROM_TO.search(each.lower) for each in block.sentences)


def one_in(draft: Draft) -> Iterator[Hit]:
    for part, _, sentence in draft.sentences:
        for share in shares(sentence):
            if share["count"] in ("1", "one") and _share(share) not in POWERS:
                said = f"“{share[0]}” is hard to compare. Say it of 100 or of 1,000 people."
                yield Hit(part, sentence.text, said, sentence.words)
                break


def mixed_denominators(draft: Draft) -> Iterator[Hit]:
    for part in draft.prose:
        first = ""
        for _, sentence in part.sentences:
            wholes = [_share(each) for each in shares(sentence)]
            others = [each for each in wholes if first and each != first]
            if others:
                said = f"counts “of {others[0]}” here and “of {first}” before. Use one of them."
                yield Hit(part, sentence.text, said, sentence.words)
                break
            first = first or next(iter(wholes), "")


def numbers_without_time(draft: Draft) -> Iterator[Hit]:
    for part in draft.prose:
        for block in part.blocks:
            if block.level or TIME.search(block.lower):
                continue
            for sentence in block.sentences:
                if EVENT.search(sentence.lower) and (shares(sentence) or _percent_of(sentence)):
                    said = "gives a number without its time: within a month, a year, five years?"
                    yield Hit(part, sentence.text, said, sentence.words)
                    break


def _percent_of(sentence: Sentence) -> bool:
    return bool(PERCENT_OF_PEOPLE.search(sentence.lower))


RULES = (
    TextRule(
        Rule(
            id="frequency-word",
            level=Level.ADVISES,
            weight=60,
            reason="Readers take “common” and “rare” for far more than writers mean by them.",
            standard="Büchter et al., BMC Med Inform Decis Mak 2014;14:76; EU SmPC guideline, 4.8",
            fires=("<p>Rash is one of the common side effects.</p>",
                   "<p>Severe reactions are very rare.</p>",
                   "<ul><li>Rarely causes inflammation of the heart.</li></ul>"),
            silent=("<p>Common side effects (more than 10 in 100 people) are rashes.</p>",
                    "<p>Severe reactions are rare. They affect 1 in 1,000 people.</p>",
                    "<p>This is the most common side effect.</p>",
                    "<p>The common cold is caused by viruses. A rare type of cancer.</p>",
                    "<p>Side effects are not rare. It most commonly causes cold sores.</p>"),
        ),
        frequency_words,
    ),
    TextRule(
        Rule(
            id="relative-only",
            level=Level.ADVISES,
            weight=80,
            reason="“Half the risk” may be 20 people in 100 or one in a million.",
            standard=f"{IPDAS}; GMC, Decision making and consent (2020)",
            fires=("<p>Treatment lowers the risk of relapse by 40%.</p>",
                   "<p>It halves the risk of death.</p>",
                   "<p>Smokers are twice as likely to relapse.</p>",
                   "<p>There was a 30% lower risk of stroke.</p>",
                   "<p>The hazard ratio was 0.7.</p>"),
            silent=("<p>It halves the risk of death, from 10 in 100 people to 5 in 100.</p>",
                    "<p>The risk fell by 40%. It was 10 out of 100, then 6 out of 100.</p>",
                    "<p>Take twice the dose. Wash your hands two times a day.</p>",
                    "<p>The dose is reduced by half.</p>"),
        ),
        relative_changes,
    ),
    TextRule(
        Rule(
            id="one-in-x",
            level=Level.ADVISES,
            weight=55,
            reason="“1 in 8” seems more than “10 in 100” to many, and is less easily compared.",
            standard=f"{IPDAS}; Pighin et al., Med Decis Making 2011;31:721-729",
            fires=("<p>About 1 in 8 people get a rash.</p>", "<p>One in twenty stop early.</p>",
                   "<p>It affects 1 out of 2,500 people.</p>"),
            silent=("<p>About 12 in 100 people get a rash.</p>",
                    "<p>It may affect up to 1 in 10 people.</p>",
                    "<p>Stage 1 in 2019. One of the tests is done in two parts.</p>",
                    "<p>Chapter 1 in 3.5 pages.</p>"),
        ),
        one_in,
    ),
    TextRule(
        Rule(
            id="mixed-denominators",
            level=Level.ADVISES,
            weight=65,
            reason="“3 in 100” and “9 in 1,000” cannot be compared at a glance.",
            standard=IPDAS,
            fires=("<p>Rash affects 3 in 100 people. Fever affects 9 in 1,000 people.</p>",
                   "<ul><li>Rash: 3 out of 100</li><li>Fever: 1 out of 50</li></ul>"),
            silent=("<p>Rash affects 3 in 100 people. Fever affects 9 in 100 people.</p>",
                    "<p>Rash affects 3 in 100 people, in 2 of 5 hospitals.</p>"),
        ),
        mixed_denominators,
    ),
    TextRule(
        Rule(
            id="no-time-span",
            level=Level.ADVISES,
            weight=45,
            reason="A risk over a week and a risk over a lifetime are two different things.",
            standard=IPDAS,
            fires=("<p>About 3 in 100 people die.</p>",
                   "<p>20% of people get a rash.</p>"),
            silent=("<p>About 3 in 100 people die within five years.</p>",
                    "<p>In the first year, 20% of people get a rash.</p>",
                    "<p>The tablet has 20% less sugar.</p>",
                    "<p>About 3 in 100 people are left-handed.</p>"),
        ),
        numbers_without_time,
    ),
)  # fmt: skip
