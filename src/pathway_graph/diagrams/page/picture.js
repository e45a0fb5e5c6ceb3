// The picture: what can be chosen in it, marks on it, moving and zooming.

const DATA = JSON.parse(document.getElementById("data").textContent);
const NODES = DATA.nodes;
const EDGES = DATA.edges;
const SVG = document.querySelector("#picture svg");
const IS_CAUSAL = EDGES.some((edge) => edge.sign !== null); // a workflow is not
const GRAPH = SVG.querySelector("g.graph");
const SPACE = "http://www.w3.org/2000/svg";
const MARKS = draw("g", { class: "marks", "aria-hidden": "true" }); // above everything
const SIGN_WORDS = { "1": "raises", "-1": "lowers", "0": "acts on, direction not stated", null: "not causal" };
const nodeElements = NODES.map((_, place) => document.getElementById(`n${place}`));
const boxes = nodeElements.map((element) => element.getBBox());
const edgeElements = EDGES.map((_, place) => document.getElementById(`e${place}`));

function byId(id) { return document.getElementById(id); }

// Every text goes in as text: nothing of the data is ever read as markup.
function make(tag, text, attributes = {}, children = []) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function draw(tag, attributes, text) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

function edgeWords(edge) {
  return `${NODES[edge.source].name} ${edge.phrase} ${NODES[edge.target].name}`;
}

function edgeLabel(edge) {
  const claims = edge.claims.length ? `claims ${edge.claims.join(", ")}` : "no claim";
  return [edgeWords(edge), SIGN_WORDS[edge.sign], ...edge.marks, claims].join("; ");
}

function nodeLabel(node) {
  return [node.name, node.what, ...node.badges].join("; ");
}

// Nodes from top to bottom, each followed by its arrows: the order in which Tab meets them.
function prepare() {
  SVG.setAttribute("role", "presentation");
  for (const cluster of GRAPH.querySelectorAll(".cluster")) cluster.setAttribute("aria-hidden", "true");
  const order = NODES.map((_, place) => place);
  order.sort((one, other) => boxes[one].y - boxes[other].y || boxes[one].x - boxes[other].x);
  for (const place of order) {
    GRAPH.append(nodeElements[place]);
    button(nodeElements[place], nodeLabel(NODES[place]), "node", place);
    EDGES.forEach((edge, index) => {
      if (edge.source !== place) return;
      const line = edgeElements[index].querySelector("path");
      if (line) edgeElements[index].prepend(draw("path", { d: line.getAttribute("d"), class: "hit" }));
      GRAPH.append(edgeElements[index]);
      button(edgeElements[index], edgeLabel(edge), "edge", index);
      edgeElements[index].classList.toggle("bold", edge.bold);
    });
  }
  GRAPH.append(MARKS);
}

function button(element, label, kind, place) {
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-pressed", "false");
  element.setAttribute("aria-label", label);
  element.prepend(draw("title", {}, label));
  element.addEventListener("click", () => { if (!view.moved) choose(kind, place); });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(kind, place);
  });
  element.addEventListener("focus", () => { if (element.matches(":focus-visible")) reveal(element); });
}

// Marks: a pill on the upper border for signs, on the lower border for measured changes ----------------------

function unmark(kind) {
  for (const mark of MARKS.querySelectorAll(`.mark.${kind}`)) mark.remove();
}

function mark(place, kind, tone, text, isBelow) {
  const box = boxes[place];
  const group = draw("g", { class: `mark ${kind} ${tone}` });
  const width = 9 + 6.4 * [...text].length;
  const x = box.x + box.width * (isBelow ? 0.5 : 0.88) - width / 2;
  const y = isBelow ? box.y + box.height - 4 : box.y - 9;
  group.append(draw("rect", { x, y, width, height: 14, rx: 7 }));
  group.append(draw("text", { x: x + width / 2, y: y + 10.6, "text-anchor": "middle" }, text));
  MARKS.append(group);
}

// Moving and zooming: the view box is what is seen -----------------------------------------------------------

const whole = SVG.getAttribute("viewBox").split(" ").map(Number);
const view = { x: 0, y: 0, width: 0, height: 0, moved: false, isFitted: true };

function show() {
  SVG.setAttribute("viewBox", [view.x, view.y, view.width, view.height].map((n) => n.toFixed(2)).join(" "));
}

function fit() {
  const stage = SVG.getBoundingClientRect();
  const scale = Math.min(stage.width / whole[2], stage.height / whole[3], 2) || 1;
  view.width = stage.width / scale || whole[2];
  view.height = stage.height / scale || whole[3];
  view.x = whole[0] + (whole[2] - view.width) / 2;
  view.y = whole[1] + (whole[3] - view.height) / 2;
  view.isFitted = true;
  show();
}

// Zoom by *factor* (below 1 comes closer) round a point given in parts of the picture's width and height.
function zoom(factor, across = 0.5, down = 0.5) {
  const width = Math.min(Math.max(view.width * factor, 60), whole[2] * 6);
  const applied = width / view.width;
  view.x += view.width * (1 - applied) * across;
  view.y += view.height * (1 - applied) * down;
  view.width = width;
  view.height *= applied;
  view.isFitted = false;
  show();
}

function move(across, down) {
  view.x += view.width * across;
  view.y += view.height * down;
  view.isFitted = false;
  show();
}

// Move so that an element is seen, if it is not.
function reveal(element) {
  const stage = SVG.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  if (x < stage.left + 20 || x > stage.right - 20) move((x - stage.left) / stage.width - 0.5, 0);
  if (y < stage.top + 20 || y > stage.bottom - 20) move(0, (y - stage.top) / stage.height - 0.5);
}

function followPointer() {
  const held = new Map();
  const spread = () => {
    const [one, other] = [...held.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  SVG.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    view.moved = false;
  });
  SVG.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const stage = SVG.getBoundingClientRect();
    const dx = event.clientX - before.x, dy = event.clientY - before.y;
    if (!view.moved && Math.hypot(dx, dy) < 4) return;
    if (!view.moved) SVG.setPointerCapture(event.pointerId);
    view.moved = true;
    const apart = held.size === 2 ? spread() : 0;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (apart) zoom(apart / Math.max(spread(), 1));
    else move(-dx / stage.width, -dy / stage.height);
  });
  for (const end of ["pointerup", "pointercancel"]) SVG.addEventListener(end, (event) => {
    held.delete(event.pointerId);
    setTimeout(() => { view.moved = false; });
  });
  SVG.addEventListener("wheel", (event) => {
    event.preventDefault();
    const stage = SVG.getBoundingClientRect();
    const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
    zoom(factor, (event.clientX - stage.left) / stage.width, (event.clientY - stage.top) / stage.height);
  }, { passive: false });
}
