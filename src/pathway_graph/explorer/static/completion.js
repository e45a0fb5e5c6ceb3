// Completion: labels, types, properties of a label, functions, variables, and whole queries, as the place asks for.
"use strict";

const completion = (() => {
  const { field, frame, names } = editor;
  const list = document.createElement("ul");
  const heard = document.createElement("span");
  const keysOf = new Map([...names.labels, ...names.types].map((one) => [one.name, one.keys]));
  const everyKey = [...new Set([...names.labels, ...names.types].flatMap((one) => one.keys))].sort();
  const more = [];
  let offers = [];
  let chosen = -1;
  let from = 0;
  let top = 0;
  const SHOWN = 9; // at once; the arrows move on

  list.className = "offers";
  list.id = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  heard.className = "away";
  heard.setAttribute("role", "status");
  frame.parentElement.classList.add("asked");
  frame.after(list, heard);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);

  const offer = (text, note = "", rest = {}) => ({ text, note, ...rest });
  const labels = () => [...names.labels.map((one) => offer(one.name, count(one))), ...names.more_labels.map((one) => offer(one, "none seen"))];
  const types = () => [...names.types.map((one) => offer(one.name, one.ends.slice(0, 2).join(", "))), ...names.more_types.map((one) => offer(one, "none seen"))];
  const count = (one) => (one.count === null ? "" : one.count.toLocaleString("en"));

  // What may stand at a place, and where that begins.
  function at(text, place) {
    const { found, told } = editor.read(text);
    const here = found.find((one) => one.start < place && place <= one.end);
    const isIn = here && (here.kind === "text" || here.as === "comment") && (place < here.end || here.as === "comment" || !/['"]$/.test(here.text) || here.text.length < 2);
    if (isIn) return { begun: place, all: [] };
    const isWord = here && (here.kind === "word" || here.kind === "parameter") && here.end >= place;
    const begun = isWord ? here.start : place;
    const before = told.filter((one) => one.end <= begun);
    const last = before[before.length - 1];
    if (here?.kind === "parameter") return { begun, all: parameters(told, here) };
    if (last?.text === ":" && last.open?.sign !== "{") return { begun, all: last.open?.sign === "[" ? types() : last.open ? labels() : [...labels(), ...types()] };
    if (last && "|&!".includes(last.text) && last.inLabel) return { begun, all: last.open?.sign === "[" ? types() : labels() };
    if (last?.text === ".") return { begun, all: keys(told, before[before.length - 2]?.text) };
    const open = openAt(before);
    if (open?.text === "{" && (last === open || last.text === ",")) return { begun, all: patternKeys(before, open) };
    if (last?.text.toUpperCase() === "CALL") return { begun, all: names.procedures.map((one) => offer(`${one}()`)) };
    const whole = last ? [] : queries();
    return { begun, all: [...variables(told, here), ...words(), ...whole], least: isWord ? 2 : Infinity };
  }

  function openAt(before) {
    const open = [];
    for (const one of before) {
      if ("([{".includes(one.text)) open.push(one);
      else if (")]}".includes(one.text)) open.pop();
    }
    return open[open.length - 1];
  }

  function labelsOf(told, name) {
    const found = [];
    told.forEach((one, place) => {
      if (one.text !== name || told[place + 1]?.text !== ":" || one.as === "key") return;
      for (let next = place + 2; told[next]?.inLabel; next += 1) found.push(told[next].text);
    });
    return found.filter((label) => keysOf.has(label));
  }

  function keys(told, name) {
    const of = labelsOf(told, name);
    const known = of.length ? [...new Set(of.flatMap((label) => keysOf.get(label)))] : everyKey;
    return known.map((key) => offer(key, of.join(", ")));
  }

  function patternKeys(before, open) {
    const place = before.indexOf(open);
    const of = [];
    for (let back = place - 1; back >= 0 && !"([".includes(before[back].text); back -= 1) {
      if (keysOf.has(before[back].text)) of.push(before[back].text);
    }
    const known = of.length ? [...new Set(of.flatMap((label) => keysOf.get(label)))] : everyKey;
    return known.map((key) => offer(`${key}: `, of.join(", ")));
  }

  function variables(told, here) {
    const found = told.filter((one) => one !== here && one.as === "variable" && one.kind === "word").map((one) => one.text);
    return [...new Set(found)].map((name) => offer(name, "variable"));
  }

  function parameters(told, here) {
    const found = told.filter((one) => one !== here && one.kind === "parameter" && one.text !== "$").map((one) => one.text);
    return [...new Set(found)].map((name) => offer(name, "parameter"));
  }

  const words = () => [
    ...[...editor.WORDS].map((word) => offer(word)),
    ...names.functions.map((one) => offer(`${one.name}(`, one.signature.slice(one.name.length), { title: one.does })),
  ];

  const queries = () => [
    ...[...document.querySelectorAll("#library a[data-fields]")].map((link) => offer(link.dataset.name, "query of the library", { fields: JSON.parse(link.dataset.fields) })),
    ...more.flatMap((list) => list()),
  ];

  function open(isAsked) {
    const place = field.selectionStart;
    if (place !== field.selectionEnd) return close();
    const { begun, all, least = 0 } = at(field.value, place);
    const typed = field.value.slice(begun, place).toLowerCase();
    if (!isAsked && (!typed && least || typed.length < least)) return close();
    const begins = all.filter((one) => one.text.toLowerCase().startsWith(typed));
    const holds = typed.length > 1 ? all.filter((one) => !begins.includes(one) && one.text.toLowerCase().includes(typed)) : [];
    offers = [...begins, ...holds].slice(0, 60);
    if (offers.length === 1 && offers[0].text.toLowerCase() === typed && !offers[0].fields) offers = [];
    if (!offers.length) return close();
    from = begun;
    chosen = -1;
    render(0);
    list.hidden = false;
    put();
    heard.textContent = howMany(offers.length, "completion");
    field.removeAttribute("aria-activedescendant");
    if (isAsked) choose(0);
  }

  function render(first) {
    top = first;
    list.replaceChildren(...offers.slice(top, top + SHOWN).map((one, at) => option(one, top + at)));
    list.dataset.more = offers.length > SHOWN ? `${top + 1} to ${Math.min(top + SHOWN, offers.length)} of ${offers.length}` : "";
  }

  function put() {
    const [rect, around] = [editor.rectOf(from), list.parentElement.getBoundingClientRect()];
    const left = Math.min(rect.left - around.left, Math.max(0, around.width - list.offsetWidth));
    list.style.left = `${Math.max(0, left)}px`;
    list.style.top = `${rect.bottom - around.top + 4}px`;
  }

  function option(one, place) {
    const item = document.createElement("li");
    item.id = `offer-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.setAttribute("aria-posinset", String(place + 1));
    item.setAttribute("aria-setsize", String(offers.length));
    item.append(one.text.replace(/[:(]\s*$/, ""));
    if (one.title) item.title = one.title;
    if (one.note) {
      const note = document.createElement("small");
      note.textContent = one.note;
      item.append(" ", note);
    }
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(place));
    return item;
  }

  function choose(place) {
    chosen = place;
    if (place < top) render(place);
    else if (place >= top + SHOWN) render(place - SHOWN + 1);
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(top + at === place)));
    field.setAttribute("aria-activedescendant", `offer-${place}`);
  }

  function take(place) {
    const one = offers[place];
    close();
    if (one.fields) asking.load(one.fields);
    else editor.put(one.text, from, field.selectionStart);
  }

  function close() {
    list.hidden = true;
    chosen = -1;
    heard.textContent = "";
    field.removeAttribute("aria-activedescendant");
  }

  field.addEventListener("input", (event) => { if (!event.isComposing) open(false); });
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      open(true);
    } else if (list.hidden) {
      return;
    } else if (step) {
      event.preventDefault();
      choose(chosen < 0 && step < 0 ? offers.length - 1 : (chosen + step + offers.length) % offers.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (["Tab", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) || event.ctrlKey || event.metaKey) {
      close();
    }
  });
  return { offerMore: (list) => more.push(list) };
})();
