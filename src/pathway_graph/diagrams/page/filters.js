// Show only arrows that a claim of a species, region, certainty, source or view stands behind. Signs then count these.

const FACETS = [
  ["species", "Species", (claim) => claim.species],
  ["region", "Region", (claim) => claim.regions],
  ["certainty", "Certainty", (claim) => [claim.certainty.replaceAll("_", " ")]],
  ["source", "Data set", (claim) => [claim.source]],
  ["view", "View", (claim) => [claim.background ? "background" : "stated by a source"]],
];
const UNSTATED = "not stated";

function valuesOf(read, claim) {
  const values = read(claim).filter(Boolean);
  return values.length ? values : [UNSTATED];
}

// What stands behind an arrow: its claims, or one that says nothing where it has none or they are not here.
function behind(v, edge) {
  const known = edge.claims.filter((id) => Object.hasOwn(v.data.claims, id)).map((id) => v.data.claims[id]);
  return known.length ? known : [{ species: [], regions: [], certainty: edge.hypothesis ? "hypothesis" : "", source: "", background: edge.background }];
}

function prepareFilters(v) {
  const isMany = FACETS.map(([facet, title, read]) => {
    const counts = new Map();
    for (const edge of v.edges) {
      for (const value of new Set(behind(v, edge).flatMap((claim) => valuesOf(read, claim)))) counts.set(value, (counts.get(value) || 0) + 1);
    }
    if (counts.size < 2) return false;
    const sorted = [...counts].sort(([a, n], [b, m]) => (a === UNSTATED) - (b === UNSTATED) || m - n || (a < b ? -1 : 1));
    v.part("facets").append(make("div", "", { class: "facet", role: "group", "aria-label": `Show only: ${title.toLowerCase()}` }, [
      make("p", title), ...sorted.map(([value, count]) => chip(v, facet, value, count))]));
    return true;
  });
  v.part("filters").hidden = !isMany.includes(true) || !v.isCausal;
  v.part("unfilter").addEventListener("click", () => { v.filters.clear(); filter(v); v.part("filters").querySelector("summary").focus(); });
}

function chip(v, facet, value, count) {
  const element = make("button", value, { type: "button", class: "chip", "aria-pressed": "false", dir: "auto", "data-facet": facet, "data-value": value });
  element.append(make("span", ` ${count}`, { class: "quiet" }));
  element.addEventListener("click", () => {
    const chosen = v.filters.get(facet) || new Set();
    if (!chosen.delete(value)) chosen.add(value);
    if (chosen.size) v.filters.set(facet, chosen);
    else v.filters.delete(facet);
    filter(v);
  });
  return element;
}

function passes(v, claim) {
  return FACETS.every(([facet, , read]) => {
    const chosen = v.filters.get(facet);
    return !chosen || valuesOf(read, claim).some((value) => chosen.has(value));
  });
}

// An arrow stays where one claim fits all that is asked at once; it is as sure as what is left behind it, and enters no
// sign where every work behind it was retracted.
function liven(v, place) {
  const edge = v.edges[place], all = behind(v, edge);
  const fitting = all.filter((claim) => passes(v, claim)), left = fitting.filter((claim) => !claim.retracted);
  v.isOff[place] = !fitting.length;
  const isChanged = left.length < all.length;
  v.live[place] = isChanged ? { ...edge, sign: left.length ? edge.sign : null, hypothesis: left.every((claim) => claim.certainty === "hypothesis") } : edge;
}

function filter(v, isQuiet = false) {
  const isAny = v.filters.size > 0;
  v.edges.forEach((edge, place) => {
    liven(v, place);
    v.edgeEls[place].classList.toggle("off", v.isOff[place]);
  });
  v.nodes.forEach((node, place) => {
    v.isOut[place] = isAny && v.arrowsOf[place].length > 0 && v.arrowsOf[place].every((index) => v.isOff[index]);
    v.nodeEls[place].classList.toggle("out", v.isOut[place]);
  });
  for (const element of v.part("facets").querySelectorAll(".chip")) {
    element.setAttribute("aria-pressed", String(Boolean(v.filters.get(element.dataset.facet)?.has(element.dataset.value))));
  }
  const shown = v.isOff.filter((isOff) => !isOff).length;
  remark(v);
  v.part("filtered").textContent = isAny ? `(${shown} of ${howMany(v.edges.length, "arrow")})` : "";
  v.part("unfilter").hidden = !isAny;
  countPairs(v);
  const { kind, place, way, to } = v.state;
  if (kind === "edge" && v.isOff[place]) release(v);
  else if (kind) choose(v, kind, place, { way, to, isQuiet: true });
  if (!isQuiet) say(v, isAny ? `${shown} of ${howMany(v.edges.length, "arrow")} shown; signs are those of these alone.` : "Everything is shown.");
  settle(v);
}

function filterWords(v) {
  return [...v.filters.values()].map((values) => [...values].join(" or ")).join(", ");
}

// What is not as it was drawn stands in the notes as well, which are printed and saved with the picture.
function remark(v) {
  const shown = v.isOff.filter((isOff) => !isOff).length;
  v.part("remarks").replaceChildren(...[
    v.filters.size ? `Shown only: ${filterWords(v)}; ${shown} of ${howMany(v.edges.length, "arrow")} (the table has all).` : "",
    v.folds.length ? `Folded: ${v.folds.map((made) => `${made.members.map((one) => v.nodes[one].name).join(", ")} into ${made.frame ? made.frame.name : v.nodes[made.by].name}`).join("; ")}.` : "",
    v.nodeEls.some((_, place) => isMoved(v, place)) ? "Nodes were moved by hand; where they stand in frames says nothing." : "",
  ].filter(Boolean).map((words) => make("p", words)));
}
