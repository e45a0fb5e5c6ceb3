// Search, measured changes, keys, light and dark; then the start.

const found = { hits: [], active: -1 };

function fold(text) { return text.toLocaleLowerCase().normalize("NFKD"); }

function search(text) {
  const wanted = fold(text.trim());
  const hits = [];
  if (wanted) {
    NODES.forEach((node, place) => {
      const names = [node.name, node.id, ...node.find].map(fold);
      const rank = Math.min(...names.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9)));
      if (rank < 9) hits.push({ rank, kind: "node", place, text: node.name });
    });
    EDGES.forEach((edge, place) => {
      const rank = Math.min(9, ...edge.claims.map((id) => (fold(id) === wanted ? 0 : fold(id).startsWith(wanted) ? 3 : 9)));
      if (rank < 9) hits.push({ rank, kind: "edge", place, text: `${edgeWords(edge)} (${edge.claims.join(", ")})` });
    });
  }
  hits.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length);
  found.hits = hits.slice(0, 8);
  found.active = found.hits.length ? 0 : -1;
  listHits(text.trim());
}

function listHits(text) {
  const list = byId("hits");
  list.replaceChildren(...found.hits.map((hit, place) => {
    const item = make("li", hit.text, { role: "option", id: `hit${place}`, "aria-selected": String(place === found.active), dir: "auto" });
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
    return item;
  }));
  if (text && !found.hits.length) list.append(make("li", `nothing here is called \u201c${text}\u201d`, { class: "quiet", role: "option", "aria-disabled": "true" }));
  list.hidden = !text;
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  if (found.active >= 0 && text) byId("search").setAttribute("aria-activedescendant", `hit${found.active}`);
  else byId("search").removeAttribute("aria-activedescendant");
  if (text && !found.hits.length) say(`Nothing in this picture is called ${text}.`);
}

function take(place) {
  const hit = found.hits[place];
  if (!hit) return;
  byId("search").value = "";
  listHits("");
  choose(hit.kind, hit.place);
  (hit.kind === "node" ? nodeElements : edgeElements)[hit.place].focus({ preventScroll: true });
}

function searchKey(event) {
  const count = found.hits.length;
  if (event.key === "Enter") take(found.active);
  else if (event.key === "ArrowDown" && count) found.active = (found.active + 1) % count;
  else if (event.key === "ArrowUp" && count) found.active = (found.active + count - 1) % count;
  else if (event.key === "Escape") { byId("search").value = ""; byId("search").blur(); listHits(""); event.stopPropagation(); return; }
  else return;
  event.preventDefault();
  if (event.key !== "Enter") listHits(byId("search").value.trim());
}

// Measured changes --------------------------------------------------------------------------------------------

const OFF = "-";

function prepareChanges() {
  const { treatments, species, regions, asked, found: known } = DATA.overlays;
  const any = known["|"];
  if (!asked && !Object.keys(any.changes).length) return;
  byId("changes").hidden = false;
  byId("by").textContent = `Changes that claims state under ${treatments.join(", ") || "the treatment"}.`;
  const option = (value, text) => make("option", text, { value });
  byId("species").append(option(OFF, "do not show"), ...(asked ? [option("asked", `as asked: ${asked}`)] : []),
    option("", "any species"), ...species.map(([id, name]) => option(id, name)));
  byId("region").append(option("", "any region"), ...regions.map(([id, name]) => option(id, name)));
  for (const id of ["species", "region"]) byId(id).addEventListener("change", () => showChanges(true));
  byId("changes").open = Boolean(asked);
  byId("species").value = asked ? "asked" : OFF;
  showChanges(false);
}

function showChanges(isSpoken) {
  unmark("change");
  const species = byId("species").value;
  byId("region").disabled = species === OFF || species === "asked";
  const shown = byId("measured");
  shown.replaceChildren();
  if (species === OFF) { if (isSpoken) say("Measured changes are not shown."); return; }
  const { exempt, found: known } = DATA.overlays;
  const { changes, silent } = known[species === "asked" ? "asked" : `${species}|${byId("region").value}`];
  const rows = [];
  NODES.forEach((node, place) => {
    if (exempt.includes(place) || node.kind === "Step") return;
    const claims = changes[place] || [];
    mark(place, "change", ...pill(claims), true);
    if (claims.length) rows.push(make("li", "", {}, [link(node.name, () => choose("node", place)),
      ...claims.map(([, , words]) => make("small", words))]));
  });
  shown.append(make("p", rows.length ? `${rows.length} measured:` : "Nothing in this picture was measured here.", { class: "quiet" }),
    make("ul", "", { class: "ends" }, rows));
  if (silent.length) shown.append(make("p", `Not shown, since they do not state all of that: ${silent.join(", ")}`, { class: "quiet" }));
  if (isSpoken) say(`Measured changes: ${spokenChanges(changes)}`);
}

function direction(claims) {
  const signs = new Set(claims.map(([, sign]) => sign).filter((sign) => sign));
  const fewer = claims.length ? "unchanged" : "none";
  return signs.size > 1 ? "both" : signs.has(1) ? "up" : signs.has(-1) ? "down" : fewer;
}

function pill(claims) {
  const tone = direction(claims);
  const text = { up: "\u25b2", down: "\u25bc", both: "\u25b2\u25bc", none: "not measured" }[tone];
  const ids = claims.map(([id]) => id);
  return [tone, tone === "none" ? text : `${text} ${ids.length > 2 ? `${ids.length} claims` : ids.join(" ")}`];
}

function spokenChanges(changes) {
  const parts = Object.entries(changes).map(([place, claims]) =>
    `${NODES[place].name} ${{ up: "up", down: "down", both: "both up and down" }[direction(claims)]}`);
  return parts.length ? `${parts.join(", ")}; all others not measured.` : "nothing in this picture was measured here.";
}

// Light and dark ----------------------------------------------------------------------------------------------

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

function prepareTheme() {
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  let isChosen = false;
  const follow = () => { if (!isChosen) setTheme(prefers.matches ? "dark" : "light"); };
  prefers.addEventListener("change", follow);
  follow();
  byId("theme").addEventListener("click", () => {
    isChosen = true;
    setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  });
}

// Keys --------------------------------------------------------------------------------------------------------

const KEYS = {
  "/": () => byId("search").focus(),
  "+": () => zoom(0.8),
  "=": () => zoom(0.8),
  "-": () => zoom(1.25),
  "0": fit,
  ArrowLeft: () => move(-0.1, 0),
  ArrowRight: () => move(0.1, 0),
  ArrowUp: () => move(0, -0.1),
  ArrowDown: () => move(0, 0.1),
  u: () => turn("upstream"),
  d: () => turn("downstream"),
  i: () => byId("panel").focus(),
  Escape: letGo,
};

// Who reads the details goes back to where they came from.
function letGo() {
  const last = state.kind && (state.kind === "node" ? nodeElements : edgeElements)[state.place];
  const isInPanel = document.activeElement.closest("#panel");
  release();
  say("Nothing is chosen.");
  if (last && isInPanel) last.focus({ preventScroll: true });
}

// Light up one direction of the node that has the focus, else of the chosen one.
function turn(way) {
  const focused = nodeElements.indexOf(document.activeElement);
  const place = focused >= 0 ? focused : state.kind === "node" ? state.place : -1;
  if (place >= 0) choose("node", place, way);
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const isInPanel = event.target.closest("#panel, #table");
  if (isInPanel && event.key.startsWith("Arrow")) return; // scrolls what it is in
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// Paper shows the whole picture, and its table unfolded.
function preparePrinting() {
  let before = null;
  addEventListener("beforeprint", () => {
    before = { x: view.x, y: view.y, width: view.width, height: view.height, wasOpen: byId("table").open };
    Object.assign(view, { x: whole[0], y: whole[1], width: whole[2], height: whole[3] });
    show();
    byId("table").open = true;
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    const { wasOpen, ...seen } = before;
    Object.assign(view, seen);
    show();
    byId("table").open = wasOpen;
  });
}

function start() {
  document.querySelector(".tools").hidden = false;
  prepareTheme();
  prepare();
  prepareChanges();
  preparePrinting();
  followPointer();
  fit();
  byId("closer").addEventListener("click", () => zoom(0.8));
  byId("farther").addEventListener("click", () => zoom(1.25));
  byId("whole").addEventListener("click", fit);
  byId("print").addEventListener("click", () => window.print());
  byId("search").addEventListener("input", () => search(byId("search").value));
  byId("search").addEventListener("keydown", searchKey);
  byId("search").addEventListener("blur", () => listHits(""));
  document.addEventListener("keydown", key);
  new ResizeObserver(() => { if (view.isFitted) fit(); }).observe(SVG);
  if (!IS_CAUSAL) {
    byId("how").textContent = "Click a step or an arrow for what is known about it.";
    document.querySelector(".signs").hidden = true;
  }
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  say(`${count(NODES.length, IS_CAUSAL || !EDGES.length ? "node" : "step")}, ${count(EDGES.length, "arrow")}. Choose one.`);
}

start();
