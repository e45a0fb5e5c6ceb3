// A field that suggests entities while one types: the combobox of the ARIA authoring practices, list with manual choice.
"use strict";

for (const field of document.querySelectorAll("input[data-suggest]")) {
  combobox(field);
}

function combobox(field) {
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `list-${field.name}-${field.dataset.suggest}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  said.className = "away";
  said.setAttribute("role", "status");
  field.after(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  let found = [];
  let chosen = -1;
  let asked = null;
  let timer = 0;

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden && field.value.trim()) {
      event.preventDefault();
      ask();
    } else if (step && !list.hidden) {
      event.preventDefault();
      mark(chosen < 0 && step < 0 ? found.length - 1 : (chosen + step + found.length) % found.length);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));

  async function ask() {
    const typed = field.value.trim();
    asked?.abort();
    if (!typed) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed.slice(0, 100))}`, { signal: asked.signal });
      if (answer.ok && field.value.trim() === typed && document.activeElement === field) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  // What was marked meanwhile stays marked where it is still offered.
  function show(rows) {
    const marked = found[chosen]?.id;
    found = rows;
    list.replaceChildren(...rows.map(option));
    list.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    mark(marked === undefined ? -1 : rows.findIndex((row) => row.id === marked));
    said.textContent = rows.length ? howMany(rows.length, "suggestion") : "no suggestion";
  }

  function option(row, place) {
    const item = document.createElement("li");
    const more = document.createElement("small");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(row.name);
    more.textContent = ` ${row.also ? `${row.also} · ` : ""}${row.kind} · ${howMany(row.claims, "claim")}`;
    item.append(more);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(place));
    return item;
  }

  function mark(place) {
    chosen = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", `${list.id}-${place}`);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function take(place) {
    const row = found[place];
    close();
    if (field.dataset.suggest === "card") {
      location.href = `/entity?id=${encodeURIComponent(row.id)}`;
    } else {
      field.value = row.value;
      field.focus();
    }
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}
