"""One reading of words: what is the same to a reader is the same to the site."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.text.fold import RUN, fold, placed, spelled, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # case, accents, letters that Unicode does not take apart
        ("Łódź ÆRØ Þór Straße NAÏVE", "lodz aero thor strasse naive"),
        ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
        ("Ελλάδα ΛΕΥΧΑΙΜΊΑ λευχαιμίας", "ελλαδα λευχαιμια λευχαιμιασ"),
        ("Йод МОСКВА", "иод москва"),
        # compatibility forms
        ("ﬁbrosis inﬂuenza eﬀect", "fibrosis influenza effect"),
        ("ＣＡＲ－Ｔ ２０２６", "car t 2026"),
        ("½ 2½ 10⁹/L 10⁹ CO₂ Ⅳ ①", "1 2 2 1 2 10 9 l 10 9 co 2 iv 1"),
        ("ｶﾞﾝ ガン", "カ\u3099".replace("カ\u3099", "ガ") + " ン ガ ン"),
        ("𝛽-blocker", "beta blocker"),
        # what cannot be seen
        ("neutra\u00adlising anti\u200bbodies\ufeff x\u2060y", "neutralising antibodies xy"),
        ("\u202eabc\u202c", "abc"),
        # hyphens, dashes, letters and digits
        ("anti-PD-L1 anti–PD‑L1 anti−PD—L1", "anti pd l 1 anti pd l 1 anti pd l 1"),
        ("IL2 IL-2 IL 2 HER-2 5FU COVID19", "il 2 il 2 il 2 her 2 5 fu covid 19"),
        ("CD4+ CD4− CD8⁺", "cd 4 cd 4 cd 8"),
        # Greek letters and their names
        ("IFN-β IFNβ interferon-beta", "ifn beta ifn beta interferon beta"),
        ("TNF-α TNFα γδ T", "tnf alpha tnf alpha gamma delta t"),
        ("β2-microglobulin ß", "beta 2 microglobulin ss"),
        ("5 µg 5 μg 5μl μ-opioid", "5 ug 5 ug 5 ul mu opioid"),
        ("∆9 Δ9", "delta 9 delta 9"),
        # apostrophes and other marks
        ("Crohn’s Crohn's O`Brien 'quoted'", "crohns crohns obrien quoted"),
        ("Keytruda® Opdivo™ a_b a&b", "keytruda opdivo a b a b"),
        # other scripts
        ("أحمد إحمد آحمد مُحَمَّد مـحمد", "احمد احمد احمد محمد محمد"),
        ("٢٠٢٦ २०२६", "2026 2026"),
        ("שָׁלוֹם", "שלום"),
        ("单克隆抗体", "单 克 隆 抗 体"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("", ""),
        ("–·…", ""),
    ],
)
def test_what_is_the_same_to_a_reader_folds_to_the_same(text, folded):
    assert fold(text) == folded


ANY = st.text() | st.text(alphabet="aZéİıßﬁΑβγσςµ½⁹₂-–'’\u00ad\u200bアｶﾞ抗ไมأ٢'_ 9", max_size=20)


@given(ANY | st.text(alphabet="a9 \t\x85é'`’_-\u0301\u00ad"))
def test_words_of_ascii_are_read_as_all_others_are(text):
    apart = [run[0] for run in RUN.finditer(text)]
    assert fold(text) == " ".join(filter(None, map(fold, apart)))
    assert spelled(text) == " ".join(filter(None, map(spelled, apart)))


@given(ANY)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_however_a_text_is_normalised_it_folds_to_the_same(text):
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(ANY)
def test_case_makes_no_difference(text):
    assert fold(text.casefold()) == fold(text)


@given(ANY, ANY)
def test_words_do_not_depend_on_their_neighbours(one, other):
    assert words(f"{one} {other}") == words(one) + words(other)


@given(ANY)
def test_a_folded_text_holds_words_and_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


@given(ANY)
def test_each_word_has_its_place_in_the_text(text):
    found = list(placed(text))
    assert [word.text for word in found] == words(text)
    assert all(word.text in words(text[word.start : word.end]) for word in found)
