// How much is written at a zoom: no letter below LEAST_PX on the screen; instead the names of what matters most.

const LEAST_PX = 9;
const NAME_PX = 10;
const LETTER_PX = 5.8;
const READ_PX = 11; // names have so many pixels where the picture comes closer by itself
const MOST_NAMES = 70;
const LEVELS = 10;

function prepareLevels(v) {
  const texts = [...v.graph.querySelectorAll("text")].map((text) => [text, Math.floor(10 * (parseFloat(text.getAttribute("font-size")) || 14)) / 10]);
  const sizes = [...new Set(texts.map(([, size]) => size))].sort((one, other) => other - one);
  const last = Math.min(sizes.length, LEVELS) - 1; // the smallest sizes share a level
  v.levels = sizes.slice(0, last + 1);
  if (sizes.length) v.levels[last] = sizes[sizes.length - 1];
  for (const [text, size] of texts) (text.closest(".ornament") || text).classList.add(`t${Math.min(sizes.indexOf(size), last)}`);
  v.nameSize = v.nodeEls.map((element) => Math.max(0, ...[...element.querySelectorAll("text")].map((text) => parseFloat(text.getAttribute("font-size")) || 14)));
  v.typical = v.nameSize.length ? [...v.nameSize].sort((one, other) => one - other)[v.nameSize.length >> 1] || 11 : 11;
  v.byDegree = v.nodes.map((_, place) => place).sort((one, other) => v.arrowsOf[other].length - v.arrowsOf[one].length || one - other);
}

function writeLevels(v) {
  const small = v.levels.flatMap((size, level) => (size * v.scale < LEAST_PX ? [`t${level}`] : []));
  const said = small.join(" ");
  if (v.svg.dataset.small !== said) v.svg.dataset.small = said;
  v.svg.classList.toggle("far", v.typical * v.scale < LEAST_PX);
  likenCopies(v);
  writeNames(v, small.length > 0);
  for (const group of v.marks.children) setMark(v, group);
}

// Who is named first: what is chosen, what is lit up, the titles of frames, then who has most arrows.
function* wanted(v) {
  const { kind, place, to } = v.state;
  const first = kind === "node" ? [place] : kind === "edge" ? [v.edges[place].source, v.edges[place].target] : [];
  if (to !== null) first.push(to);
  yield* first;
  if (v.lit.size) {
    for (const one of v.byDegree) if (v.lit.has(one)) yield one;
    return; // what is dimmed needs no name
  }
  yield* v.byDegree;
}

// At most three lines of so many letters; what is longer ends in an ellipsis.
function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (!last || [...last, ...word].length < most) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  const kept = lines.slice(0, 3);
  if (lines.length > 3) kept[2] += "\u2026";
  return kept.map((line) => ([...line].length > most + 12 ? `${[...line].slice(0, most + 10).join("")}\u2026` : line));
}

function writeNames(v, isAny) {
  v.names.replaceChildren();
  if (!isAny) return;
  const unit = 1 / v.scale, taken = [], done = new Set();
  const seen = { x: v.view.x - v.offset[0], y: v.view.y - v.offset[1], width: v.view.width, height: v.view.height };
  const write = (text, across, y, room, name) => {
    if (across < seen.x || across > seen.x + seen.width || y < seen.y || y > seen.y + seen.height) return;
    const lines = wrapped(text, Math.max(13, Math.round(room * v.scale / LETTER_PX)));
    const half = (LETTER_PX / 2 * Math.max(...lines.map((line) => [...line].length)) + 3) * unit, high = 5.6 * lines.length * unit;
    const x = Math.min(Math.max(across, seen.x + half), seen.x + seen.width - half);
    if (taken.some(([left, top, right, bottom]) => x - half < right && x + half > left && y - high < bottom && y + high > top)) return;
    taken.push([x - half, y - high, x + half, y + high]);
    const label = draw("text", { class: name, "text-anchor": "middle", "font-size": NAME_PX * unit, "stroke-width": 3.2 * unit });
    lines.forEach((line, row) => label.append(draw("tspan", { x, y: y + (11 * (row - (lines.length - 1) / 2) + 3.4) * unit }, line)));
    v.names.append(label);
  };
  const frameNames = () => {
    for (const frame of v.frames) {
      if (frame.fold || frame.isAway || frame.size * v.scale >= LEAST_PX) continue;
      const half = (LETTER_PX / 2 * frame.name.length + 6) * unit;
      write(frame.name, frame.box.x + Math.min(half, frame.box.width / 2), frame.box.y + 9 * unit, Infinity, "frame-name");
    }
  };
  if (!v.state.kind) frameNames();
  let count = 0;
  for (const place of wanted(v)) {
    count += 1;
    if (count === 2 && v.state.kind) frameNames();
    if (taken.length >= MOST_NAMES || count > 600) break;
    if (v.foldOf[place] || done.has(place) || v.isOut[place] || v.nameSize[place] * v.scale >= LEAST_PX) continue;
    done.add(place);
    write(v.nodes[place].name, ...centre(v.boxes[place]), v.boxes[place].width, "");
  }
}

// Over all: a small map of the whole, shown where the view does not hold it -----------------------------------

function prepareMap(v) {
  const map = v.part("map"), [x, y, width, height] = v.whole;
  v.map = draw("svg", { viewBox: [x, y, width, height].join(" "), preserveAspectRatio: "xMidYMid meet" });
  const least = Math.max(width, height) / 220;
  v.dots = draw("path", { class: "dots" });
  v.drawMap = () => v.dots.setAttribute("d", v.boxes.map((box, place) => (v.foldOf[place] ? "" :
    `M${(box.x + v.offset[0]).toFixed(0)} ${(box.y + v.offset[1]).toFixed(0)}h${Math.max(box.width, least).toFixed(0)}v${Math.max(box.height, least).toFixed(0)}h-${Math.max(box.width, least).toFixed(0)}z`)).join(""));
  v.frame = draw("rect", { class: "seen", "stroke-width": Math.max(width, height) / 90 });
  v.map.append(v.dots, v.frame);
  map.append(v.map);
  v.drawMap();
  const go = (event) => {
    event.preventDefault();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(v.map.getScreenCTM().inverse());
    Object.assign(v.view, { x: at.x - v.view.width / 2, y: at.y - v.view.height / 2, isFitted: false });
    show(v);
  };
  map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); go(event); });
  map.addEventListener("pointermove", (event) => { if (map.hasPointerCapture(event.pointerId)) go(event); });
}

const CORNERS = ["right bottom", "left bottom", "right top", "left top"];

// The map stands where it hides fewest nodes; it stays where it is as long as it hides none.
function placeMap(v) {
  const map = v.part("map");
  if (map.hidden) return;
  const wide = (map.offsetWidth + 10) / v.scale, high = (map.offsetHeight + 10) / v.scale;
  const { x, y, width, height } = v.view;
  const hidden = (corner) => {
    const left = corner.startsWith("left") ? x : x + width - wide, top = corner.endsWith("top") ? y : y + height - high;
    return v.boxes.filter((box, place) => !v.foldOf[place] && box.x + v.offset[0] < left + wide && box.x + box.width + v.offset[0] > left
      && box.y + v.offset[1] < top + high && box.y + box.height + v.offset[1] > top).length;
  };
  const now = map.dataset.corner || CORNERS[0];
  if (!hidden(now)) { map.dataset.corner = now; return; }
  map.dataset.corner = [now, ...CORNERS].map((corner) => [hidden(corner), corner]).reduce((best, one) => (one[0] < best[0] ? one : best))[1];
}

function writeMap(v) {
  const { x, y, width, height } = v.view, [left, top, wide, high] = v.whole;
  v.part("map").hidden = x <= left + 1 && y <= top + 1 && x + width >= left + wide - 1 && y + height >= top + high - 1;
  const inner = [Math.max(x, left), Math.max(y, top)], outer = [Math.min(x + width, left + wide), Math.min(y + height, top + high)];
  for (const [name, value] of [["x", inner[0]], ["y", inner[1]], ["width", Math.max(0, outer[0] - inner[0])], ["height", Math.max(0, outer[1] - inner[1])]]) v.frame.setAttribute(name, value);
}
