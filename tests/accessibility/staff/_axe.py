"""What axe finds on the page that a tab shows."""

from playwright.sync_api import Page

from tests.accessibility._in_page import TOO_WIDE
from tests.accessibility.staff.conftest import HEIGHT
from tests.accessibility.test_axe_browser import ALL, LOOKS

# Each width and each scheme once with every rule, where they are likeliest to differ.
MODES = ((1280, "light", ALL), (820, "dark", LOOKS), (320, "light", LOOKS), (320, "dark", ALL))


def faults_of(tab: Page) -> list[str]:
    faults = []
    for width, scheme, script in MODES:
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = tab.evaluate(script) + tab.evaluate(TOO_WIDE)
        faults += [f"{width} px, {scheme}: {each}" for each in found]
    return faults
