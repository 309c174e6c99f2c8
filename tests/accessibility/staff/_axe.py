"""What axe finds on the page that a tab shows."""

import json

from playwright.sync_api import Page

from tests.accessibility._in_page import TOO_WIDE
from tests.accessibility.staff.conftest import HEIGHT
from tests.accessibility.test_axe_browser import TAGS

SAID = """.then(({ violations }) => violations.map(
  ({ id, nodes }) => `${id} ${nodes.map((each) => each.target.join(" ")).join(", ")}`))"""
# No page has sound, for which alone axe would fetch what the page is made of.
BARE = {"resultTypes": ["violations"], "preload": False}
ALL = f"axe.run({json.dumps({**BARE, 'runOnly': TAGS})}){SAID}"
# What colours and the width between the widest and the narrowest can change.
OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = f"axe.run({json.dumps({**BARE, 'runOnly': OF_LOOKS})}){SAID}"
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
