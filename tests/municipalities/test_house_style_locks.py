"""Two administrators choose a style at once: one goes after the other, and the first is one step back."""

import threading

import pytest
from django.db import connections

from common.tenancy import tenant
from municipalities.house_style.choosing import change_house_style, undo_house_style
from municipalities.house_style.stylesheet import Choices
from municipalities.models import HouseStyle, Municipality
from tests.builders import ADMINISTRATOR, NOW, build_municipality


def save_at_once(municipality: Municipality, colours: list[str]) -> list[Exception]:
    """Save each of these colours in a thread of its own; return what went wrong."""
    wrong: list[Exception] = []
    ready = threading.Barrier(len(colours))

    def save(colour: str) -> None:
        try:
            with tenant(municipality):
                ready.wait(10)
                choices = Choices(brand_colour=colour)
                change_house_style(municipality, choices=choices, logo=None, actor=ADMINISTRATOR, now=NOW)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=(colour,)) for colour in colours]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_the_first_style_can_be_saved_by_two_at_once() -> None:
    municipality, colours = build_municipality(), ["#7a1fa2", "#00857d"]
    assert save_at_once(municipality, colours) == []
    with tenant(municipality):
        last = HouseStyle.objects.get().brand_colour
        undo_house_style(municipality, actor=ADMINISTRATOR, now=NOW)
        assert {last, HouseStyle.objects.get().brand_colour} == set(colours)
