// Improves the form of a draft; everything but "Use this newer text" works without it.
"use strict";
(() => {
  const form = document.querySelector("form[id$='_form']");
  if (!form || !form.querySelector("[name=loaded_version]")) return;

  // --- Nothing typed is lost by leaving the page, or saved twice by a double click ---
  let unsaved = Boolean(document.querySelector(".errornote, .notice"));
  let sent = false;
  const typed = (event) => { if (event.isTrusted) unsaved = true; };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !sent) event.preventDefault();
  });

  // --- Take the newer text of one field ---
  const editors = new Map();
  document.addEventListener("prose-editor:ready", (event) => {
    const { textarea, editor } = event.detail;
    editors.set(textarea, editor);
    // The label names the hidden text area; a screen reader is in the editor.
    const label = textarea.labels && textarea.labels[0];
    if (label) editor.view.dom.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  });

  // --- Choices while typing: their search fields take the name of the field they belong to ---
  // Registered after Django's own, jQuery runs this when Select2 has made them.
  if (window.django) window.django.jQuery(() => {
    for (const select of form.querySelectorAll("select.admin-autocomplete[multiple]")) {
      const search = select.parentElement.querySelector(".select2-search__field");
      const label = select.labels[0];
      if (search && label) search.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
    }
  });

  const choose = (select, options) => {
    for (const option of select.options) option.selected = false;
    for (const [value, name] of options) {
      let option = [...select.options].find((each) => each.value === value);
      if (!option) option = select.appendChild(new Option(name, value));
      option.selected = true;
    }
  };

  const put = (field, value) => {
    if (editors.has(field)) editors.get(field).commands.setContent(value);
    else if (field instanceof HTMLSelectElement) {
      choose(field, Array.isArray(value) ? value : [[String(value), String(value)]]);
      // Select2 listens through jQuery only.
      if (window.django) window.django.jQuery(field).trigger("change");
    } else if (field.matches("div, ul")) {
      for (const box of field.querySelectorAll("input")) box.checked = value.includes(box.value);
    } else field.value = value;
  };

  for (const button of document.querySelectorAll("[data-take-newer]")) {
    const field = document.getElementById(button.dataset.takeNewer);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      put(field, JSON.parse(button.dataset.newer));
      unsaved = true;
      button.disabled = true;
      button.textContent = "The newer text is in the field now";
    });
  }
})();
