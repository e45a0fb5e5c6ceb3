// Moving and zooming: the view box is what is seen. Large pictures are only stretched while one moves, and drawn after.

const SETTLE_MS = 140;
const BIG = 700; // elements from which on a picture is stretched while it moves

function measureStage(v) {
  const stage = v.part("picture").getBoundingClientRect();
  v.stage = { width: Math.max(stage.width, 1), height: Math.max(stage.height, 1) };
}

function scaleOf(v, view) { return Math.min(v.stage.width / view.width, v.stage.height / view.height); }

function show(v) {
  if (v.drawn && v.isBig) {
    stretch(v);
    clearTimeout(v.settling);
    v.settling = setTimeout(() => settle(v), SETTLE_MS);
  } else settle(v);
}

function stretch(v) {
  const was = scaleOf(v, v.drawn), is = scaleOf(v, v.view), factor = is / was;
  const shift = (size, from, to) => size / 2 * (1 - factor) + is * (from - to);
  const x = shift(v.stage.width, v.drawn.x + v.drawn.width / 2, v.view.x + v.view.width / 2);
  const y = shift(v.stage.height, v.drawn.y + v.drawn.height / 2, v.view.y + v.view.height / 2);
  v.svg.style.transform = `translate(${x}px, ${y}px) scale(${factor})`;
  v.scale = is;
  writeMap(v);
}

function settle(v) {
  clearTimeout(v.settling);
  const { x, y, width, height } = v.view;
  v.svg.style.transform = "";
  // on paper the whole picture is seen, whatever frame was still to come
  if (!v.isPrinted) v.svg.setAttribute("viewBox", [x, y, width, height].map((n) => n.toFixed(2)).join(" "));
  v.drawn = { x, y, width, height };
  v.scale = scaleOf(v, v.view);
  writeLevels(v);
  writeMap(v);
  placeMap(v);
  noteAddress(v);
}

function setView(v, x, y, width, isFitted = false) {
  Object.assign(v.view, { x, y, width, height: width * v.stage.height / v.stage.width, isFitted });
  show(v);
}

// The whole picture, in the middle; a small one is not blown up.
function fit(v) {
  const [left, top, wide, high] = v.whole;
  const width = Math.max(wide, high * v.stage.width / v.stage.height, v.stage.width / 1.9);
  setView(v, left + (wide - width) / 2, top + (high - width * v.stage.height / v.stage.width) / 2, width, true);
}

// Begin with the whole if its names can be read, else near what matters most, with readable names.
function open(v) {
  fit(v);
  if (!v.nodes.length || v.typical * v.scale >= LEAST_PX) return;
  const lead = v.state.kind === "node" ? v.state.place : v.byDegree[0];
  near(v, v.boxes[lead]);
}

// Show a box with readable names round it, and no more emptiness than must be.
function near(v, box) {
  const scale = Math.max(v.scale, READ_PX / v.typical), [left, top, wide, high] = v.whole;
  const width = v.stage.width / scale, height = v.stage.height / scale;
  const [x, y] = centre(box);
  const clamp = (at, size, from, all) => (size >= all ? from + (all - size) / 2 : Math.min(Math.max(at - size / 2, from), from + all - size));
  setView(v, clamp(x + v.offset[0], width, left, wide), clamp(y + v.offset[1], height, top, high), width);
}

// Zoom by *factor* (below 1 comes closer) round a point of the stage, by default its middle.
function zoom(v, factor, x = v.stage.width / 2, y = v.stage.height / 2) {
  const scale = scaleOf(v, v.view), { width: w, height: h } = v.stage;
  const width = Math.min(Math.max(w / scale * factor, 60), Math.max(v.whole[2], v.whole[3] * w / h) * 3);
  const next = w / width;
  const across = v.view.x + v.view.width / 2 + (x - w / 2) / scale, down = v.view.y + v.view.height / 2 + (y - h / 2) / scale;
  setView(v, across - (x - w / 2) / next - width / 2, down - (y - h / 2) / next - width * h / w / 2, width);
}

function move(v, across, down) {
  Object.assign(v.view, { x: v.view.x + v.view.width * across, y: v.view.y + v.view.height * down, isFitted: false });
  show(v);
}

// Move so that a thing is seen, if it is not; where names cannot be read and it was looked for, come closer.
function reveal(v, kind, place, isSought = false) {
  const box = kind === "node" ? v.boxes[place] : elementOf(v, kind, place).getBBox();
  const [x, y] = centre(box), left = x + v.offset[0] - v.view.x, top = y + v.offset[1] - v.view.y;
  const edge = 24 / v.scale;
  const isSeen = left > edge && left < v.view.width - edge && top > edge && top < v.view.height - edge;
  if (isSought && v.typical * v.scale < LEAST_PX) near(v, box);
  else if (!isSeen) setView(v, x + v.offset[0] - v.view.width / 2, y + v.offset[1] - v.view.height / 2, v.view.width);
}

function followPointer(v) {
  const held = new Map();
  let dragged = null;
  const spread = () => {
    const [one, other] = [...held.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  v.svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    v.view.moved = false;
    const [kind, place] = thing(v, event.target);
    const isCopy = v.copies.some(([element]) => element.contains(event.target));
    const isOwn = event.pointerType === "mouse" || (v.state.kind === "node" && v.state.place === place);
    dragged = kind === "node" && isOwn && !isCopy && held.size === 1 ? place : null; // a finger on a node moves the picture
  });
  v.svg.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before.x, dy = event.clientY - before.y;
    if (!v.view.moved && Math.hypot(dx, dy) < 4) return;
    if (!v.view.moved) v.svg.setPointerCapture(event.pointerId);
    v.view.moved = true;
    hideCard(v);
    const apart = held.size === 2 ? spread() : 0;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (apart) zoom(v, apart / Math.max(spread(), 1));
    else if (dragged !== null) moveNode(v, dragged, dx / v.scale, dy / v.scale);
    else {
      Object.assign(v.view, { x: v.view.x - dx / v.scale, y: v.view.y - dy / v.scale, isFitted: false });
      show(v);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) v.svg.addEventListener(end, (event) => {
    held.delete(event.pointerId);
    if (dragged !== null && v.view.moved) dropped(v, dragged);
    dragged = null;
    setTimeout(() => { v.view.moved = false; });
  });
  v.part("picture").addEventListener("pointerdown", (event) => {
    if (!thing(v, event.target)[0]) v.part("picture").focus({ preventScroll: true });
  });
  v.svg.addEventListener("wheel", (event) => {
    if (!v.isAlone && !event.ctrlKey && !v.root.contains(document.activeElement)) return; // the page scrolls
    event.preventDefault();
    hideCard(v);
    const stage = v.part("picture").getBoundingClientRect();
    zoom(v, Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004), event.clientX - stage.left, event.clientY - stage.top);
  }, { passive: false });
}
