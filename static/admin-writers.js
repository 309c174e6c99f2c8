// Improves the form of a draft; everything but "Use this newer text" works without it.
"use strict";
(() => {
  const form = document.querySelector("form[id$='_form']");
  if (!form || !form.querySelector("[name=loaded_version]")) return;

  // --- A double click saves once ---
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });

  // --- Take the newer text of one field ---
  const asValues = (field, value) => {
    if (typeof value === "boolean") return [[value ? field.value : ""]];
    if (Array.isArray(value)) return value.map((each) => [each].flat());
    return field instanceof HTMLSelectElement ? [[String(value), String(value)]] : [[value]];
  };

  for (const button of document.querySelectorAll("[data-take-newer]")) {
    const field = document.getElementById(button.dataset.takeNewer);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const newer = JSON.parse(button.dataset.newer);
      const boxes = field.matches("div, ul") ? field.querySelectorAll("input") : [field];
      for (const each of boxes) window.formState.put(each, asValues(each, newer));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      button.disabled = true;
      button.textContent = "The newer text is in the field now";
    });
  }
})();
