// What somebody typed is kept on this device until the server has it: through a lost session, a
// closed tab, a crash, a refused save. It is offered back on the next visit to the form, and leaving
// asks first where something would be lost. See docs/adr/0021.
"use strict";
(() => {
  const store = window.keptStore;
  if (!store) return;
  const { attempt, drop, isReader } = store;
  const { fieldsOf, nameOf, questionOf, read, same, write } = window.formState;
  const [MOST_CHARACTERS, PAUSE] = [1_500_000, 400];
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
  const REFUSED = ".errornote, .errorlist, .error, .newer, [data-unsaved]";
  const TYPED = "textarea, input:is([type=text], [type=email], [type=url], [type=number])";

  // --- One form ---
  class Kept {
    turn = 0;

    constructor(form) {
      this.form = form;
      this.place = store.place(form);
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
      } else if (!store.isBroken && text.length < MOST_CHARACTERS) {
        const sealed = await store.seal(text);
        if (turn !== this.turn) return; // typed on meanwhile
        store.put(this.name, sealed);
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

  // --- The forms of this page ---
  store.tidy();
  store.forgetSaved();
  const forms = [...document.querySelectorAll("form")]
    .filter((form) => form.method === "post" && form.querySelector(TYPED) && (!isReader || form.contains(store.whose)))
    .map((form) => new Kept(form));
  let sending = null;

  const pending = new Set(document.querySelectorAll("[data-django-prose-editor-configurable]:not([id*=__prefix__])"));
  const begin = () => window.offerKept(forms, status >= 400);
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
    if (isReader && !store.isBroken) return; // it is offered back
    if (forms.some((each) => each !== sending && each.unsaved)) event.preventDefault();
  });
})();
