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
