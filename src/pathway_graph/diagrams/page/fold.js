// Folding away: what hangs on one node alone, the forms or members of one thing, all that stands in a frame.
// What is folded is drawn no more but counts as before: signs are those of all arrows.

function leavesOf(v, place) {
  return [...new Set(shownArrows(v, place).flatMap((index) => [v.edges[index].source, v.edges[index].target]))]
    .filter((other) => other !== place && shownArrows(v, other).every((index) => [v.edges[index].source, v.edges[index].target].every((end) => end === other || end === place)));
}

function shownArrows(v, place) {
  return v.arrowsOf[place].filter((index) => !v.isOff[index] && !v.foldOf[v.edges[index].source] && !v.foldOf[v.edges[index].target]);
}

function familyOf(v, place) {
  const node = v.nodes[place];
  return v.nodes.flatMap((other, at) => (at !== place && !v.foldOf[at] && (other.gene === node.gene || node.parts.includes(at)) ? [at] : []));
}

function foldable(v, place) {
  const leaves = leavesOf(v, place), family = familyOf(v, place);
  const frame = v.frames.find((one) => !one.fold && one.members.includes(place));
  return [
    ...(leaves.length ? [{ kind: "leaves", members: leaves, words: `Fold ${leaves.length} that ${leaves.length === 1 ? "hangs" : "hang"} on it alone` }] : []),
    ...(family.length ? [{ kind: "forms", members: family, words: `Fold its ${howMany(family.length, "other form")} or members` }] : []),
    ...(frame ? [{ kind: "frame", frame, words: `Fold all in ${frame.name}` }] : []),
  ];
}

function foldsBy(v, place) { return v.folds.filter((fold) => fold.by === place); }

// Double click or x: unfold what is folded here, else fold what lies nearest.
function toggleFold(v, place) {
  const folds = foldsBy(v, place);
  if (folds.length) { folds.forEach((fold) => unfold(v, fold)); return; }
  const [first] = foldable(v, place);
  if (first && first.kind !== "frame") fold(v, place, first);
  else say(v, `Nothing hangs on ${v.nodes[place].name} alone, and it has no other form here.`);
}

function fold(v, place, { kind, members, frame }, isQuiet = false) {
  const hidden = (frame ? frame.members : members).filter((one) => !v.foldOf[one]);
  if (!hidden.length) return;
  const made = { kind, by: frame ? null : place, frame: frame || null, members: hidden };
  for (const one of hidden) v.foldOf[one] = made;
  v.folds.push(made);
  if (frame) shrink(v, frame, made);
  refold(v);
  if (!isQuiet) say(v, `${howMany(hidden.length, "node")} folded into ${frame ? frame.name : v.nodes[place].name}; signs still count ${hidden.length === 1 ? "it" : "them"}.`);
}

function unfold(v, made) {
  for (const one of made.members) v.foldOf[one] = null;
  v.folds = v.folds.filter((fold) => fold !== made);
  if (made.frame) { made.frame.fold = null; made.frame.box_el.remove(); made.frame.element.classList.remove("shrunk"); }
  refold(v);
  say(v, `${howMany(made.members.length, "node")} unfolded.`);
}

function refold(v) {
  v.nodeEls.forEach((element, place) => element.classList.toggle("folded", Boolean(v.foldOf[place])));
  for (const frame of v.frames) { // a frame in a folded one goes with it
    frame.isAway = !frame.fold && frame.members.every((place) => v.foldOf[place]?.frame);
    frame.element.classList.toggle("away", frame.isAway);
  }
  countPairs(v);
  refreshArrows(v, v.edges.keys());
  unmark(v, "fold");
  for (const made of v.folds) if (made.by !== null && !v.foldOf[made.by]) mark(v, made.by, "fold", "none", `+${made.members.length}`);
  v.drawMap();
  remark(v);
  settle(v);
}

// A frame that is folded becomes one small box with its name.
function shrink(v, frame, made) {
  frame.fold = made;
  const words = `${frame.name} +${made.members.length}`, width = 18 + 6.6 * words.length, height = 28;
  const [x, y] = centre(frame.box);
  frame.small = { x: x - width / 2, y: y - height / 2, width, height };
  frame.element.classList.add("shrunk");
  frame.box_el = draw("g", { class: "frame-box", tabindex: "0", role: "button", "aria-label": `${words}; folded, press to unfold` });
  frame.box_el.append(draw("rect", { ...frame.small, rx: 6 }), draw("text", { x, y: y + 4, "text-anchor": "middle", "font-size": 11 }, words));
  frame.box_el.addEventListener("click", () => { if (!v.view.moved) unfold(v, made); });
  frame.box_el.addEventListener("keydown", (event) => { if (["Enter", " ", "x"].includes(event.key)) { event.preventDefault(); event.stopPropagation(); unfold(v, made); } });
  v.graph.insertBefore(frame.box_el, v.names);
}

function foldButtons(v, place) {
  const folds = foldsBy(v, place);
  const items = [...folds.map((made) => [`Unfold ${made.members.length}`, () => unfold(v, made)]),
    ...foldable(v, place).map((one) => [one.words, () => fold(v, place, one)])];
  return items.map(([words, act]) => {
    const element = make("button", words, { type: "button" });
    element.addEventListener("click", () => {
      act();
      if (!v.foldOf[place]) choose(v, "node", place, { way: v.state.way, to: v.state.to, isQuiet: true });
      else release(v);
      v.part("panel").focus();
    });
    return element;
  });
}

// Double click on the title or the ground of a frame folds it.
function frameAt(v, x, y) {
  const inside = v.frames.filter((frame) => !frame.fold && !frame.isAway && isInside([x, y], frame.box));
  return inside.sort((one, other) => one.box.width * one.box.height - other.box.width * other.box.height)[0];
}
