// Fills the search box's list of suggestions while somebody types. Without it the form works as it is.
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);
  let timer, asked = "";

  const fill = (words, found) => {
    if (words !== asked) return;
    list.replaceChildren(...found.map(({ title, name }) => {
      const option = document.createElement("option");
      option.value = title;
      if (name) option.label = `${title} (${name})`;
      return option;
    }));
  };

  const ask = async () => {
    const words = box.value.trim();
    if (words.length < 2 || words.length > 80 || words === asked) return;
    asked = words;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { credentials: "omit" });
      if (answer.ok) fill(words, await answer.json());
    } catch { /* no network: no suggestions */ }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}
