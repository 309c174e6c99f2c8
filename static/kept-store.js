// Where kept.js keeps things: a record for each form on each open page, in the browser's own store,
// sealed with the key of the person.
"use strict";
(() => {
  const whose = document.querySelector("[data-keeps-for]");
  if (!whose) return;
  const { keepsFor: person, keepsKey } = whose.dataset;
  const isReader = person === "reader";
  const DAYS = isReader ? 1 : 14;
  const MOST_RECORDS = 40;

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

  let isBroken = !isReader && !key; // where nothing can be kept, leaving still asks
  const attempt = (act) => {
    try {
      return act();
    } catch { // full, or forbidden by the browser
      isBroken = true;
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

  const opened = async (name) => {
    const envelope = record(name);
    try {
      return { ...JSON.parse(await unseal(envelope.sealed)), at: envelope.at, page: envelope.page };
    } catch { // the key is another one now
      drop(name);
      return null;
    }
  };

  const put = (name, sealed) => {
    const at = Date.now();
    const envelope = JSON.stringify({ at, until: at + DAYS * 86_400_000, page: location.pathname, sealed });
    attempt(() => localStorage.setItem(name, envelope));
  };

  window.keptStore = {
    attempt, drop, forgetSaved, isReader, names, opened, person, place, put, record, seal, tidy, whose,
    get isBroken() { return isBroken; },
  };
})();
