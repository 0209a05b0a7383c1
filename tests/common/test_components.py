"""The components: what they promise to people who don't see colour, or don't see."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation


def render(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load components %}" + source).render(Context(context))


def radios(html: str) -> list[str]:
    return re.findall(r'<input type="radio"[^>]*>', html)


def test_the_scale_is_one_group_with_nothing_chosen() -> None:
    html = render('{% scale "heading" %}')
    values = [re.search(r'value="([^"]+)"', radio)[1] for radio in radios(html)]
    assert values == [str(number) for number in range(11)] + ["unknown"]
    assert {re.search(r'name="([^"]+)"', radio)[1] for radio in radios(html)} == {"answer"}
    assert " checked" not in html
    assert '<fieldset class="app-scale" aria-labelledby="heading">' in html


@pytest.mark.parametrize(("value", "chosen"), [(0, "0"), (10, "10"), ("unknown", "unknown")])
def test_the_scale_shows_the_present_answer_also_when_it_is_zero(value: object, chosen: str) -> None:
    checked = [radio for radio in radios(render('{% scale "h" value %}', value=value)) if " checked" in radio]
    assert len(checked) == 1
    assert f'value="{chosen}"' in checked[0]


def test_not_applicable_is_offered_only_where_the_statement_allows_it() -> None:
    assert "not_applicable" not in render('{% scale "h" %}')
    assert 'value="not_applicable"' in render('{% scale "h" not_applicable=True %}')


def test_every_choice_of_the_scale_has_its_label() -> None:
    html = render('{% scale "h" prefix="s5" not_applicable=True %}')
    ids = [re.search(r'id="([^"]+)"', radio)[1] for radio in radios(html)]
    assert len(set(ids)) == 13
    assert set(re.findall(r'<label for="([^"]+)"', html)) == set(ids)


def test_the_ends_of_the_scale_are_said_with_their_number() -> None:
    html = render('{% scale "h" min_label="not at all" max_label="wholly" %}')
    assert 'for="answer-0">0<span class="app-hidden">, not at all</span>' in html
    assert 'for="answer-10">10<span class="app-hidden">, wholly</span>' in html


@pytest.mark.parametrize("kind", ["neutral", "brand", "ok", "warn", "error", "info", "solid"])
def test_a_badge_has_an_icon_and_words(kind: str) -> None:
    html = render('{% badge "Late" kind=kind %}', kind=kind)
    assert "<svg" in html and "Late" in html


def test_each_state_of_a_party_is_told_in_words() -> None:
    html = render('{% party name "absent" "empty chair" %}', name="<b>Bank</b>")
    assert "empty chair" in html
    assert "&lt;b&gt;Bank" in html


def test_a_message_of_django_becomes_an_alert_of_its_kind() -> None:
    assert "utrecht-alert--ok" in render('{% alert text="Saved" kind="success" %}')
    assert "utrecht-alert--warning" in render('{% alert text="Careful" kind="warning" %}')


def test_a_hard_word_leads_to_its_meaning_and_back() -> None:
    segments = [
        SimpleNamespace(text="We take away ", term=None, definition=""),
        SimpleNamespace(text="shame", term=object(), definition="a <feeling>"),
    ]
    html = render('{% include "components/statement.html" with id="s1" %}', segments=segments)
    target = re.search(r'<a class="app-term" href="#([^"]+)">', html)[1]
    assert f'id="{target}"' in html
    assert "a &lt;feeling&gt;" in html
    assert 'href="#s1"' in html and 'id="s1"' in html


def test_saved_says_when_and_is_read_aloud() -> None:
    html = render('{% include "components/saved.html" %}', saved_at=None)
    assert 'role="status"' in html and "Saved" not in html


def test_the_bars_of_a_session_say_where_it_is() -> None:
    html = render('{% parts 2 4 "Theme 2 of 4" %}')
    assert re.findall(r'class="is-(\w+)"', html) == ["done", "current", "todo", "todo"]
    assert 'aria-label="Theme 2 of 4"' in html
