// Small improvements only: the desk works without them.
"use strict";

// One press is one act; coming back with the browser's own button makes the form usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The summary of what was refused is read first.
document.getElementById("refused")?.focus();
