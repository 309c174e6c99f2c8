// A half-typed date or number is sent as nothing, as if somebody had emptied the field on purpose.
"use strict";
document.addEventListener("submit", (event) => {
  const field = [...event.target.elements].find((each) => each.validity?.badInput);
  if (!field) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // nothing is sent, so nobody else need know
  const closed = field.closest("details:not([open])");
  if (closed) closed.open = true;
  field.reportValidity();
}, true);
