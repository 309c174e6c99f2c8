// Text that comes from elsewhere, by paste or drop. Editors read it by its looks, and lose or change
// what it means; so it goes through the server's transform, the same as for an import, before a word
// of it is in the text. What comes from one of our own editors is in our schema already.
import { Extension, Plugin } from "django-prose-editor/editor";

const ADDRESS = /^(https?:\/\/|mailto:|tel:|sms:)\S+$/i; // onto chosen words, it makes them a link
const OURS = "data-immunosite-text";
const PLAIN = "or paste it as plain text with Ctrl+Shift+V.";
const FAILED = `The site could not be reached, so nothing was pasted. Try again, ${PLAIN}`;
const SIGNED_OUT = `You are no longer signed in, so nothing was pasted. Sign in in another tab and paste again, ${PLAIN}`;
const NO_FILES = "Pictures and files cannot stand in a text, so nothing was pasted.";

// As text, because the policy has the browser complain of each style that reaches a document.
const TAG = /<[a-z][^\s/<>"']*(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)/g; // values whole, whatever stands in them
const withoutStyles = (html) => html
  .replace(/<style\b[^]*?(<\/style\s*>|$)/gi, "")
  .replace(TAG, (tag) => tag.replace(ATTRIBUTE, (all, name) => (name.toLowerCase() === "style" ? " " : all)));
// A picture's description is all that is kept of it; its bytes need not travel.
const withoutPictures = (html) => html.replace(/(["'(])data:[^"')]*/gi, "$1data:,");

const tokenOf = (view) => (
  /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] // that of the newest sign-in
  ?? view.dom.closest("form").elements.csrfmiddlewaretoken.value
);

// { html, left_out } or { message }
const transformed = async (view, html) => {
  const body = new FormData();
  body.set("html", withoutPictures(html));
  const headers = { "X-CSRFToken": tokenOf(view) };
  try {
    const url = document.querySelector("[data-incoming]").dataset.incoming;
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "error" });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
    return { message: [401, 403].includes(answer.status) ? SIGNED_OUT : FAILED };
  } catch {
    return { message: FAILED };
  }
};

// --- Where it goes: the selection of that moment, carried along with what is typed meanwhile ---
const before = (make, from, to) => ({
  map: (mapping) => before(make, mapping.map(from, -1), mapping.map(to, -1)),
  resolve: (doc) => make(doc.resolve(from), doc.resolve(to)),
});
const placeOf = (selection) => (
  "$cursor" in selection
    ? before((from, to) => selection.constructor.between(from, to), selection.from, selection.to)
    : selection.getBookmark()
);

const waiting = new Set(); // promises of what is on its way, of all editors of the page
let lastPlace = 0;

class Door {
  constructor(editor) {
    this.editor = editor;
    this.places = new Plugin({
      state: { init: () => new Map(), apply: (tr, places) => this.moved(tr, places) },
      view: (view) => this.watch(view),
      props: {
        handleDOMEvents: {
          paste: (view, event) => this.take(view, event, event.clipboardData, view.state.selection),
          drop: (view, event) => !view.dragging && this.drop(view, event),
        },
        transformPastedHTML: withoutStyles,
      },
    });
  }

  moved(tr, places) {
    const next = new Map([...places].map(([name, place]) => [name, tr.docChanged ? place.map(tr.mapping) : place]));
    const { add, remove } = tr.getMeta(this.places) ?? {};
    if (add) next.set(...add);
    next.delete(remove);
    return next;
  }

  watch(view) {
    this.says = document.createElement("p");
    this.says.className = "pasting";
    this.says.setAttribute("role", "status");
    view.dom.after(this.says);
    // After the editor's own: what it has put onto the clipboard is marked as ours.
    const mark = ({ clipboardData }) => {
      const html = clipboardData?.getData("text/html") ?? "";
      if (html.includes("data-pm-slice")) {
        clipboardData.setData("text/html", html.replace("data-pm-slice", `${OURS} data-pm-slice`));
      }
    };
    for (const event of ["copy", "cut"]) view.dom.addEventListener(event, mark);
    return { destroy: () => this.says.remove() };
  }

  drop(view, event) {
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (!at) return false;
    const { selection } = view.state;
    const position = view.state.doc.resolve(at.pos);
    const there = "$cursor" in selection ? selection.constructor.between(position, position) : selection;
    return this.take(view, event, event.dataTransfer, there);
  }

  // True when it was taken in hand; otherwise the editor goes on by itself.
  take(view, event, data, selection) {
    const [html, text] = [data.getData("text/html"), data.getData("text/plain")];
    this.say("");
    if (ADDRESS.test(text.trim()) && !selection.empty) {
      event.preventDefault();
      return this.editor.commands.setMark("link", { href: text.trim() });
    }
    if (html.includes(OURS) || (!html && text)) return false;
    if (!html && !data.files.length) return false;
    event.preventDefault();
    if (html) this.bring(view, html, selection);
    else this.say(NO_FILES);
    return true;
  }

  bring(view, html, selection) {
    const name = (lastPlace += 1);
    view.dispatch(view.state.tr.setMeta(this.places, { add: [name, placeOf(selection)] }));
    this.say("One moment, it is being read …");
    const arrival = transformed(view, html).then((answer) => {
      if (view.isDestroyed) return;
      const place = this.places.getState(view.state).get(name).resolve(view.state.doc);
      view.dispatch(view.state.tr.setMeta(this.places, { remove: name }));
      if (answer.html) this.insert(view, place, answer.html);
      this.tell(answer);
    });
    waiting.add(arrival);
    arrival.finally(() => waiting.delete(arrival));
  }

  insert(view, place, html) {
    const { selection } = view.state;
    const typedOn = !place.eq(selection);
    const add = ["cursor", selection.getBookmark()];
    view.dispatch(view.state.tr.setSelection(place).setMeta(this.places, { add }));
    view.pasteHTML(html);
    const cursor = this.places.getState(view.state).get("cursor");
    const back = view.state.tr.setMeta(this.places, { remove: "cursor" });
    view.dispatch(typedOn ? back.setSelection(cursor.resolve(view.state.doc)) : back.scrollIntoView());
  }

  tell({ html, message, left_out: leftOut }) {
    if (message) this.say(message.startsWith(FAILED) || message === SIGNED_OUT ? message : `Nothing was pasted. ${message}`, true);
    else if (!html) this.say(["Nothing was pasted: there were no words in it.", ...leftOut].join(" "), true);
    else this.say(["Pasted.", ...leftOut].join(" "));
  }

  say(words, isFault = false) {
    this.says.classList.toggle("fault", isFault);
    this.says.textContent = words;
  }
}

// A save waits for what is on its way.
document.addEventListener("submit", (event) => {
  if (!waiting.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target, submitter } = event;
  Promise.allSettled([...waiting]).then(() => target.requestSubmit(submitter));
}, { capture: true });

export const Pasting = Extension.create({
  name: "pasting",
  addProseMirrorPlugins() {
    return [new Door(this.editor).places];
  },
});
