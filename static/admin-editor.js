// What the library's editor lacks: a line break on the toolbar, links that are checked before they
// are set, tables that begin with a header row, and buttons that say whether they are pressed.
import {
  Bold as BaseBold,
  Extension,
  HardBreak as BaseBreak,
  InvisibleCharacters,
  Italic as BaseItalic,
  Link as BaseLink,
  Table as BaseTable,
  TableHeader as BaseHeader,
  updateAttrsDialog,
} from "django-prose-editor/editor";

// Asterisks and underscores of a pasted text (HLA-B *57:01) stay what they are.
const asWritten = { addPasteRules: () => [] };
export const Bold = BaseBold.extend(asWritten);
export const Italic = BaseItalic.extend(asWritten);

export const HardBreak = BaseBreak.extend({
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "hardBreak",
      groups: "marks",
      priority: 50,
      button: buttons.material("keyboard_return", "line break"),
      command: (editor) => editor.chain().focus().setHardBreak().run(),
    });
  },
});

// --- Tables ---
export const TableHeader = BaseHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } }; // of which cells it is the header
  },

  // A new table begins with headers that are still empty; who hears them is told so.
  addNodeView() {
    return ({ node, HTMLAttributes }) => {
      const [dom, said, contentDOM] = ["th", "span", "div"].map((each) => document.createElement(each));
      for (const [name, value] of Object.entries(HTMLAttributes)) {
        if (value !== null) dom.setAttribute(name, value);
      }
      said.className = "visually-hidden";
      said.contentEditable = "false";
      said.textContent = "empty header";
      dom.append(contentDOM, said);
      const update = (other) => {
        said.hidden = Boolean(other.textContent);
        return other.sameMarkup(node);
      };
      update(node);
      return { dom, contentDOM, update };
    };
  },
});

const askForTable = updateAttrsDialog(
  {
    rows: { type: "number", title: "Rows", format: "number", min: "1", max: "100" },
    cols: { type: "number", title: "Columns", format: "number", min: "1", max: "20" },
    withHeaderRow: { title: "The first row is a header", enum: ["Yes", "No"] },
  },
  { title: "New table", submitText: "Insert the table" },
);

export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions: () => ({ editor }) => {
        askForTable(editor, { rows: "3", cols: "3", withHeaderRow: "Yes" }).then((given) => {
          if (!given) return;
          const [rows, cols] = [Number(given.rows) || 3, Number(given.cols) || 3];
          const withHeaderRow = given.withHeaderRow === "Yes";
          editor.chain().focus().insertTable({ rows, cols, withHeaderRow }).run();
        });
        document.querySelector("dialog[open]")?.setAttribute("aria-label", "New table");
        return true;
      },
    };
  },
});

// --- Links ---
const SHAPES = "It begins with https://, www., mailto:, tel: or sms:, or with / for a page of this site.";

// The whole address, or what is wrong with it: { href } or { fault }.
export const wholeAddress = (typed, schemes) => {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1].toLowerCase();
  if (!text) return { fault: "Type an address. To take a link away, use “remove link”." };
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return { href: `mailto:${text}` };
  if (/^\+?[\d\s().-]{6,}$/.test(text)) return { href: `tel:${text.replace(/[^\d+]/g, "")}` };
  if (/^\/(?!\/)/.test(text)) return { href: text.replace(/\s/g, "%20") };
  if (/^(tel|sms):/i.test(text)) {
    const number = text.replace(/\s/g, "");
    return number.length > 4 ? { href: number } : { fault: "The number is missing." };
  }
  // A host may be followed by a port, which looks like a scheme.
  const isBare = /^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)/.test(text);
  if (isBare || text.startsWith("//")) return whole(`https://${text.replace(/^\/\//, "")}`);
  if (!scheme) return { fault: `This is not a whole address. ${SHAPES}` };
  if (!schemes.includes(scheme)) return { fault: `A link cannot begin with “${scheme}:”. ${SHAPES}` };
  return whole(text);
};

const whole = (text) => {
  const href = text.replace(/\s/g, "%20");
  const rest = href.slice(href.indexOf(":") + 1);
  const isWeb = /^https?:/i.test(href);
  if (rest && (!isWeb || (rest.startsWith("//") && URL.canParse(href)))) return { href };
  return { fault: `This is not a whole address. ${SHAPES}` };
};

const askForLink = (href, schemes) => new Promise((resolve) => {
  const dialog = document.createElement("dialog");
  dialog.className = "prose-editor-dialog";
  dialog.setAttribute("aria-labelledby", "link-dialog");
  dialog.innerHTML = `<form novalidate><h3 class="prose-editor-dialog-title" id="link-dialog">Link</h3>
    <div class="prose-editor-dialog-field"><label for="link-href">Address</label>
    <p id="link-help">A web page, an e-mail address or a telephone number.</p>
    <p id="link-fault" class="fault" role="alert"></p>
    <input type="text" name="href" id="link-href" inputmode="url" autocomplete="off" autocapitalize="none"
      spellcheck="false" aria-describedby="link-help link-fault"></div>
    <div class="prose-editor-dialog-buttons"><button type="submit">Save the link</button>
    <button type="button">Cancel</button></div></form>`;
  const [form, field, fault] = ["form", "input", ".fault"].map((each) => dialog.querySelector(each));
  field.value = href;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = wholeAddress(field.value, schemes);
    if (found.href) {
      resolve(found.href);
      dialog.close();
      return;
    }
    fault.textContent = found.fault;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  });
  dialog.querySelector("[type=button]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(null);
  });
  document.body.append(dialog);
  dialog.showModal();
});

export const Link = BaseLink.extend({
  addOptions() {
    return { ...this.parent?.(), defaultProtocol: "https" };
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        const isLink = editor.isActive(this.name);
        if (editor.state.selection.empty && !isLink) return false;
        askForLink(editor.getAttributes(this.name).href ?? "", this.options.protocols).then((href) => {
          if (!href) return editor.commands.focus();
          const chain = editor.chain().focus();
          return (isLink ? chain.extendMarkRange(this.name) : chain).setMark(this.name, { href }).run();
        });
        return true;
      },
    };
  },
});

// --- Characters that are kept though nobody sees them ---
// The library's class for one character; it is exported by its descendant alone.
const Character = Object.getPrototypeOf(InvisibleCharacters.options.builders[0].constructor);

class UnseenCharacter extends Character {
  createDecoration(from, to, doc, decorations) {
    const earlier = decorations.find(from, to, (spec) => spec.key === this.type);
    return super.createDecoration(from, to, doc, decorations.remove(earlier));
  }
}

// As in editorial/text/marks.py; the names are Unicode's.
const UNSEEN = {
  "\u00a0": "no-break space", "\u2007": "figure space", "\u202f": "narrow no-break space",
  "\u00ad": "soft hyphen", "\u200c": "zero width non-joiner", "\u200d": "zero width joiner",
  "\u2066": "left-to-right isolate", "\u2067": "right-to-left isolate",
  "\u2068": "first strong isolate", "\u2069": "pop directional isolate",
};

export const Unseen = InvisibleCharacters.extend({
  name: "unseen",
  addOptions() {
    const builders = Object.entries(UNSEEN).map(([character, name]) => new UnseenCharacter({
      type: name.replaceAll(" ", "-"),
      predicate: (other) => other === character,
      content: name.endsWith("space") ? "°" : `[${name}]`,
    }));
    return { ...this.parent?.(), builders, injectCSS: false }; // the policy allows no style of its own
  },
});

// --- The toolbar, for who does not see it ---
const PRESSED = /^(bold|italic|subscript|superscript|blockquote|orderedList|bulletList|link|heading\d|paragraph)$/;

const set = (element, name, value) => {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
};

const describe = ({ view }) => {
  const frame = view.dom.closest(".prose-editor");
  const bar = frame?.querySelector(".prose-menubar");
  if (!bar) return;
  // The label names the hidden text area; a screen reader is in the editor.
  const label = frame.querySelector("textarea").labels?.[0]?.textContent.trim().replace(/\s*:$/, "");
  set(view.dom, "aria-label", label || "Text");
  set(bar, "role", "group");
  set(bar, "aria-label", `Formatting of ${label || "the text"}`);
  for (const button of bar.querySelectorAll("button.prose-menubar__button")) {
    const { name } = button.dataset;
    if (PRESSED.test(name)) set(button, "aria-pressed", button.classList.contains("active"));
    set(button, "aria-disabled", button.classList.contains("disabled"));
  }
  const sort = bar.querySelector(".prose-menubar__selected > button");
  if (!sort || sort.ariaHasPopup) return;
  sort.ariaHasPopup = "true";
  sort.ariaLabel = sort.title = `Sort of paragraph: ${sort.ariaLabel}`;
};

export const Toolbar = Extension.create({
  name: "toolbar",
  onCreate({ editor }) { describe(editor); },
  // After the library's own listeners, which set the classes.
  onTransaction({ editor }) {
    requestAnimationFrame(() => { if (!editor.isDestroyed) describe(editor); });
  },
});
