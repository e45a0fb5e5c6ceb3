// The panel: what is known about the chosen node or arrow, and what lies up- or downstream of it.

const TONES = { "+1": "up", "-1": "down", "0": "none", ambiguous: "both" };
const PILLS = { "+1": "+1", "-1": "\u22121", "0": "0", ambiguous: "\u00b1" };
const state = { kind: null, place: null, direction: null };

function say(text) { byId("said").textContent = text; }

function choose(kind, place, direction = null) {
  release();
  Object.assign(state, { kind, place });
  const element = (kind === "node" ? nodeElements : edgeElements)[place];
  element.classList.add("chosen");
  element.setAttribute("aria-pressed", "true");
  if (kind === "node") chooseNode(place, direction);
  else chooseEdge(place);
  reveal(element);
}

function release() {
  for (const element of [...nodeElements, ...edgeElements]) {
    element.classList.remove("chosen", "on", "maybe");
    element.setAttribute("aria-pressed", "false");
  }
  SVG.classList.remove("lit");
  unmark("sign");
  Object.assign(state, { kind: null, place: null, direction: null });
  byId("chosen").hidden = true;
  byId("help").hidden = false;
}

function fill(...children) {
  byId("chosen").replaceChildren(...children);
  byId("chosen").hidden = false;
  byId("help").hidden = true;
  byId("panel").scrollTop = 0;
}

// A node ------------------------------------------------------------------------------------------------------

function chooseNode(place, asked) {
  const node = NODES[place];
  const about = [
    make("h2", node.name, { dir: "auto" }),
    make("p", node.what, { class: "quiet" }),
    ...node.badges.map((badge) => make("p", badge, { class: "badge" })),
  ];
  if (!IS_CAUSAL) {
    fill(...about, ...facts(node), ...neighbours(place));
    say(nodeLabel(node));
    return;
  }
  let direction = asked || "upstream";
  let found = trace(NODES, EDGES, place, direction);
  if (!asked && !found.ends.size) {
    const other = trace(NODES, EDGES, place, "downstream");
    if (other.ends.size) [direction, found] = ["downstream", other];
  }
  state.direction = direction;
  light(place, found);
  const ends = endsInOrder(found);
  fill(
    ...about,
    directions(place, direction),
    ...(ends.length ? [endList(ends, direction, found)] : [make("p", nothing(node, direction), { class: "quiet" })]),
    ...facts(node),
    ...neighbours(place),
    ...(node.claims.length ? [make("h3", "What claims say happens to it"), ...node.claims.map(claimCard)] : []),
  );
  say(spoken(node, direction, ends, found));
}

function nothing(node, direction) {
  const other = direction === "upstream" ? "d" : "u";
  return `Nothing lies ${direction} of ${node.name} in this picture; press ${other} for the other direction.`;
}

function light(place, found) {
  SVG.classList.add("lit");
  nodeElements[place].classList.add("on");
  for (const [end, row] of found.ends) {
    nodeElements[end].classList.add("on");
    nodeElements[end].classList.toggle("maybe", row.isApart);
    mark(end, "sign", row.isApart ? "maybe" : TONES[row.sign], PILLS[row.sign] + (row.isApart ? " ?" : ""), false);
  }
  for (const [edge, isApart] of found.edges) {
    edgeElements[edge].classList.add("on");
    edgeElements[edge].classList.toggle("maybe", isApart);
  }
}

function endsInOrder(found) {
  const rows = [...found.ends].map(([place, row]) => ({ place, ...row }));
  return rows.sort((a, b) => a.isApart - b.isApart || a.steps - b.steps || (NODES[a.place].name < NODES[b.place].name ? -1 : 1));
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
  return `routes: ${routes}; nearest ${steps} step${steps === 1 ? "" : "s"}`;
}

function directions(place, current) {
  const buttons = ["upstream", "downstream"].map((direction) => {
    const key = direction[0];
    const element = make("button", direction === "upstream" ? "Upstream" : "Downstream",
      { type: "button", "aria-pressed": String(direction === current), "data-direction": direction, title: `(${key})` });
    element.addEventListener("click", () => {
      choose("node", place, direction);
      byId("chosen").querySelector(`[data-direction=${direction}]`).focus();
    });
    return element;
  });
  return make("div", "", { class: "buttons", role: "group", "aria-label": "Light up" }, buttons);
}

function endList(ends, direction, found) {
  const items = ends.map((row) => {
    const tone = row.isApart ? "maybe" : TONES[row.sign];
    const name = link(NODES[row.place].name, () => choose("node", row.place));
    return make("li", "", {}, [
      make("b", PILLS[row.sign], { class: tone, "aria-hidden": "true" }), name,
      make("span", ` ${signWords(row, direction)}`), make("small", countWords(row)),
    ]);
  });
  const list = make("ul", "", { class: "ends" }, items);
  const notes = [make("h3", `${ends.length} ${direction} in this picture`), list];
  if (found.isCut) notes.push(make("p", `The search stopped at ${MAX_ROUTES} routes: longer ones may be missing.`));
  return make("div", "", { id: "ends" }, notes);
}

function spoken(node, direction, ends, found) {
  if (!ends.length) return nothing(node, direction);
  const groups = new Map();
  for (const row of ends) {
    const words = signWords(row, direction);
    groups.set(words, [...(groups.get(words) || []), NODES[row.place].name]);
  }
  const parts = [...groups].map(([words, names]) => `${words}: ${names.join(", ")}`);
  const cut = found.isCut ? " The search was cut." : "";
  const way = direction === "upstream" ? "Upstream" : "Downstream";
  return `${way} of ${node.name}: ${ends.length}. ${parts.join("; ")}.${cut}`;
}

function facts(node) {
  if (!node.facts.length) return [];
  const rows = node.facts.flatMap(([label, values]) => [
    make("dt", label), ...values.map((value) => make("dd", value, { dir: "auto" })),
  ]);
  return [make("h3", "Names and identifiers"), make("dl", "", { class: "facts" }, rows)];
}

function neighbours(place) {
  const items = EDGES.flatMap((edge, index) => {
    if (edge.source !== place && edge.target !== place) return [];
    return [make("li", "", {}, [link(edgeWords(edge), () => choose("edge", index)),
      make("small", [SIGN_WORDS[edge.sign], ...edge.marks].join("; "))])];
  });
  return items.length ? [make("h3", "Its arrows"), make("ul", "", { class: "arrows" }, items)] : [];
}

function link(text, act) {
  const element = make("button", text, { type: "button", class: "link", dir: "auto" });
  element.addEventListener("click", () => {
    act();
    byId("panel").focus();
  });
  return element;
}

// An arrow ----------------------------------------------------------------------------------------------------

function chooseEdge(place) {
  const edge = EDGES[place];
  SVG.classList.add("lit");
  for (const element of [edgeElements[place], nodeElements[edge.source], nodeElements[edge.target]]) {
    element.classList.add("on");
  }
  const cards = edge.claims.filter((id) => Object.hasOwn(DATA.claims, id)).map(claimCard);
  const sign = { "1": "+1", "-1": "-1", "0": "0" }[edge.sign];
  fill(
    make("h2", edgeWords(edge), { dir: "auto" }),
    make("p", "", {}, [
      ...(sign ? [make("b", PILLS[sign], { class: TONES[sign], "aria-hidden": "true" })] : []),
      make("span", sign ? edge.meaning : `${edge.meaning} (not causal)`),
    ]),
    ...edge.marks.map((mark) => make("p", mark, { class: "badge" })),
    ...(edge.note ? [make("p", edge.note, { class: "quiet" })] : []),
    make("p", "", { class: "ends-of" }, [edge.source, edge.target].map((end) =>
      link(NODES[end].name, () => choose("node", end)))),
    ...(IS_CAUSAL ? [make("h3", cards.length ? `Claims behind it: ${cards.length}` : "No claim stands behind it")] : []),
    ...cards,
  );
  say(!IS_CAUSAL ? edgeLabel(edge) : `${edgeLabel(edge)}. ${cards.length} claim${cards.length === 1 ? "" : "s"} in the details.`);
}

function claimCard(id) {
  const claim = DATA.claims[id];
  const rows = [
    ["Sign", SIGN_WORDS[claim.sign]],
    ["Context", claim.context || "not stated"],
    ["Certainty", claim.certainty.replace("_", " ") + (claim.background ? ", background: no source states it" : "")],
    ["Stands in", claim.where],
    ["Note", claim.note],
  ].filter(([, value]) => value);
  const list = make("dl", "", { class: "facts" }, rows.flatMap(([label, value]) => [make("dt", label), make("dd", value, { dir: "auto" })]));
  list.append(...backing(claim));
  return make("article", "", { class: "claim", "aria-label": `Claim ${id}` }, [
    make("h4", id), make("p", claim.says, { dir: "auto" }), list,
  ]);
}

// What a claim cites, with the verdict on each, and the works that truly stand behind it, with their status.
function backing(claim) {
  const cited = claim.numbers.map((number, place) => {
    const id = `${claim.source}/${number}`;
    return `[${claim.citations[place]}]${Object.hasOwn(DATA.references, id) ? ` ${DATA.references[id]}` : ""}`;
  });
  const works = claim.publications.map((word) => {
    const id = word.slice(0, word.lastIndexOf(" ("));
    return Object.hasOwn(DATA.publications, id) ? `${word} ${DATA.publications[id]}` : word;
  });
  const groups = [["Cites, as printed", cited], ["Publications", works], ["Rests on", claim.reference ? [claim.reference] : []]];
  const shown = groups.filter(([, values]) => values.length);
  if (!shown.length) return [make("dt", "Cites"), make("dd", "nothing")];
  return shown.flatMap(([label, values]) => [make("dt", label), ...values.map((value) => make("dd", value, { dir: "auto" }))]);
}
