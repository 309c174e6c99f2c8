// Fields that Django's scripts make take the name of the field they belong to.
"use strict";
(() => {
  const name = (select) => {
    const label = select.labels?.[0];
    const box = select.parentElement.querySelector(".select2-container");
    if (!label || !box) return;
    const words = label.textContent.replace(/:\s*$/, "");
    label.id ||= `${select.id}-label`;
    for (const field of box.querySelectorAll("[role=combobox]")) {
      const shown = field.getAttribute("aria-labelledby");
      if (shown) field.setAttribute("aria-labelledby", `${label.id} ${shown}`);
    }
    for (const shown of box.querySelectorAll("[role=textbox]")) shown.setAttribute("aria-labelledby", label.id);
    for (const search of box.querySelectorAll(".select2-search__field")) search.setAttribute("aria-label", words);
  };
  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);
  // Registered after Django's own, jQuery runs this when Select2 has made its fields.
  window.django?.jQuery(nameAll);
  document.addEventListener("formset:added", () => window.django?.jQuery(nameAll));
})();
