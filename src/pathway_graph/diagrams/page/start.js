// The start: one viewer for each piece of the page, its keys, and paper.

const KEYS = {
  "/": (v) => v.part("search").focus(),
  "+": (v) => zoom(v, 0.8),
  "=": (v) => zoom(v, 0.8),
  "-": (v) => zoom(v, 1.25),
  "0": (v) => fit(v),
  ArrowLeft: (v) => move(v, -0.1, 0),
  ArrowRight: (v) => move(v, 0.1, 0),
  ArrowUp: (v) => move(v, 0, -0.1),
  ArrowDown: (v) => move(v, 0, 0.1),
  u: (v) => turn(v, "upstream"),
  d: (v) => turn(v, "downstream"),
  p: (v) => pathsHere(v),
  x: (v) => { const place = current(v); if (place >= 0) toggleFold(v, place); },
  i: (v) => v.part("panel").focus(),
  Escape: (v) => letGo(v),
};
const STEPS = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] };

// Who reads the details goes back to where they came from.
function letGo(v) {
  hideCard(v);
  v.part("menu").open = false;
  const last = v.state.kind && elementOf(v, v.state.kind, v.state.place);
  const isInPanel = document.activeElement?.closest(".panel");
  release(v);
  say(v, "Nothing is chosen.");
  if (last && isInPanel) last.focus({ preventScroll: true });
}

// The node that has the focus, else the chosen one.
function current(v) {
  const [kind, place] = thing(v, document.activeElement);
  return kind === "node" ? place : v.state.kind === "node" ? v.state.place : -1;
}

function turn(v, way) {
  const place = current(v);
  if (place >= 0) choose(v, "node", place, { way });
}

function pathsHere(v) {
  const [kind, place] = thing(v, document.activeElement);
  if (v.state.kind !== "node" || kind !== "node" || place === v.state.place) say(v, "Choose a node, go to another one and press p: paths lead from the first to the second.");
  else choose(v, "node", v.state.place, { to: place });
}

function key(v, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.matches("input, select, textarea, [contenteditable]")) return;
  const isOurs = v.root.contains(target) || v.isAlone;
  if (!isOurs) return;
  const isInPanel = target.closest(".panel, .table, .menu");
  if (isInPanel && event.key.startsWith("Arrow")) return; // scrolls what it is in
  const [kind, place] = thing(v, target);
  if (kind && (event.key === "Enter" || event.key === " ")) choose(v, kind, place);
  else if (event.shiftKey && STEPS[event.key] && kind === "node") { moveNode(v, place, ...STEPS[event.key]); dropped(v, place); }
  else if (KEYS[event.key]) KEYS[event.key](v);
  else return;
  event.preventDefault();
}

function followClicks(v) {
  v.svg.addEventListener("click", (event) => {
    if (v.view.moved) return;
    const [kind, place] = thing(v, event.target);
    if (!kind) return;
    const isSecond = event.shiftKey && kind === "node" && v.state.kind === "node" && v.state.place !== place;
    if (isSecond) choose(v, "node", v.state.place, { to: place });
    else choose(v, kind, place);
  });
  v.svg.addEventListener("dblclick", (event) => {
    const [kind, place] = thing(v, event.target);
    if (kind === "node") toggleFold(v, place);
    if (kind) return;
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(v.graph.getScreenCTM().inverse());
    const frame = frameAt(v, spot.x, spot.y);
    if (frame) fold(v, null, { kind: "frame", frame });
  });
  v.part("picture").addEventListener("focusin", (event) => {
    const [kind, place] = thing(v, event.target);
    if (kind && event.target.matches(":focus-visible")) reveal(v, kind, place);
  });
}

// Paper shows the whole picture with all that is written, and its table unfolded.
function preparePrinting(v) {
  let before = null;
  addEventListener("beforeprint", () => {
    before = { ...v.view, wasOpen: v.part("table").open };
    v.isPrinted = true;
    v.svg.setAttribute("viewBox", v.whole.join(" "));
    v.part("table").open = true;
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    v.isPrinted = false;
    const { wasOpen, ...seen } = before;
    Object.assign(v.view, seen);
    settle(v);
    v.part("table").open = wasOpen;
  });
}

function newViewer(root, options) {
  const data = JSON.parse(root.querySelector(".pg-data").textContent);
  const prefix = root.dataset.prefix;
  const v = {
    root, data, prefix, nodes: data.nodes, edges: data.edges, key: root.dataset.key, name: root.dataset.name || "picture",
    title: root.querySelector(".picture").getAttribute("aria-label").replace(/^Diagram: /, ""),
    part: (name) => root.querySelector(`[id="${prefix}${name}"]`),
    isCausal: data.edges.some((edge) => edge.sign !== null), // a workflow is not
    state: { kind: null, place: null, way: null, to: null }, view: { x: 0, y: 0, width: 1, height: 1, moved: false, isFitted: true },
    live: [...data.edges], isOff: data.edges.map(() => false), isOut: data.nodes.map(() => false), filters: new Map(), lit: new Set(),
    folds: [], foldOf: data.nodes.map(() => null), courses: [], pairs: new Map(), found: { hits: [], active: -1 },
    hasAddress: true, isAlone: true, told: () => {}, ...options,
  };
  v.reaches = (place) => v.edges.flatMap((edge, index) => ([edge.source, edge.target].some((end) => standIn(v, end).key === place) ? [index] : []));
  v.link = (kind, id, words) => {
    const start = root.dataset[`${kind}Url`];
    return start ? [make("p", "", {}, [make("a", words, { href: start + encodeURIComponent(id) })])] : [];
  };
  return v;
}

function start(root, options = {}) {
  const v = newViewer(root, options);
  v.part("tools").hidden = false;
  readScene(v);
  v.first = [...v.whole];
  v.isBig = v.nodes.length + v.edges.length > BIG;
  v.steps = v.isBig ? 2 : MAX_STEPS;
  measureStage(v);
  prepareScene(v);
  prepareLevels(v);
  prepareMap(v);
  prepareTheme(v);
  countPairs(v);
  readKept(v);
  if (v.hasMoved) { v.scale = 1; refreshArrows(v, v.edges.keys()); }
  open(v);
  if (v.hasMoved) dropped(v);
  prepareFilters(v);
  v.edges.forEach((_, place) => liven(v, place));
  prepareChanges(v);
  preparePrinting(v);
  prepareSaving(v);
  prepareSearch(v);
  prepareCard(v);
  followPointer(v);
  followClicks(v);
  for (const [name, act] of [["closer", () => zoom(v, 0.8)], ["farther", () => zoom(v, 1.25)], ["whole", () => fit(v)], ["print", () => print()]]) v.part(name).addEventListener("click", act);
  (v.isAlone ? document : root).addEventListener("keydown", (event) => key(v, event));
  new ResizeObserver(() => { measureStage(v); if (v.view.isFitted) fit(v); else settle(v); }).observe(v.part("picture"));
  greet(v);
  if (!readAddress(v) && v.state.kind) open(v);
  v.isReady = true;
  addEventListener("hashchange", () => { if (location.hash.slice(1) !== v.address && !readAddress(v) && v.state.kind) reveal(v, v.state.kind, v.state.place); });
  root.viewer = { v, choose: (...all) => choose(v, ...all), release: () => release(v), trace: (place, way) => trace(v.nodes, v.live, place, way, null, v.steps) };
  return v;
}

function greet(v) {
  if (!v.isCausal) {
    v.part("how").textContent = "Click a step or an arrow for what is known about it.";
    v.root.querySelector(".signs").hidden = true;
  }
  say(v, `${howMany(v.nodes.length, v.isCausal || !v.edges.length ? "node" : "step")}, ${howMany(v.edges.length, "arrow")}. Choose one.`);
}

function startAll() {
  const roots = [...document.querySelectorAll(".pg-viewer")];
  // alone on its page it has all keys and the wheel, else those of who works in it
  for (const root of roots) start(root, { isAlone: document.body.classList.contains("pg-page"), hasAddress: roots.length === 1 });
  document.querySelector("body.pg-page > .skip")?.addEventListener("click", (event) => { event.preventDefault(); document.getElementById("panel").focus(); });
}
