// Nodes are moved and their arrows follow: an arrow keeps its marks and runs straight between the borders of its ends.

function moveNode(v, place, dx, dy) {
  const box = v.boxes[place];
  setNode(v, place, box.x + dx, box.y + dy);
  refreshArrows(v, v.reaches(place));
  v.hasMoved = true;
  for (const group of v.marks.children) if (group.pgPlace === place) setMark(v, group);
  if (v.names.childElementCount) writeLevels(v);
}

function setNode(v, place, x, y) {
  const box = v.boxes[place], home = v.home[place];
  Object.assign(box, { x, y });
  const isHome = Math.abs(x - home.x) < 0.05 && Math.abs(y - home.y) < 0.05;
  if (isHome) v.nodeEls[place].removeAttribute("transform");
  else v.nodeEls[place].setAttribute("transform", `translate(${(x - home.x).toFixed(1)} ${(y - home.y).toFixed(1)})`);
}

function isMoved(v, place) {
  return v.nodeEls[place].hasAttribute("transform");
}

// What a node is drawn as: itself, what it is folded into, or the frame that stands for all in it.
function standIn(v, place) {
  let at = place;
  for (let fold = v.foldOf[at]; fold; fold = v.foldOf[at]) {
    if (fold.frame) return { key: `f${v.frames.indexOf(fold.frame)}`, box: fold.frame.small, isRound: false };
    at = fold.by;
  }
  return { key: at, box: v.boxes[at], isRound: v.isRound[at] };
}

function refreshArrows(v, places) {
  for (const place of places) drawArrow(v, place);
}

// Arrows between the same two, so that those drawn anew lie beside each other.
function countPairs(v) {
  v.pairs = new Map();
  v.edges.forEach((edge, place) => {
    if (v.isOff[place]) return;
    const keys = [standIn(v, edge.source).key, standIn(v, edge.target).key];
    const name = keys.map(String).sort().join("|");
    if (!v.pairs.has(name)) v.pairs.set(name, []);
    v.pairs.get(name).push(place);
  });
}

function drawArrow(v, place) {
  const edge = v.edges[place], element = v.edgeEls[place];
  const source = standIn(v, edge.source), target = standIn(v, edge.target);
  const isFolded = source.key === target.key && edge.source !== edge.target;
  element.classList.toggle("folded", isFolded);
  if (isFolded) return;
  if (edge.source === edge.target) { // a loop goes where its node goes
    const [now, home] = [v.boxes[edge.source], v.home[edge.source]];
    element.setAttribute("transform", `translate(${(now.x - home.x).toFixed(1)} ${(now.y - home.y).toFixed(1)})`);
    element.classList.toggle("folded", Boolean(v.foldOf[edge.source]));
    return;
  }
  const course = courseOf(v, place);
  const isHome = source.key === edge.source && target.key === edge.target && !isMoved(v, edge.source) && !isMoved(v, edge.target);
  for (const count of element.querySelectorAll(":scope > .count")) count.classList.toggle("away", !isHome); // drawn anew, they run beside each other
  if (isHome && course.d) bringHome(element, course);
  else bend(v, place, course, source, target);
}

// How an arrow came: its line, and which of its other parts belong to its head, its tail, its middle.
function courseOf(v, place) {
  if (v.courses[place]) return v.courses[place];
  const element = v.edgeEls[place], lines = [...element.querySelectorAll("path:not(.hit)")].filter((one) => !one.closest(".count"));
  const line = lines[0] || element.appendChild(draw("path", { fill: "none", stroke: "#333333" }));
  const d = line.getAttribute("d"), length = d ? line.getTotalLength() : 0;
  const course = { line, d, heads: [], tails: [], rest: [], lines: lines.filter((one) => one !== line && isAlong(one, length)) };
  if (d) {
    const [start, end, middle] = [0, length, length / 2].map((at) => line.getPointAtLength(at));
    const before = line.getPointAtLength(Math.max(0, length - 2)), after = line.getPointAtLength(Math.min(length, 2));
    Object.assign(course, { start, end, middle, into: angle(before, end), out: angle(start, after) });
    for (const child of element.children) {
      if (child === line || course.lines.includes(child) || child.matches(".hit, title, .count")) continue;
      const at = new DOMPoint(...centre(child.getBBox()));
      const isText = child.tagName === "text" || child.querySelector("text");
      const near = (point) => Math.hypot(at.x - point.x, at.y - point.y) < 18;
      (isText ? course.rest : near(end) ? course.heads : near(start) ? course.tails : course.rest).push(child);
    }
    course.tip = reach(course.heads, end, course.into);
    course.root = reach(course.tails, start, course.out + Math.PI);
  }
  v.courses[place] = course;
  return course;
}

function isAlong(line, length) { return line.getAttribute("fill") === "none" && line.getTotalLength() > length / 2; }

function angle(from, to) { return Math.atan2(to.y - from.y, to.x - from.x); }

// How far the parts of a head reach beyond the end of the line.
function reach(parts, from, towards) {
  let far = 0;
  for (const part of parts) {
    const box = part.getBBox();
    const at = (part.getAttribute("points") || "").trim().split(/\s+/).filter(Boolean).map((pair) => pair.split(",").map(Number));
    const spots = at.length ? at : [centre(box)];
    const extra = at.length ? 0 : Math.min(box.width, box.height) / 2;
    for (const [x, y] of spots) far = Math.max(far, (x - from.x) * Math.cos(towards) + (y - from.y) * Math.sin(towards) + extra);
  }
  return far;
}

function bringHome(element, course) {
  for (const line of [course.line, ...course.lines]) { line.setAttribute("d", course.d); }
  element.querySelector(".hit")?.setAttribute("d", course.d);
  for (const part of [...course.heads, ...course.tails, ...course.rest]) part.removeAttribute("transform");
}

function bend(v, place, course, source, target) {
  const [a, b] = [centre(source.box), centre(target.box)];
  const together = v.pairs.get([source.key, target.key].map(String).sort().join("|")) || [place];
  const turn = String(source.key) < String(target.key) ? 1 : -1;
  const bow = (together.indexOf(place) - (together.length - 1) / 2) * 26 * turn;
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const control = { x: (a[0] + b[0]) / 2 - (b[1] - a[1]) / long * bow, y: (a[1] + b[1]) / 2 + (b[0] - a[0]) / long * bow };
  const from = border(source, a, control), to = border(target, b, control);
  const into = angle(control, to), out = angle(from, control);
  const end = { x: to.x - Math.cos(into) * (course.tip || 0), y: to.y - Math.sin(into) * (course.tip || 0) };
  const start = { x: from.x + Math.cos(out) * (course.root || 0), y: from.y + Math.sin(out) * (course.root || 0) };
  const d = `M${at(start)}Q${at(control)} ${at(end)}`;
  for (const line of [course.line, ...course.lines, ...v.edgeEls[place].querySelectorAll(".hit")]) line.setAttribute("d", d);
  if (!course.d) return;
  const turned = (to, from, by) => `translate(${at(to)}) rotate(${(by * 180 / Math.PI).toFixed(1)}) translate(${at({ x: -from.x, y: -from.y })})`;
  for (const part of course.heads) part.setAttribute("transform", turned(end, course.end, into - course.into));
  for (const part of course.tails) part.setAttribute("transform", turned(start, course.start, out - course.out));
  const middle = { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 };
  for (const part of course.rest) part.setAttribute("transform", `translate(${at({ x: middle.x - course.middle.x, y: middle.y - course.middle.y })})`);
}

function at(point) { return `${point.x.toFixed(1)} ${point.y.toFixed(1)}`; }

// Where a line from the centre of a box towards a point leaves the box.
function border({ box, isRound }, [x, y], towards) {
  const dx = towards.x - x, dy = towards.y - y;
  if (!dx && !dy) return { x, y };
  const wide = box.width / 2, high = box.height / 2;
  const part = isRound ? 1 / Math.hypot(dx / wide, dy / high) : Math.min(dx ? wide / Math.abs(dx) : Infinity, dy ? high / Math.abs(dy) : Infinity);
  return { x: x + dx * part, y: y + dy * part };
}
