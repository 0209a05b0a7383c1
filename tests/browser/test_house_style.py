"""The preview of the house style follows each change, reaches nothing but itself, and saves nothing."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.house_style.choosing import house_style_of
from municipalities.models import Municipality
from tests.browser.room import LAPTOP, Room
from tests.builders import build_member, drawing

BUTTON = ".style-worn .nl-button--primary"


def editor(room: Room) -> Page:
    path = reverse("municipalities:house_style", kwargs={"gemeente": room.municipality.slug})
    return room.as_user(build_member(room.municipality, Role.ADMINISTRATOR), path)


def test_the_preview_follows_and_the_page_stays(room: Room) -> None:
    page = editor(room)
    page.set_viewport_size(LAPTOP)
    preview, save = page.locator(BUTTON).first, page.locator("#style-form button[type=submit]").first
    before = save.evaluate("button => getComputedStyle(button).backgroundColor")
    page.get_by_label("Merkkleur").fill("#7a1fa2")
    expect(preview).to_have_css("background-color", "rgb(122, 31, 162)")
    page.get_by_label("Vierkant").check()
    expect(preview).to_have_css("border-radius", "0px")
    page.get_by_label("Noto Sans").check()
    expect(page.locator(".style-worn").first).to_have_css("font-family", '"Noto Sans", Arial, sans-serif')
    expect(save).to_have_css("background-color", before)

    page.get_by_label("Merkkleur").fill("#ffff00")
    expect(page.locator("#style-notice")).to_contain_text("iets donkerder tint")
    page.get_by_label("Merkkleur").fill("#zzz")
    expect(page.locator("#style-notice")).to_contain_text("bijvoorbeeld #00857d")

    page.locator("#id_logo").set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": drawing()}
    )
    expect(page.locator("#preview-logo")).to_have_attribute("src", re.compile("^data:image/svg"))
    fresh = Municipality.objects.get(pk=room.municipality.pk)
    with tenant(fresh):
        assert house_style_of(fresh) is None


def test_without_a_script_the_button_shows_the_preview(room: Room) -> None:
    page = editor(room)
    page.route("**/house_style*.js", lambda route: route.abort())
    page.reload()
    page.get_by_label("Merkkleur").fill("#7a1fa2")
    page.get_by_role("button", name="Bekijk").click()
    expect(page.locator(BUTTON).first).to_have_css("background-color", "rgb(122, 31, 162)")
