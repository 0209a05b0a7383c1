"""Each check finds what it is for, and leaves good Dutch alone."""

import pytest

from language.checks import look_at, look_at_whole, measure
from language.rules import rules_of
from language.sentences import readability, sentences_of, syllables

RULES = rules_of()


def found(text: str) -> set[str]:
    return {finding.check for sentence in sentences_of(text) for finding in look_at(sentence, RULES)}


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (
            "long sentence",
            "Zodra de gespreksleider de antwoorden van alle partijen aan tafel heeft getoond, praat u samen "
            "over de stelling waarover u het meest verschilt.",
        ),
        ("hard word", "U kunt desgewenst een collega sturen."),
        ("hard word", "Dit is met betrekking tot uw uitnodiging."),
        ("hard word", "Geef ons uw feedback."),
        ("long word", "Vul uw arbeidsongeschiktheidsverzekering in."),
        ("two in one", "De sessie is klaar; het rapport volgt."),
        ("passive", "Het rapport wordt morgen gemaakt."),
        ("passive", "De uitnodigingen werden door de gemeente verstuurd."),
        ("passive", "Uw partij kan worden toegevoegd."),
        ("er wordt", "Er wordt koffie geschonken."),
        ("er wordt", "Morgen worden er kaarten geprint."),
        ("split verb", "U hebt dit punt samen met alle andere partijen aan de grote tafel afgesproken."),
        ("split verb", "U kunt dit punt samen met alle andere partijen aan de grote tafel bespreken."),
        ("split verb", "Lees het door de gemeente gemaakte rapport."),
        ("double negative", "Niemand kan dit niet zien."),
        ("address", "Men vult de code in."),
        ("address", "De gebruiker vult de code in."),
        ("address", "Vul je code in."),
        ("time", "De sessie begint om 14:30 uur."),
        ("English", "Please vul uw code in."),
    ],
)
def test_it_is_found(check: str, text: str) -> None:
    assert check in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vul uw code in.",
        "De datum wordt 3 maart.",
        "Dat wordt een goed gesprek met uw gemeente.",
        "Kies ‘Niet van toepassing’ als de stelling niet geldt.",
        "Dit actiepunt heeft nog geen trekker en geen datum.",
        "U hebt geen account nodig. U hoeft niets te onthouden.",
        "U doet mee voor %(party)s. Ga naar https://www.example.nl/the-table/ met uw telefoon.",
        "Schrijf niet meer dan 280 tekens.",
    ],
)
def test_good_dutch_is_left_alone(text: str) -> None:
    assert found(text) == set()


def test_every_better_word_is_found_as_it_is_written() -> None:
    """A pattern that matches nothing would be a rule nobody keeps."""
    for entry in RULES.better_words:
        assert entry.pattern.search(f"Zo is {entry.word.replace('*', '')} hier."), entry.word
        assert entry.better
    assert len(RULES.better_words) >= 150


def test_a_word_within_another_is_another_word() -> None:
    assert found("De menukaart ligt klaar.") == set()
    assert "address" in found("Dat weet men.")


def test_a_text_becomes_sentences_as_a_reader_sees_them() -> None:
    text = "Dag <strong>%(name)s</strong>. Kunt u om 14.32 uur komen?\n\nTot dan!\nMet één\nregel meer"
    assert [sentence.text for sentence in sentences_of(text)] == [
        "Dag Naam.",
        "Kunt u om 14.32 uur komen?",
        "Tot dan!",
        "Met één regel meer",
    ]
    assert [sentence.is_whole for sentence in sentences_of("Opslaan\n\nSla dit nu op.")] == [False, True]


def test_syllables_and_reading_ease() -> None:
    assert [syllables(word) for word in ("tafel", "gespreksleider", "kaart")] == [2, 4, 1]
    easy, hard = (
        "Kom aan tafel. Neem uw kaart mee. Dan gaan we praten.",
        "Organisatorische samenwerkingsmogelijkheden verdienen beleidsmatige verantwoordingsdocumenten.",
    )
    assert readability(sentences_of(easy)) > 80 > 0 > readability(sentences_of(hard))


def test_a_page_of_middling_sentences_is_too_much_as_a_whole() -> None:
    sentence = "Uw gemeente vraagt u om samen met alle andere partijen over schulden te praten. "
    assert found(sentence) == set()
    whole = look_at_whole(measure(sentences_of(sentence * 6), RULES), RULES)
    assert {finding.check for finding in whole} == {"average"}
    assert look_at_whole(measure(sentences_of(sentence), RULES), RULES) == []


def test_a_page_of_long_words_is_too_much_as_a_whole() -> None:
    sentence = "Bijzondere mogelijkheden verbeteren ingewikkelde verhoudingen. "
    whole = look_at_whole(measure(sentences_of(sentence * 6), RULES), RULES)
    assert {finding.check for finding in whole} == {"long words", "reading ease"}
