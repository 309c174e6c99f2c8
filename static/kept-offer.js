// How kept.js offers back what was kept: one notice for each record, above everything else.
"use strict";
(() => {
  if (!window.keptStore) return;
  const { drop, isReader, names, opened, person, record } = window.keptStore;
  const { plain } = window.formState;

  const element = (tag, content, attributes = {}) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...[content].flat());
    return made;
  };
  const button = (text, act, look = "button") => {
    const made = element("button", text, { type: "button", class: look });
    made.addEventListener("click", act);
    return made;
  };
  const when = (at) => {
    const [then, time] = [new Date(at), { hour: "2-digit", minute: "2-digit" }];
    const isToday = then.toDateString() === new Date().toDateString();
    return then.toLocaleString("en-GB", isToday ? time : { day: "numeric", month: "long", ...time });
  };
  const legible = ([value, label]) => {
    if (label) return label;
    if (!/<\/\w+>/.test(value)) return value;
    const html = plain(value).replace(/<\/(p|h\d|li|tr)>|<br\b[^>]*>/g, "$&\n");
    return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  };
  const list = (kept, fieldNames) => fieldNames.map((name) => kept.labels[name] ?? name).join(", ");

  const look = (kept, open) => {
    const texts = Object.entries(kept.fields).map(([name, { is }], order) => {
      const id = `kept-${Math.random().toString(36).slice(2)}-${order}`;
      const box = element("textarea", is.map(legible).join("\n"), { id, rows: 4, readonly: "" });
      return element("p", [element("label", kept.labels[name] ?? name, { for: id }), box], { class: "field" });
    });
    return element("details", [element("summary", "Look at it first"), ...texts], open ? { open: "" } : {});
  };

  const offer = (name, kept, form) => {
    const says = element("p", "", { role: "status", tabindex: "-1" });
    const section = element("section", says, { class: "notice kept", "aria-label": isReader ? "Unsent text" : "Unsaved text" });
    const close = (words) => {
      section.replaceChildren(says);
      says.textContent = words;
      says.focus();
    };
    const discard = button("Discard this text", () => {
      drop(name);
      close("The text was discarded.");
    }, "quiet");
    const back = form && button("Bring it back", () => {
      const left = form.bringBack(name, kept);
      close(`Your text is in the form again, and not ${isReader ? "sent" : "saved"} yet: ${list(kept, Object.keys(kept.fields))}.`);
      if (left.length) says.append(` There is no field any more for: ${list(kept, left)}.`, look(kept, true));
    });
    section.append(element("p", [...(back ? [back, " "] : []), discard], { class: "actions" }), look(kept, !form));
    (document.getElementById("content") ?? document.querySelector("main")).prepend(section);
    addEventListener("storage", (event) => { if (event.key === name && !event.newValue) section.remove(); });
    // Spoken because the region stood there before its words.
    setTimeout(() => { says.textContent = told(kept, form); }, 50);
  };

  const told = (kept, form) => {
    const text = `You have ${isReader ? "unsent" : "unsaved"} text from ${when(kept.at)}, in: ${list(kept, Object.keys(kept.fields))}.`;
    if (!form) return `${text} The form it was typed into is no longer here; copy what you need.`;
    const overtaken = form.overtaken(kept);
    const isNewer = kept.version < form.version || overtaken.length;
    if (!isNewer) return text;
    const where = overtaken.length ? `, in: ${list(kept, overtaken)}` : "";
    return `${text} A newer version was saved meanwhile${where}. Compare before you save.`;
  };

  const offerAll = async (forms, isFault) => {
    for (const name of names().filter((each) => each.startsWith(`kept/${person}/`)).sort()) {
      const form = forms.find((each) => name.startsWith(`${each.place}/`));
      const envelope = record(name);
      const isOfThisPage = form || (envelope?.page === location.pathname && !isFault);
      if (!envelope || !isOfThisPage) continue;
      const kept = await opened(name);
      if (!kept || forms.some((each) => each.name === name)) continue;
      if (!form?.shows(kept)) offer(name, kept, form);
      else if (form.refused || form.unsaved) form.adopt(name, kept);
      else drop(name);
    }
  };

  window.offerKept = offerAll;
})();
