"""What a test asks of the page that a tab shows. Each is a script that answers with the faults."""

# Words are wider than the window, so that the reader must scroll sideways.
TOO_WIDE = """() => {
  const root = document.documentElement;
  return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px wide`] : [];
}"""

# Lines of text that lie on one another, apart from what is out of sight and what floats above.
OVERLAPS = """() => {
  const lines = [], apart = ".visually-hidden, .skip, sup, script, select, .choose-bar";
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode, text = node.data.trim(), around = node.parentElement;
    if (!text || around.closest(apart) || !around.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const {left, right, top, bottom, height} of range.getClientRects()) {
      // The letters stand in the middle of their line.
      const in_ = height * .2;
      lines.push({text, left: left + 1, right: right - 1, top: top + in_, bottom: bottom - in_});
    }
  }
  const faults = [];
  lines.forEach((a, i) => lines.slice(i + 1).forEach((b) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      faults.push(`“${a.text.slice(0, 30)}” lies on “${b.text.slice(0, 30)}”`);
  }));
  return faults.slice(0, 5);
}"""

# Buttons and fields with a frame or a surface of their own between which there is no gap. What
# sticks to the window lies over the others on purpose; the search of the header is one field.
TOUCHING = """() => {
  const apart = ".prose-menubar, .prose-editor, .select2, .site-search, .choose-bar";
  const isFramed = (each) => {
    const {borderTopWidth, backgroundColor} = getComputedStyle(each);
    return parseFloat(borderTopWidth) > 0 || backgroundColor !== "rgba(0, 0, 0, 0)";
  };
  const all = document.querySelectorAll(
    "button, .button, input:not([type=hidden]), select, textarea, .object-tools a, .submit-row a");
  const framed = [...all].filter(
    (each) => each.checkVisibility() && !each.closest(apart) && isFramed(each));
  const named = (each) => (each.innerText || each.value || each.name || "").trim().slice(0, 30);
  return framed.flatMap((a, i) => framed.slice(i + 1).filter((b) => {
    if (a.contains(b) || b.contains(a)) return false;
    const one = a.getBoundingClientRect(), other = b.getBoundingClientRect();
    const beside = Math.max(one.left - other.right, other.left - one.right);
    const below = Math.max(one.top - other.bottom, other.top - one.bottom);
    return one.width > 2 && other.width > 2 && beside < 5 && below < 5;
  }).map((b) => `“${named(a)}” touches “${named(b)}”`));
}"""

# Every place where the Tab key has to stop, in the order of the page. `stops` then fills.
STOPS = """() => {
  const can =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isShown = (each) => each.checkVisibility({visibilityProperty: true});
  window.places = [...document.querySelectorAll(can)].filter(
    (each) => !each.disabled && isShown(each));
  const note = ({target}) => {
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(target);
    const {left, right, top, bottom} = target.getClientRects()[0];
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    stops.push({place: places.indexOf(target), words: target.outerHTML.slice(0, 80),
      ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth), colour: outlineColor,
      inSight: above !== null && (target.contains(above) || above.contains(target))});
  };
  if (!window.stops) document.addEventListener("focusin", note);
  window.stops = [];
  return places.length;
}"""

# What is drawn by a line or a surface and not by letters, each with the colours it is drawn in.
DRAWN = """() => {
  const painted = ({stroke, fill}) => [stroke, fill];
  const lined = (style) => {
    const sides = ["Top", "Left", "Bottom"].filter((side) =>
      parseFloat(style[`border${side}Width`]) && style[`border${side}Style`] !== "none");
    const under = style.textDecorationLine === "underline" ? [style.textDecorationColor] : [];
    return [...sides.map((side) => style[`border${side}Color`]), ...under];
  };
  const drawn = [];
  const add = (selector, colours) => {
    for (const each of document.querySelectorAll(selector)) {
      if (!each.checkVisibility()) continue;
      drawn.push({what: each.outerHTML.slice(0, 80), colours: colours(getComputedStyle(each))});
    }
  };
  // A bare surface has its edge as a line of its own.
  add(":is(.mark, .diagram svg) :is(path, circle, rect, text):not(.bare)", painted);
  add(".signature-value, .signed-line, .notice, .urgent, .answer, .key-points, .row", lined);
  add("button, input:not([type=hidden], [type=checkbox]), select, textarea", lined);
  add(".letters a[aria-current], blockquote, .withdrawal", lined);
  return drawn;
}"""

# What moves by itself.
MOVES = """() => {
  const faults = document.getAnimations().map((each) => each.constructor.name);
  const lasts = (durations) => durations.split(",").some((each) => parseFloat(each) > 0);
  for (const each of document.querySelectorAll("*")) {
    const moving = [null, "::before", "::after"].some((part) => {
      const style = getComputedStyle(each, part);
      return lasts(style.transitionDuration) || lasts(style.animationDuration);
    });
    if (moving || getComputedStyle(each).scrollBehavior !== "auto")
      faults.push(each.outerHTML.slice(0, 80));
  }
  return faults;
}"""

# Buttons that wait for a script, and what only a script can close again.
DEAD = """() => [...document.querySelectorAll("button, dialog, [popover], noscript, [role=dialog]")]
  .filter((each) => each.checkVisibility() && !(each.form && each.type === "submit"))
  .map((each) => each.outerHTML.slice(0, 80))"""
