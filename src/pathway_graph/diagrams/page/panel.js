// The panel: what lies up- or downstream of the chosen node, or between two nodes, each with its net sign.

const TONES = { "+1": "up", "-1": "down", "0": "none", ambiguous: "both" };
const PILLS = { "+1": "+1", "-1": "\u22121", "0": "0", ambiguous: "\u00b1" };

function say(v, text) { v.part("said").textContent = text; }

// Choose a node or an arrow; *way* is upstream or downstream, *to* another node to which paths are asked.
function choose(v, kind, place, { way = null, to = null, isQuiet = false } = {}) {
  clear(v);
  Object.assign(v.state, { kind, place, way: null, to });
  const element = elementOf(v, kind, place);
  element.classList.add("chosen");
  element.setAttribute("aria-pressed", "true");
  v.isQuiet = isQuiet;
  if (kind === "edge") chooseEdge(v, place);
  else if (to !== null) choosePaths(v, place, to);
  else chooseNode(v, place, way);
  v.isQuiet = false;
  writeLevels(v);
  noteAddress(v);
  v.told(kind === "node" ? v.nodes[place].id : "");
}

function clear(v) {
  for (const element of v.svg.querySelectorAll(".chosen, .on, .maybe, [aria-pressed='true']")) {
    element.classList.remove("chosen", "on", "maybe");
    element.setAttribute("aria-pressed", "false");
  }
  v.svg.classList.remove("lit");
  v.lit = new Set();
  unmark(v, "sign");
}

function release(v) {
  clear(v);
  Object.assign(v.state, { kind: null, place: null, way: null, to: null });
  v.part("chosen").hidden = true;
  v.part("help").hidden = false;
  writeLevels(v);
  noteAddress(v);
  v.told("");
}

function fill(v, ...children) {
  v.part("chosen").replaceChildren(...children);
  v.part("chosen").hidden = false;
  v.part("help").hidden = true;
  if (!v.isQuiet) v.part("panel").scrollTop = 0;
}

function tell(v, text) { if (!v.isQuiet) say(v, text); }

// A node ------------------------------------------------------------------------------------------------------

function chooseNode(v, place, asked) {
  const node = v.nodes[place];
  const about = aboutNode(v, place);
  if (!v.isCausal) {
    fill(v, ...about, ...facts(node), ...neighbours(v, place));
    tell(v, nodeLabel(v, place));
    return;
  }
  let direction = asked || "upstream";
  let found = trace(v.nodes, v.live, place, direction, null, v.steps);
  if (!asked && !found.ends.size) {
    const other = trace(v.nodes, v.live, place, "downstream", null, v.steps);
    if (other.ends.size) [direction, found] = ["downstream", other];
  }
  v.state.way = direction;
  light(v, place, found);
  const ends = endsInOrder(v, found);
  fill(v,
    ...about,
    make("div", "", { class: "buttons", role: "group", "aria-label": "Fold" }, foldButtons(v, place)),
    directions(v, place, direction),
    ...filterNote(v),
    ...(ends.length ? [endList(v, place, ends, direction, found)] : [make("p", nothing(v, node, direction), { class: "quiet" })]),
    ...facts(node),
    ...neighbours(v, place),
    ...(node.claims.length ? [make("h3", "What claims say happens to it"), ...node.claims.map((id) => claimCard(v, id))] : []),
  );
  tell(v, spoken(v, node, direction, ends, found));
}

function aboutNode(v, place) {
  const node = v.nodes[place];
  return [
    make("h2", node.name, { dir: "auto" }),
    make("p", node.what, { class: "quiet" }),
    ...v.link("entity", node.id, "Its page"),
    ...node.badges.map((badge) => make("p", badge, { class: "badge" })),
  ];
}

function filterNote(v) {
  return v.filters.size ? [make("p", `Over the arrows that are shown alone: ${filterWords(v)}.`, { class: "badge" })] : [];
}

function nothing(v, node, direction) {
  const steps = v.steps < MAX_STEPS ? ` within ${stepWords(v)}` : "";
  const other = direction === "upstream" ? "d" : "u";
  return `Nothing lies ${direction} of ${node.name} in this picture${steps}; press ${other} for the other direction.`;
}

function light(v, place, found, only = null) {
  v.svg.classList.add("lit");
  v.lit = new Set([place]);
  for (const [end, row] of found.ends) {
    if (only !== null && end !== only) continue;
    v.lit.add(end);
    v.nodeEls[end].classList.toggle("maybe", row.isApart);
    mark(v, end, "sign", row.isApart ? "maybe" : TONES[row.sign], PILLS[row.sign] + (row.isApart ? " ?" : ""));
  }
  for (const [edge, isApart] of found.edges) {
    v.edgeEls[edge].classList.add("on");
    v.edgeEls[edge].classList.toggle("maybe", isApart);
    if (only !== null) for (const end of [v.edges[edge].source, v.edges[edge].target]) v.lit.add(end);
  }
  for (const one of v.lit) v.nodeEls[one].classList.add("on");
}

function endsInOrder(v, found) {
  const rows = [...found.ends].map(([place, row]) => ({ place, ...row }));
  return rows.sort((a, b) => a.isApart - b.isApart || a.steps - b.steps || (v.nodes[a.place].name < v.nodes[b.place].name ? -1 : 1));
}

function signWords(row, direction) {
  const [raises, lowers] = direction === "upstream" ? ["raises it", "lowers it"] : ["is raised", "is lowered"];
  const words = { "+1": raises, "-1": lowers, "0": "direction not stated", ambiguous: "ambiguous" }[row.sign];
  return row.isApart ? `${words}, only by a hypothesis` : words;
}

function countWords(row) {
  const { raise, lower, unsigned, steps } = row.counts;
  const parts = [[raise, "raising"], [lower, "lowering"], [unsigned, "without direction"]];
  const routes = parts.filter(([n]) => n).map(([n, word]) => `${n} ${word}`).join(", ");
  return `routes: ${routes}; nearest ${howMany(steps, "step")}`;
}

function directions(v, place, current) {
  const buttons = ["upstream", "downstream"].map((direction) => {
    const key = direction[0];
    const element = make("button", direction === "upstream" ? "Upstream" : "Downstream",
      { type: "button", "aria-pressed": String(direction === current), "data-direction": direction, title: `(${key})` });
    element.addEventListener("click", () => {
      choose(v, "node", place, { way: direction });
      v.part("chosen").querySelector(`[data-direction=${direction}]`).focus();
    });
    return element;
  });
  return make("div", "", { class: "buttons", role: "group", "aria-label": "Light up" }, [...buttons, stepChoice(v, () => choose(v, "node", place, { way: current }))]);
}

function stepWords(v) { return howMany(v.steps, "step"); }

// How far to go: a dense picture is told apart by its nearest steps.
function stepChoice(v, act) {
  const element = make("select", "", { "aria-label": "How far" }, [1, 2, 3, 4, 6, MAX_STEPS].map((steps) =>
    make("option", `up to ${howMany(steps, "step")}`, { value: String(steps) })));
  element.value = String(v.steps);
  element.addEventListener("change", () => {
    v.steps = Number(element.value);
    act();
    v.part("chosen").querySelector("select").focus();
  });
  return element;
}

function endList(v, place, ends, direction, found) {
  const items = ends.map((row) => {
    const tone = row.isApart ? "maybe" : TONES[row.sign];
    const [from, to] = direction === "upstream" ? [row.place, place] : [place, row.place];
    const paths = link(v, "paths", () => choose(v, "node", from, { to }));
    paths.setAttribute("aria-label", `paths from ${v.nodes[from].name} to ${v.nodes[to].name}`);
    return make("li", "", {}, [
      make("b", PILLS[row.sign], { class: tone, "aria-hidden": "true" }), link(v, v.nodes[row.place].name, () => pick(v, "node", row.place)),
      make("span", ` ${signWords(row, direction)} `), paths, make("small", countWords(row)),
    ]);
  });
  const notes = [make("h3", `${ends.length} ${direction} in this picture${v.steps < MAX_STEPS ? `, within ${stepWords(v)}` : ""}`), make("ul", "", { class: "ends" }, items)];
  if (found.isCut) notes.push(cutNote());
  return make("div", "", { id: `${v.prefix}ends`, class: "ends-list" }, notes);
}

function cutNote() {
  return make("p", `The search stopped at ${MAX_ROUTES} routes: longer ones may be missing, and a sign may be ambiguous by them.`, { class: "badge" });
}

function spoken(v, node, direction, ends, found) {
  if (!ends.length) return nothing(v, node, direction);
  const groups = new Map();
  for (const row of ends) {
    const words = signWords(row, direction);
    groups.set(words, [...(groups.get(words) || []), v.nodes[row.place].name]);
  }
  const parts = [...groups].map(([words, names]) => `${words}: ${names.join(", ")}`);
  const cut = found.isCut ? " The search was cut." : "";
  const way = direction === "upstream" ? "Upstream" : "Downstream";
  return `${way} of ${node.name}${v.steps < MAX_STEPS ? `, within ${stepWords(v)}` : ""}: ${ends.length}. ${parts.join("; ")}.${cut}`;
}

// Paths from one node to another ------------------------------------------------------------------------------

function choosePaths(v, from, to) {
  const names = [v.nodes[from].name, v.nodes[to].name];
  const found = trace(v.nodes, v.live, from, "downstream", to, v.steps);
  const row = found.ends.get(to);
  light(v, from, found, to);
  v.nodeEls[to].classList.add("on");
  v.lit.add(to);
  const turn = make("button", "The other way round", { type: "button" });
  turn.addEventListener("click", () => choose(v, "node", to, { to: from }));
  const words = row ? `${names[0]} to ${names[1]}: ${signWords(row, "downstream")}` : `No path leads from ${names[0]} to ${names[1]} in this picture, in up to ${stepWords(v)}`;
  fill(v,
    make("h2", `From ${names[0]} to ${names[1]}`, { dir: "auto" }),
    make("p", "", {}, [...(row ? [make("b", PILLS[row.sign], { class: row.isApart ? "maybe" : TONES[row.sign], "aria-hidden": "true" })] : []),
      make("span", row ? signWords(row, "downstream") : `${words}.`), ...(row ? [make("small", countWords(row))] : [])]),
    ...filterNote(v),
    ...(found.isCut ? [cutNote()] : []),
    make("div", "", { class: "buttons" }, [turn, stepChoice(v, () => choose(v, "node", from, { to }))]),
    make("p", "", { class: "ends-of" }, [from, to].map((end) => link(v, v.nodes[end].name, () => pick(v, "node", end)))),
    ...(row ? [make("h3", routeCount(found)), make("ol", "", { class: "routes" }, found.routes.map((hop) => routeItem(v, hop)))] : []),
  );
  tell(v, `${words}${row ? `, ${countWords(row)}` : ""}.${found.isCut ? " The search was cut." : ""}`);
}

function routeCount(found) {
  return found.routes.length < MOST_ROUTES ? "Its routes, shortest first" : `The first ${MOST_ROUTES} routes, shortest first`;
}

function routeItem(v, last) {
  const hops = [];
  for (let hop = last; hop.before; hop = hop.before) hops.unshift(hop.edge);
  const sign = last.sign > 0 ? "+1" : last.sign < 0 ? "-1" : "0";
  return make("li", "", {}, [make("b", PILLS[sign] + (last.isApart ? " ?" : ""), { class: last.isApart ? "maybe" : TONES[sign] }),
    ...hops.flatMap((edge, place) => [...(place ? [make("span", "; ")] : []), link(v, edgeWords(v, v.edges[edge]), () => pick(v, "edge", edge))])]);
}

// Choose from a list, not from the picture: what is chosen is to be seen.
function pick(v, kind, place, options) {
  const ends = kind === "node" ? [place] : [v.edges[place].source, v.edges[place].target];
  for (const end of ends) for (let made = v.foldOf[end]; made; made = v.foldOf[end]) unfold(v, made);
  choose(v, kind, place, options);
  reveal(v, kind, place, true);
}
