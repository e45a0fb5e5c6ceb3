// Running a query without leaving the page: cancelled where one likes, checked while one types, its rows in place.
"use strict";

const asking = (() => {
  const form = document.getElementById("ask");
  const run = document.getElementById("run");
  const cancel = document.getElementById("cancel");
  const share = document.getElementById("share");
  const state = document.getElementById("state");
  const checked = document.getElementById("checked");
  const rows = document.getElementById("parameters");
  const heard = [];
  let running = null;
  let checking = null;
  let timer = 0;

  share.hidden = false;
  run.title = "Ctrl-Enter";

  const result = () => document.getElementById("result");
  const say = (text) => { state.textContent = text; };

  function fields() {
    const found = new URLSearchParams({ text: editor.field.value });
    for (const one of rows.querySelectorAll("input, select")) if (one.value) found.set(one.name, one.value);
    return found;
  }

  // Parameters --------------------------------------------------------------------------------------------

  function row(name, type, value) {
    const made = document.getElementById("row").content.cloneNode(true).querySelector(".value");
    const [input, select] = [made.querySelector("input"), made.querySelector("select")];
    made.dataset.name = name;
    made.querySelector("label").firstChild.textContent = `$${name} `;
    select.closest("label").firstElementChild.textContent = `type of $${name}`;
    [input.name, select.name, input.value, select.value] = [`p.${name}`, `t.${name}`, value, type];
    if (type === "entity") {
      input.dataset.suggest = "name";
      combobox(input);
    }
    listen(made);
    return made;
  }

  function listen(made) {
    const select = made.querySelector("select");
    select.addEventListener("change", () => {
      const fresh = row(made.dataset.name, select.value, made.querySelector("input").value);
      made.replaceWith(fresh);
      fresh.querySelector("select").focus();
      look();
    });
    made.querySelector("input").addEventListener("change", look);
  }

  function show(wanted) {
    const known = new Map([...rows.children].map((one) => [one.dataset.name, one]));
    const next = wanted.map(({ name, type }) => known.get(name) || row(name, type, ""));
    if (next.length !== rows.children.length || next.some((one, at) => one !== rows.children[at])) {
      rows.replaceChildren(...next);
    }
  }

  function load(given) {
    const wanted = Object.keys(given).filter((name) => name.startsWith("p.")).map((name) => name.slice(2));
    rows.replaceChildren(...wanted.map((name) => row(name, given[`t.${name}`] || "text", given[`p.${name}`])));
    editor.put(given.text, 0, editor.field.value.length);
    editor.field.setSelectionRange(0, 0);
    editor.frame.scrollTop = 0;
    look();
  }

  // Checking ----------------------------------------------------------------------------------------------

  function look() {
    clearTimeout(timer);
    timer = setTimeout(check, 350);
  }

  async function check() {
    if (checking) checking.abort();
    checking = new AbortController();
    const text = editor.field.value;
    try {
      const answer = await fetch("/cypher/check", { method: "POST", body: fields(), signal: checking.signal });
      if (!answer.ok || editor.field.value !== text) return;
      const found = await answer.json();
      if (!found.wrong || found.parameters.length) show(found.parameters);
      tell([...(found.wrong ? [{ text: found.wrong, kind: "wrong" }] : []),
            ...found.notes.map((note) => ({ text: note, kind: "noted" }))]);
    } catch {
      // another text is checked already, or the explorer has gone: what is run will tell
    }
  }

  function tell(messages) {
    editor.mark(messages);
    checked.replaceChildren(...messages.map(({ text }) => {
      const line = document.createElement("p");
      line.append(...placed(text));
      return line;
    }));
  }

  // A message, its place to be pressed.
  function placed(text) {
    const at = editor.placeOf(text);
    if (at < 0) return [text];
    const place = document.createElement("button");
    place.type = "button";
    place.className = "go";
    place.textContent = text.slice(0, text.indexOf(": "));
    place.title = "Go there";
    place.addEventListener("click", () => editor.go(at));
    return [place, text.slice(text.indexOf(": "))];
  }

  // What a run found wrong is told in the result, and underlined in the text.
  function tellAlert() {
    const said = result().querySelector("[role=alert]")?.firstChild;
    if (!said) return false;
    const text = said.textContent.trim();
    checked.replaceChildren();
    editor.mark([{ text, kind: "wrong" }]);
    said.replaceWith(...placed(text));
    return true;
  }

  // Running -----------------------------------------------------------------------------------------------

  async function ask(address, given, waiting) {
    if (running) running.abort();
    const mine = running = new AbortController();
    const begun = Date.now();
    const clock = setInterval(() => { state.textContent = `${waiting} ${Math.round((Date.now() - begun) / 1000)} s`; }, 1000);
    state.textContent = waiting;
    cancel.hidden = false;
    result().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal, ...(given ? { method: "POST", body: given } : {}) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return running === mine ? put(page, answer) : null;
    } catch (error) {
      if (running === mine) say(error.name === "AbortError" ? `Cancelled; the query was ended.${result().dataset.key ? " The rows below are of an earlier run." : ""}` : "The explorer does not answer.");
      return null;
    } finally {
      clearInterval(clock);
      if (running === mine) {
        running = null;
        cancel.hidden = true;
        result().removeAttribute("aria-busy");
      }
    }
  }

  function put(page, answer) {
    const fresh = page.getElementById("result");
    if (!fresh) {
      const note = document.createElement("p");
      const main = page.querySelector("main p");
      note.className = "note";
      note.setAttribute("role", "alert");
      note.textContent = main ? main.textContent : `The explorer answered ${answer.status}.`;
      result().replaceChildren(note);
      say("");
      return null;
    }
    result().replaceWith(fresh);
    for (const place of fresh.querySelectorAll(".later[data-drawing]")) draw(place);
    for (const place of fresh.querySelectorAll("div.table")) {
      const [bar, table] = [place.querySelector(".exports"), place.querySelector("table")];
      if (bar && table) bar.append(copyButton(table));
    }
    if (fresh.querySelector("figure.view")) start();
    const isWrong = tellAlert();
    const heading = fresh.querySelector(".bar h2");
    say(heading ? heading.textContent : isWrong ? "That did not work." : "");
    return fresh;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!editor.field.value.trim()) return;
    const given = fields();
    heard.forEach((told) => told(Object.fromEntries(given)));
    const fresh = await ask("/cypher", given, "Running …");
    const key = fresh && fresh.dataset.key;
    if (key) history.replaceState(null, "", fresh.dataset.link ? `${fresh.dataset.link}&run=${key}` : `/cypher?run=${key}`);
  });
  cancel.addEventListener("click", () => {
    if (running) running.abort();
    run.focus();
  });
  editor.field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  editor.field.addEventListener("input", look);
  share.addEventListener("click", async () => {
    const link = `${location.origin}/cypher?${fields()}`;
    try {
      await navigator.clipboard.writeText(link);
      say("Link copied; it fills in the form and runs nothing.");
    } catch {
      history.replaceState(null, "", link);
      say("The link is in the address now; it fills in the form and runs nothing.");
    }
  });

  // Sorting and paging, in place: nothing is run again.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("#result a[href^='/cypher?run=']");
    if (!link || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const column = link.closest("th")?.cellIndex;
    const fresh = await ask(link.getAttribute("href"), null, "Sorting …");
    if (fresh) (column === undefined ? fresh : fresh.querySelectorAll("th a")[column]).focus();
  });
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("#result form.narrow")) return;
    event.preventDefault();
    const fresh = await ask(`/cypher?${new URLSearchParams(new FormData(event.target))}`, null, "Narrowing …");
    if (fresh) fresh.focus();
  });

  form.addEventListener("input", () => {
    if (running) return;
    result().querySelector("[role=alert]")?.remove(); // of another text
    say(result().dataset.key ? "The rows below are of the query as it was run." : "");
  });
  rows.querySelectorAll(".value").forEach(listen);
  if (!tellAlert()) look();
  return { fields, load, say, onRun: (told) => heard.push(told) };
})();
