// The picture as it came: its nodes, arrows and frames, where they stand, and marks on them.

const SPACE = "http://www.w3.org/2000/svg";
const SIGN_WORDS = { "1": "raises", "-1": "lowers", "0": "acts on, direction not stated", null: "not causal" };

// Every text goes in as text: nothing of the data is ever read as markup.
function make(tag, text, attributes = {}, children = []) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A number with its word: 1 claim, 2 claims.
function howMany(count, word) { return `${count} ${word}${count === 1 ? "" : "s"}`; }

function draw(tag, attributes, text) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

function plain(box) { return { x: box.x, y: box.y, width: box.width, height: box.height }; }
function centre(box) { return [box.x + box.width / 2, box.y + box.height / 2]; }

// Reads the drawing once; all coordinates are those of its graph, `offset` leads from them to the view box.
function readScene(v) {
  v.svg = v.part("picture").querySelector("svg");
  v.graph = v.svg.querySelector("g.graph") || v.svg;
  const moved = v.graph.transform.baseVal.consolidate();
  v.offset = moved ? [moved.matrix.e, moved.matrix.f] : [0, 0];
  v.whole = v.svg.getAttribute("viewBox").split(" ").map(Number);
  adopt(v);
  const known = new Map([...v.svg.querySelectorAll("g[id]")].map((element) => [element.id, element]));
  v.nodeEls = v.nodes.map((_, place) => known.get(`${v.prefix}n${place}`) || draw("g", { class: "node" }));
  v.edgeEls = v.edges.map((_, place) => known.get(`${v.prefix}e${place}`) || draw("g", { class: "edge" }));
  v.home = v.nodeEls.map((element) => plain(element.getBBox()));
  v.boxes = v.home.map((box) => ({ ...box }));
  v.isRound = v.nodeEls.map((element) => element.querySelector("polygon, path, ellipse, rect")?.tagName === "ellipse");
  v.shapes = v.nodeEls.map((element) => element.querySelector("polygon, path, ellipse, rect, circle"));
  v.placeOf = new Map();
  v.nodeEls.forEach((element, place) => v.placeOf.set(element, ["node", place]));
  v.edgeEls.forEach((element, place) => v.placeOf.set(element, ["edge", place]));
  v.copies = [];
  for (const [id, element] of known) { // further places of a node, in a drawing that shows it several times
    const [, place] = /^n(\d+)_\d+$/.exec(id.slice(v.prefix.length)) || [];
    if (place === undefined || !v.nodes[place]) continue;
    v.copies.push([element, Number(place)]);
    v.placeOf.set(element, ["node", Number(place)]);
    element.setAttribute("aria-hidden", "true");
  }
  v.arrowsOf = v.nodes.map(() => []);
  v.edges.forEach((edge, place) => {
    v.arrowsOf[edge.source].push(place);
    if (edge.target !== edge.source) v.arrowsOf[edge.target].push(place);
  });
  readFrames(v);
}

// What is drawn apart but belongs to a node or an arrow moves, shows and hides with it.
function adopt(v) {
  for (const element of v.svg.querySelectorAll(".ornament")) {
    const [, owner] = /(?:^| )of-([ne]\d+)/.exec(element.getAttribute("class")) || [];
    const group = owner && v.svg.querySelector(`[id="${v.prefix}${owner}"]`);
    element.setAttribute("class", "ornament");
    if (owner?.startsWith("e")) element.classList.add("count"); // how many arrows run on one line
    if (group) group.append(element);
  }
}

// Compartments and the like: what has two nodes in it and is none itself.
function readFrames(v) {
  const framing = [...v.graph.querySelectorAll(".cluster, .node:not([id])")].flatMap((element) => {
    element.setAttribute("aria-hidden", "true");
    const shape = element.querySelector("polygon, path, ellipse, rect");
    return shape ? [[element, plain(shape.getBBox())]] : [];
  });
  v.frames = [];
  for (const [element, box] of framing) {
    const members = v.home.flatMap((one, place) => (isInside(centre(one), box) ? [place] : []));
    const texts = [...element.querySelectorAll("text")];
    const name = written(element), size = Math.max(0, ...texts.map((text) => parseFloat(text.getAttribute("font-size")) || 14));
    if (members.length < 2 || !name) continue;
    v.frames.push({ element, box, members, name, size, fold: null, isAway: false });
  }
}

function isInside([x, y], box) {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}

function edgeWords(v, edge) {
  return `${v.nodes[edge.source].name} ${edge.phrase} ${v.nodes[edge.target].name}`;
}

function written(element) {
  return [...element.querySelectorAll("text")].map((text) => text.textContent.trim()).join(" ").replace(/\s+/g, " ").trim();
}

function edgeLabel(v, place) {
  const edge = v.edges[place];
  const claims = edge.claims.length ? `claims ${edge.claims.join(", ")}` : "no claim";
  const shown = v.words[place];
  return [edgeWords(v, edge), SIGN_WORDS[edge.sign], ...edge.marks, ...(shown ? [shown] : []), claims].join("; ");
}

function nodeLabel(v, place) {
  const node = v.nodes[place];
  return [node.name, node.what, ...node.badges].filter(Boolean).join("; ");
}

// Nodes from top to bottom, each followed by its arrows: the order in which Tab meets them. Where arrows run over nodes
// they are drawn below them, and Tab meets nodes alone: arrows are listed in the details of each.
function prepareScene(v) {
  v.svg.setAttribute("role", "presentation");
  v.words = v.edgeEls.map(written);
  const order = v.nodes.map((_, place) => place);
  order.sort((one, other) => v.home[one].y - v.home[other].y || v.home[one].x - v.home[other].x);
  const things = document.createDocumentFragment(), lines = document.createDocumentFragment();
  const isBelow = v.isBig || !v.graph.querySelector(".cluster");
  for (const place of order) {
    const shown = written(v.nodeEls[place]), label = nodeLabel(v, place);
    asButton(v.nodeEls[place], label.includes(shown) ? label : `${label}; shown as ${shown}`);
    things.append(v.nodeEls[place]);
    for (const index of v.arrowsOf[place]) {
      if (v.edges[index].source !== place) continue;
      const line = v.edgeEls[index].querySelector("path");
      if (line) v.edgeEls[index].prepend(draw("path", { d: line.getAttribute("d"), class: "hit" }));
      asButton(v.edgeEls[index], edgeLabel(v, index));
      v.edgeEls[index].classList.toggle("bold", v.edges[index].bold);
      if (isBelow) v.edgeEls[index].setAttribute("tabindex", "-1");
      (isBelow ? lines : things).append(v.edgeEls[index]);
    }
  }
  v.names = draw("g", { class: "names", "aria-hidden": "true" });
  v.marks = draw("g", { class: "marks", "aria-hidden": "true" }); // above everything
  v.graph.append(lines, things, v.names, v.marks);
}

function asButton(element, label) {
  for (const title of element.querySelectorAll("title")) title.remove();
  for (const text of element.querySelectorAll("text")) text.after(" "); // lines are words of their own
  for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-pressed", "false"], ["aria-label", label]]) {
    element.setAttribute(name, value);
  }
}

// What stands under a pointer or has the focus: ["node", place], ["edge", place] or nothing.
function thing(v, target) {
  const element = target instanceof Element ? target.closest(".node, .edge") : null;
  return (element && v.placeOf.get(element)) || [null, -1];
}

// A further place of a node looks as the node does: chosen, lit, dimmed, folded away.
function likenCopies(v) {
  for (const [element, place] of v.copies) element.setAttribute("class", v.nodeEls[place].getAttribute("class"));
}

function elementOf(v, kind, place) { return (kind === "node" ? v.nodeEls : v.edgeEls)[place]; }

// Marks: a pill on the upper border for signs, on the lower border for measured changes, at the left for folds --

function unmark(v, kind) {
  for (const mark of v.marks.querySelectorAll(`.mark.${kind}`)) mark.remove();
}

const SPOTS = { sign: [0.88, 0], change: [0.5, 1], fold: [0.1, 0] };

function mark(v, place, kind, tone, text) {
  const group = draw("g", { class: `mark ${kind} ${tone}` });
  const width = 9 + 6.4 * [...text].length;
  group.append(draw("rect", { x: -width / 2, y: -7, width, height: 14, rx: 7 }));
  group.append(draw("text", { x: 0, y: 3.6, "text-anchor": "middle" }, text));
  group.pgPlace = place;
  group.pgKind = kind;
  setMark(v, group);
  v.marks.append(group);
}

// A mark keeps to its node, and its letters never fall below what can be read.
function setMark(v, group) {
  const box = v.boxes[group.pgPlace], [across, down] = SPOTS[group.pgKind];
  const scale = Math.max(1, LEAST_PX / (10.5 * (v.scale || 1)));
  const x = box.x + box.width * across, y = box.y + box.height * down + (down ? 3 : -2);
  group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(3)})`);
  group.classList.toggle("away", Boolean(v.foldOf[group.pgPlace]));
}
