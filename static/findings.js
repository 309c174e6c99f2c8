// From a finding to its words: in the writer's form, or in the text on the desk. Without it, the link leads to
// the field, or to the text.
"use strict";
(() => {
  // The words of an element on one line, each character with the node and offset that it came from.
  const readable = (element) => {
    const [chars, from] = [[], []];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(), block; node; node = walker.nextNode()) {
      const parent = node.parentElement.closest("p, li, td, th, h2, h3, h4");
      const text = parent === block ? node.data : ` ${node.data}`;
      const before = text.length - node.data.length;
      block = parent;
      for (let at = 0; at < text.length; at += 1) {
        const char = /\s/.test(text[at]) ? " " : text[at];
        if (char === " " && (chars.at(-1) ?? " ") === " ") continue;
        chars.push(char);
        from.push([node, Math.max(at - before, 0)]);
      }
    }
    return { text: chars.join(""), from };
  };

  // All of the words, or as many of the first as stand together: a citation may part them.
  const find = (text, quote) => {
    const words = quote.split(" ");
    for (let count = words.length; count; count -= 1) {
      const part = words.slice(0, count).join(" ");
      const start = text.indexOf(part);
      if (start >= 0) return [start, start + part.length];
    }
    return null;
  };

  const selectIn = (element, quote) => {
    const { text, from } = readable(element);
    const found = find(text, quote);
    if (!found) return false;
    const [[first, start], [last, end]] = [from[found[0]], from[found[1] - 1]];
    element.focus({ preventScroll: true }); // an editor; what cannot be typed in takes no focus
    getSelection().setBaseAndExtent(first, start, last, end + 1);
    first.parentElement.scrollIntoView({ block: "center" });
    return true;
  };

  const selectTyped = (field, quote) => {
    const found = find(field.value, quote);
    if (!found) return false;
    field.focus();
    field.setSelectionRange(...found);
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-quote]");
    const place = link && document.getElementById(link.hash.slice(1));
    if (!place) return;
    const { quote } = link.dataset;
    const editor = place.querySelector(".tiptap");
    const typed = !editor && place.querySelector("textarea, input[type=text]");
    if (typed ? selectTyped(typed, quote) : selectIn(editor ?? place, quote)) event.preventDefault();
  });
})();
