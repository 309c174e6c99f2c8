// Small improvements of a page of text; without this script it can be read as well.

// A quoted passage that is no longer on the page: the page of passages says what became of it.
if (/^#p-\w/.test(location.hash) && !document.getElementById(location.hash.slice(1)))
  location.replace("history/passages/" + location.hash);

// A click on a glossary link opens the meaning beside it. Without this script, or in a browser
// without popovers, it stays a link to the entry; so does a click with Ctrl, Shift or Command.
(() => {
  "use strict";
  if (!("popover" in HTMLElement.prototype)) return;
  const MARGIN = 8;
  const PHONE = matchMedia("(max-width: 36rem)"); // there the style sheet puts it at the bottom

  // Beneath the word, or above it where there is no room; it scrolls with the text.
  const place = (meaning, link) => {
    meaning.style.left = meaning.style.top = "";
    if (PHONE.matches) return;
    // A term may be broken over two lines; the meaning belongs to the first.
    const word = link.getClientRects()[0];
    const box = meaning.getBoundingClientRect();
    const furthest = document.documentElement.clientWidth - box.width - MARGIN;
    const below = word.bottom + MARGIN;
    const above = word.top - box.height - MARGIN;
    const fits = below + box.height <= innerHeight || above < 0;
    meaning.style.left = `${scrollX + Math.max(MARGIN, Math.min(word.left, furthest))}px`;
    meaning.style.top = `${scrollY + (fits ? below : above)}px`;
  };

  let open = null; // [meaning, link]

  for (const link of document.querySelectorAll("a.term[data-term]")) {
    const meaning = document.getElementById(`meaning-${link.dataset.term}`);
    if (!meaning) continue;
    meaning.hidden = false; // closed popovers are not shown
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      meaning.showPopover({ source: link });
      open = [meaning, link];
      place(...open);
      meaning.focus({ preventScroll: true });
    });
    // A tap beside it closes it too, and then the browser leaves the focus nowhere.
    meaning.addEventListener("toggle", (event) => {
      const lost = [document.body, null].includes(document.activeElement);
      if (event.newState === "closed" && lost) link.focus({ preventScroll: true });
    });
  }
  addEventListener("resize", () => open?.[0].matches(":popover-open") && place(...open));
})();

// Print and share: a button is shown only where the browser can do what it says.
(() => {
  "use strict";
  const share = document.querySelector(".share");
  if (!share) return;
  const url = share.querySelector(".address").textContent;
  const says = share.querySelector("[role=status]");

  const done = () => { says.textContent = "The address is copied."; };
  // Who closes the browser's own dialog has changed their mind: nothing to say.
  const failed = (error) => {
    if (error.name !== "AbortError") says.textContent = "That did not work. The address stands above.";
  };
  const acts = { print: () => print() };
  if (navigator.share) acts.share = () => navigator.share({ title: document.title, url }).catch(failed);
  else if (navigator.clipboard) acts.copy = () => navigator.clipboard.writeText(url).then(done, failed);

  for (const [name, act] of Object.entries(acts)) {
    const button = share.querySelector(`[name=${name}]`);
    button.hidden = false;
    button.addEventListener("click", () => {
      says.textContent = ""; // so that the same words are said again
      act();
    });
  }
})();
