// The editor of rich text in the writers' forms.
"use strict";
(() => {
  document.addEventListener("prose-editor:ready", ({ detail: { textarea, editor } }) => {
    // The label names the hidden text area; a screen reader is in the editor.
    const label = textarea.labels?.[0];
    if (label) editor.view.dom.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  });
})();
