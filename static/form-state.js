// What a form holds, read and written field by field, whatever its widgets are: plain fields, the
// editor, choices while typing (Select2), and rows that were added. Used by kept.js and others.
"use strict";
(() => {
  const NOT_KEPT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
  const editors = new Map(); // text area → Tiptap editor

  document.addEventListener("prose-editor:ready", ({ detail }) => {
    editors.set(detail.textarea, detail.editor);
  });

  const written = (field) => {
    if (!editors.has(field)) return field.value;
    const html = editors.get(field).getHTML();
    return /^<(\w+)[^>]*><\/\1>$/.test(html) ? "" : html; // as the editor writes into the text area
  };
  const chosen = (select) => [...select.selectedOptions].map((each) => [each.value, each.text.trim()]);
  const preset = (select) => {
    const given = [...select.options].filter((each) => each.defaultSelected);
    const first = select.multiple || given.length ? given : [...select.options].slice(0, 1);
    return first.map((each) => [each.value, each.text.trim()]);
  };

  // --- Names. A row of a list goes by its number in the database, because its place may change. ---
  const ROW = /^(.+)-(\d+)-([^-]+)$/;
  const nameOf = (form, name) => {
    const [, list, place, field] = ROW.exec(name) ?? [];
    const stored = list && form.elements[`${list}-INITIAL_FORMS`];
    if (!stored) return name;
    const row = form.elements[`${list}-${place}-id`]?.value;
    return `${list}/${row ? `#${row}` : `+${place - stored.value}`}/${field}`;
  };

  const fieldsOf = (form) => [...form.elements].filter((each) => (
    each.name && !each.disabled && !NOT_KEPT.has(each.type) && !each.name.includes("__prefix__")
  ));

  // Each field's values with what a person sees of them: { name: [[value, label], …] }.
  const read = (form, { asLoaded = false } = {}) => {
    const state = {};
    for (const field of fieldsOf(form)) {
      const values = (state[nameOf(form, field.name)] ??= []);
      if (field instanceof HTMLSelectElement) values.push(...(asLoaded ? preset : chosen)(field));
      else if (["checkbox", "radio"].includes(field.type)) {
        if (asLoaded ? field.defaultChecked : field.checked) values.push([field.value, labelOf(field)]);
      } else if (!asLoaded) values.push([written(field)]);
      // The editor puts what was loaded in its own order; that is no change.
      else if (field.value === field.defaultValue) values.push([written(field)]);
      else values.push([field.defaultValue]);
    }
    return state;
  };

  const same = (one = [], other = []) => (
    one.length === other.length && one.every(([value], place) => value === other[place][0])
  );

  // --- Putting values in ---
  const choose = (select, options) => {
    for (const option of select.options) option.selected = false;
    for (const [value, name] of options) {
      let option = [...select.options].find((each) => each.value === value);
      if (!option) option = select.appendChild(new Option(name, value));
      option.selected = true;
    }
    // Select2 listens through jQuery only.
    if (window.django) window.django.jQuery(select).trigger("change");
  };

  // No style reaches the policy, which would have the browser complain of it.
  const plain = (html) => html.replace(/(<[^>]*?)\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "$1");

  const put = (field, values) => {
    const value = values[0]?.[0] ?? "";
    if (editors.has(field)) editors.get(field).commands.setContent(plain(value));
    else if (field instanceof HTMLSelectElement) choose(field, values);
    else if (["checkbox", "radio"].includes(field.type)) {
      field.checked = values.some(([each]) => each === field.value);
    } else field.value = value;
  };

  // The fields that go by this name now; a row that is not there is added once, see `added`.
  const find = (form, name, added) => {
    const [list, row, field] = name.split("/");
    if (!row) return fieldsOf(form).filter((each) => each.name === name);
    added[`${list}/${row}`] ??= placeOf(form, list, row);
    return fieldsOf(form).filter((each) => each.name === `${list}-${added[`${list}/${row}`]}-${field}`);
  };

  const placeOf = (form, list, row) => {
    const total = form.elements[`${list}-TOTAL_FORMS`];
    if (!total) return "none";
    for (let place = 0; row[0] === "#" && place < total.value; place += 1) {
      if (form.elements[`${list}-${place}-id`]?.value === row.slice(1)) return place;
    }
    const place = total.value;
    document.querySelector(`#${CSS.escape(list)}-group .add-row a`)?.click();
    return place;
  };

  // Returns the names that have no place in this form any more.
  const write = (form, state) => {
    const [added, left] = [{}, []];
    for (const [name, values] of Object.entries(state)) {
      const fields = find(form, name, added);
      for (const field of fields) {
        put(field, values);
        const closed = field.closest("details:not([open])");
        if (closed) closed.open = true;
      }
      if (!fields.length) left.push(name);
    }
    return left;
  };

  const labelOf = (field) => {
    const [, , , column] = ROW.exec(field.name) ?? [];
    const head = column && field.closest("table")?.querySelector(`th.column-${column}`);
    const label = head?.textContent ?? field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name;
    return label.trim().replace(/\s*:$/, "");
  };
  // Of a group of boxes or buttons, the question and not the first answer.
  const questionOf = (field) => (
    ["checkbox", "radio"].includes(field.type)
      && field.closest("fieldset")?.querySelector("legend")?.textContent.trim().replace(/\s*:$/, "")
  ) || labelOf(field);

  window.formState = { editors, fieldsOf, nameOf, plain, put, questionOf, read, same, write };
})();
