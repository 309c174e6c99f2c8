// What somebody typed is kept on this device until the server has it: through a lost session, a
// closed tab, a crash, a refused save. It is offered back on the next visit to the form, and leaving
// asks first where something would be lost. See docs/adr/0017.
"use strict";
(() => {
  const whose = document.querySelector("[data-keeps-for]");
  if (!whose) return;
  const { keepsFor: person, keepsKey } = whose.dataset;
  const isReader = person === "reader";
  const DAYS = isReader ? 1 : 14;
  const [MOST_RECORDS, MOST_CHARACTERS, PAUSE] = [40, 1_500_000, 400];
  const { fieldsOf, nameOf, plain, questionOf, read, same, write } = window.formState;
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  const REFUSED = ".errornote, .errorlist, .error, .newer, [data-unsaved]";
  const TYPED = "textarea, input:is([type=text], [type=email], [type=url], [type=number])";

  // --- The store: one record for each form on each open page, sealed with the person's key ---
  const place = (form) => {
    const { pathname } = new URL(form.getAttribute("action") || "", location.href);
    return `kept/${person}/${pathname}?${form.elements.namedItem("act")?.value ?? ""}`;
  };
  const key = keepsKey && crypto.subtle?.importKey(
    "raw", Uint8Array.from(keepsKey.match(/../g), (hex) => parseInt(hex, 16)), "AES-GCM", false,
    ["encrypt", "decrypt"],
  );
  const bytesOf = (text) => Uint8Array.from(text, (each) => each.charCodeAt(0));
  const textOf = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return text;
  };
  const seal = async (text) => {
    if (isReader) return text;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(text));
    return textOf(iv) + textOf(new Uint8Array(sealed));
  };
  const unseal = async (text) => {
    if (isReader) return text;
    const bytes = bytesOf(text);
    const [iv, data] = [bytes.subarray(0, 12), bytes.subarray(12)];
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, data));
  };

  let broken = !isReader && !key; // where nothing can be kept, leaving still asks
  const attempt = (act) => {
    try {
      return act();
    } catch { // full, or forbidden by the browser
      broken = true;
      return undefined;
    }
  };
  const drop = (name) => attempt(() => localStorage.removeItem(name));
  const names = () => attempt(() => Object.keys(localStorage).filter((each) => each.startsWith("kept/"))) ?? [];
  const record = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };

  const tidy = () => {
    const dated = names().map((name) => [record(name)?.at ?? 0, record(name)?.until ?? 0, name]).sort().reverse();
    dated.forEach(([, until, name], order) => {
      if (until < Date.now() || order >= MOST_RECORDS) drop(name);
    });
  };

  // What the server says it has: a message carries the mark of the form that was saved; a reader's
  // page of thanks says so to the tab that sent the letter.
  const forgetSaved = () => {
    const marks = [...document.querySelectorAll("[class*='kept-']")]
      .map((each) => /\bkept-([a-z0-9]+)/.exec(each.className)?.[1]);
    if (document.querySelector("[data-letter-sent]")) marks.push(attempt(() => sessionStorage.getItem("kept-sent")));
    for (const name of names()) {
      if (marks.some((mark) => mark && name.endsWith(`/${mark}`))) drop(name);
    }
  };

  // --- One form ---
  class Kept {
    turn = 0;

    constructor(form) {
      this.form = form;
      this.place = place(form);
      this.mark = crypto.getRandomValues(new Uint32Array(4)).reduce((all, each) => all + each.toString(36), "");
      this.loaded = this.texts({ asLoaded: true });
      // A page that shows a refused text again was loaded with what is not saved yet.
      this.refused = status >= 400 || Boolean(form.querySelector(REFUSED) || document.querySelector(".not-saved"));
      if (!document.getElementById("refused")) return;
      for (const { name } of form.querySelectorAll("textarea")) this.loaded[name] = [[""]]; // on the desk
    }

    get name() { return `${this.place}/${this.mark}`; }
    get version() { return Number(this.form.elements.namedItem("loaded_version")?.value ?? 0); }

    // Beside a password stands a signature: its answers are given anew, only free words are kept.
    texts(how) {
      const state = read(this.form, how);
      if (!this.form.querySelector("[type=password]")) return state;
      const free = new Set([...this.form.querySelectorAll("textarea")].map((each) => each.name));
      return Object.fromEntries(Object.entries(state).filter(([name]) => free.has(name)));
    }

    changed() {
      const [now, changed] = [this.texts(), {}];
      for (const name of new Set([...Object.keys(this.loaded), ...Object.keys(now)])) {
        const was = this.loaded[name] ?? [];
        const isWritten = now[name]?.some(([value]) => value);
        if (this.refused && isWritten) changed[name] = { is: now[name], was: null };
        else if (!same(was, now[name])) changed[name] = { is: now[name] ?? [], was };
      }
      return changed;
    }

    get unsaved() { return Object.keys(this.changed()).length > 0; }

    // The editor is ready later than the page.
    editorReady(textarea) {
      const name = nameOf(this.form, textarea.name);
      const loaded = this.texts({ asLoaded: true });
      if (name in loaded) this.loaded[name] = loaded[name];
    }

    schedule() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE);
    }

    async keep() {
      clearTimeout(this.timer);
      const turn = (this.turn += 1);
      const fields = this.changed();
      const text = JSON.stringify({ fields, labels: this.labels(fields), version: this.version });
      if (text === this.last) return;
      if (!Object.keys(fields).length) {
        if (this.last) drop(this.name);
      } else if (!broken && text.length < MOST_CHARACTERS) {
        const at = Date.now();
        const sealed = await seal(text);
        if (turn !== this.turn) return; // typed on meanwhile
        const envelope = JSON.stringify({ at, until: at + DAYS * 86_400_000, page: location.pathname, sealed });
        attempt(() => localStorage.setItem(this.name, envelope));
      }
      this.last = text;
    }

    labels(fields) {
      const labels = {};
      for (const field of fieldsOf(this.form)) {
        const name = nameOf(this.form, field.name);
        if (name in fields) labels[name] ??= questionOf(field);
      }
      return labels;
    }

    shows({ fields }) {
      const now = this.texts();
      return Object.entries(fields).every(([name, { is }]) => same(is, now[name]));
    }

    // Of what was kept, the fields that somebody else has changed since.
    overtaken({ fields }) {
      return Object.keys(fields).filter((name) => fields[name].was && !same(fields[name].was, this.loaded[name]));
    }

    // Goes on with a record from before, which knows what is stored.
    adopt(name, { fields }) {
      if (this.last) drop(this.name);
      this.mark = name.slice(this.place.length + 1);
      if (!this.refused) return;
      this.refused = Object.values(fields).some(({ was }) => !was);
      for (const [each, { was }] of Object.entries(fields)) if (was) this.loaded[each] = was;
    }

    bringBack(name, kept) {
      const { fields, version } = kept;
      const state = Object.fromEntries(Object.entries(fields).map(([each, { is }]) => [each, is]));
      const left = write(this.form, state);
      if (!left.length) this.adopt(name, kept);
      // So that the save is compared with what came between, and the two texts are put side by side.
      const loaded = this.form.elements.namedItem("loaded_version");
      if (loaded && version < this.version) loaded.value = version;
      this.keep();
      return left;
    }
  }

  // --- Offering it back ---
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
    const discard = button("Discard", () => {
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

  const opened = async (name) => {
    const envelope = record(name);
    try {
      return { ...JSON.parse(await unseal(envelope.sealed)), at: envelope.at, page: envelope.page };
    } catch { // the key is another one now
      drop(name);
      return null;
    }
  };

  const offerAll = async (forms) => {
    for (const name of names().filter((each) => each.startsWith(`kept/${person}/`)).sort()) {
      const form = forms.find((each) => name.startsWith(`${each.place}/`));
      const envelope = record(name);
      const isOfThisPage = form || (envelope?.page === location.pathname && status < 400);
      if (!envelope || !isOfThisPage) continue;
      const kept = await opened(name);
      if (!kept || forms.some((each) => each.name === name)) continue;
      if (!form?.shows(kept)) offer(name, kept, form);
      else if (form.refused || form.unsaved) form.adopt(name, kept);
      else drop(name);
    }
  };

  // --- The forms of this page ---
  tidy();
  forgetSaved();
  const forms = [...document.querySelectorAll("form")]
    .filter((form) => form.method === "post" && form.querySelector(TYPED) && (!isReader || form.contains(whose)))
    .map((form) => new Kept(form));
  let sending = null;

  const pending = new Set(document.querySelectorAll("[data-django-prose-editor-configurable]:not([id*=__prefix__])"));
  const begin = () => offerAll(forms);
  document.addEventListener("prose-editor:ready", ({ target }) => {
    forms.find((each) => each.form === target.form)?.editorReady(target);
    if (pending.delete(target) && !pending.size) begin();
  });
  if (!pending.size) begin();

  const schedule = () => { for (const form of forms) form.schedule(); };
  for (const event of ["input", "change", "keyup", "click", "drop", "formset:added", "formset:removed"]) {
    document.addEventListener(event, schedule, { capture: true, passive: true });
  }
  if (window.django) window.django.jQuery(document).on("change", schedule);
  const keepNow = () => { for (const form of forms) form.keep(); };
  document.addEventListener("visibilitychange", keepNow);
  addEventListener("pagehide", keepNow);

  for (const kept of forms) {
    kept.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      sending = kept;
      kept.keep();
      if (isReader) attempt(() => sessionStorage.setItem("kept-sent", kept.mark));
    });
    kept.form.addEventListener("formdata", ({ formData }) => formData.set("kept_form", kept.mark));
  }
  addEventListener("pageshow", () => { sending = null; });
  addEventListener("beforeunload", (event) => {
    keepNow();
    if (isReader && !broken) return; // it is offered back
    if (forms.some((each) => each !== sending && each.unsaved)) event.preventDefault();
  });
})();
