// Choices while typing (Select2) as the ARIA practices describe a combobox: each has the name of its
// field, says whether its list is open, tells what the list holds, and what was chosen has a button
// that takes it away. The list stands in the page's main part.
"use strict";
(() => {
  const $ = window.django?.jQuery;
  if (!$?.fn.select2) return;
  $.fn.select2.defaults.set("dropdownParent", "main");

  const says = document.createElement("p");
  says.className = "visually-hidden";
  says.setAttribute("role", "status");
  document.querySelector("main").append(says);

  // Only what differs, because each change is seen by the observers below.
  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  };

  const asCombobox = (field, words, list, isOpen) => set(field, {
    role: "combobox", "aria-label": words, "aria-expanded": isOpen, "aria-controls": isOpen ? list.id : null,
  });

  const asButton = (cross) => set(cross, {
    role: "button", tabindex: 0, "aria-label": `Remove ${cross.parentElement.title}`,
  });

  const mend = (select, { $container: [box], $dropdown: [drop], $results: [list], $selection: [chosen] }) => {
    const label = select.labels[0];
    const words = label.textContent.replace(/:\s*$/, "").trim();
    const isOpen = box.classList.contains("select2-container--open");
    label.id ||= `${select.id}-label`;
    set(list, { "aria-labelledby": label.id });
    for (const field of [box, drop].flatMap((each) => [...each.querySelectorAll(".select2-search__field")])) {
      asCombobox(field, words, list, isOpen);
    }
    if (select.multiple) {
      set(chosen, {
        role: "group", "aria-labelledby": label.id,
        "aria-expanded": null, "aria-haspopup": null, "aria-owns": null, "aria-activedescendant": null,
      });
      box.querySelectorAll(".select2-selection__choice__remove").forEach(asButton);
    } else {
      const shown = chosen.querySelector(".select2-selection__rendered");
      set(shown, { "aria-labelledby": label.id });
      set(chosen, {
        "aria-labelledby": `${label.id} ${shown.id}`, "aria-owns": null, "aria-controls": isOpen ? list.id : null,
      });
    }
  };

  // A message in the list is no choice; it is told instead of read as one.
  const tell = (list) => {
    const messages = [...list.querySelectorAll(".select2-results__message, .loading-results")];
    for (const each of messages) set(each, { role: "option", "aria-disabled": true, "aria-live": null });
    const count = list.querySelectorAll("[aria-selected]").length;
    says.textContent = messages[0]?.textContent ?? `${count} ${count === 1 ? "choice" : "choices"}`;
  };

  const watched = new WeakSet();
  const watch = (select) => {
    const made = $(select).data("select2");
    if (!made || !select.labels[0] || watched.has(select)) return;
    watched.add(select);
    const [list] = made.$results;
    new MutationObserver(() => mend(select, made)).observe(made.$container[0], {
      attributes: true, childList: true, subtree: true,
    });
    new MutationObserver(() => { if (made.isOpen()) tell(list); }).observe(list, { childList: true });
    mend(select, made);
    $(select).on("select2:open", () => made.$dropdown.find(".select2-search__field").trigger("focus"));
    $(select).on("select2:close", () => { says.textContent = ""; });
  };

  // Before Select2 sees the key: it would open its list.
  document.addEventListener("keydown", (event) => {
    const cross = event.target.closest?.(".select2-selection__choice__remove");
    if (!cross || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const box = cross.closest(".select2-container");
    cross.click();
    $(box.previousElementSibling).select2("close"); // the click also opens the list
    box.querySelector(".select2-search__field").focus();
  }, true);

  // One button that takes all away stands where only chosen ones may.
  for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
    select.dataset.allowClear = "false";
  }
  const watchAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(watch);
  // Registered after Django's own, these run when Select2 has made its fields.
  $(watchAll);
  document.addEventListener("formset:added", watchAll);
})();
