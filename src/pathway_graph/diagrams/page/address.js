// The state in the address, after #: what is chosen, what is shown only, the place, the theme. A link is a view.

const NOTE_MS = 200;

function edgeKey(v, place) {
  const edge = v.edges[place];
  return [v.nodes[edge.source].id, edge.relation, v.nodes[edge.target].id].join(" ");
}

function addressOf(v) {
  const { kind, place, way, to } = v.state, parts = new URLSearchParams();
  if (kind === "node") parts.set("node", v.nodes[place].id);
  if (kind === "edge") parts.set("arrow", edgeKey(v, place));
  if (way === "downstream") parts.set("way", way);
  if (to !== null) parts.set("to", v.nodes[to].id);
  if (kind === "node" && v.steps !== (v.isBig ? 2 : MAX_STEPS)) parts.set("steps", v.steps);
  for (const [facet, values] of v.filters) for (const value of values) parts.append(facet, value);
  for (const made of v.folds) parts.append("fold", `${made.kind} ${made.frame ? made.frame.name : v.nodes[made.by].id}`);
  const changes = v.part("species").value;
  if (changes && changes !== OFF) parts.set("changes", changes === "asked" ? changes : `${changes}|${v.part("region").value}`);
  else if (changes === "" && !v.part("changes").hidden) parts.set("changes", `|${v.part("region").value}`);
  if (!v.view.isFitted) {
    const { x, y, width, height } = v.view;
    parts.set("at", [x + width / 2, y + height / 2, v.scale].map((n) => Number(n.toFixed(n === v.scale ? 3 : 0))).join(","));
  }
  if (v.isThemeChosen) parts.set("theme", v.theme);
  return parts.toString();
}

function noteAddress(v) {
  if (!v.isReady || !v.hasAddress) return;
  clearTimeout(v.noting);
  v.noting = setTimeout(() => {
    const words = addressOf(v);
    if (words === v.address) return;
    v.address = words;
    try { history.replaceState(history.state, "", words ? `#${words}` : location.pathname + location.search); } catch { v.hasAddress = false; }
  }, NOTE_MS);
}

// Returns whether the address says where to look.
function readAddress(v) {
  const words = location.hash.slice(1);
  if (!v.hasAddress || !words.includes("=")) return false;
  const parts = new URLSearchParams(words);
  v.address = words;
  v.filters = new Map(FACETS.flatMap(([facet]) => (parts.has(facet) ? [[facet, new Set(parts.getAll(facet))]] : [])));
  if (["light", "dark"].includes(parts.get("theme"))) { v.isThemeChosen = true; setTheme(v, parts.get("theme")); }
  for (const made of [...v.folds]) unfold(v, made);
  for (const said of parts.getAll("fold")) foldAsSaid(v, said);
  filter(v, true);
  if (v.filters.size) { v.part("filters").open = true; say(v, `Shown only: ${filterWords(v)}.`); }
  showChangesAsSaid(v, parts.get("changes"));
  if (parts.has("steps")) v.steps = Math.min(MAX_STEPS, Math.max(1, Math.round(Number(parts.get("steps"))) || MAX_STEPS));
  chooseAsSaid(v, parts);
  const [x, y, scale] = (parts.get("at") || "").split(",").map(Number);
  if (!(scale > 0) || !Number.isFinite(x + y)) return false;
  const width = v.stage.width / scale, height = v.stage.height / scale;
  setView(v, x - width / 2, y - height / 2, width);
  return true;
}

function chooseAsSaid(v, parts) {
  const node = (name) => v.nodes.findIndex((one) => one.id === parts.get(name));
  const arrow = parts.has("arrow") ? v.edges.findIndex((_, place) => edgeKey(v, place) === parts.get("arrow")) : -1;
  if (node("node") >= 0) choose(v, "node", node("node"), { way: parts.get("way"), to: node("to") >= 0 ? node("to") : null });
  else if (arrow >= 0) choose(v, "edge", arrow);
  else if (parts.has("node") || parts.has("arrow")) { release(v); say(v, `The link names ${parts.get("node") || parts.get("arrow")}, which is not in this picture.`); }
  else if (v.state.kind) release(v);
}

function foldAsSaid(v, said) {
  const [kind, name] = [said.slice(0, said.indexOf(" ")), said.slice(said.indexOf(" ") + 1)];
  const frame = kind === "frame" && v.frames.find((one) => one.name === name && !one.fold);
  if (frame) { fold(v, null, { kind, frame }, true); return; }
  const place = v.nodes.findIndex((one) => one.id === name);
  const way = place >= 0 && foldable(v, place).find((one) => one.kind === kind);
  if (way && way.kind !== "frame") fold(v, place, way, true);
}

function showChangesAsSaid(v, said) {
  if (v.part("changes").hidden) return;
  const [species, region = ""] = (said ?? (v.data.overlays.asked ? "asked" : OFF)).split("|");
  const has = (name, value) => [...v.part(name).options].some((one) => one.value === value);
  v.part("species").value = has("species", species) ? species : OFF;
  v.part("region").value = has("region", region) ? region : "";
  if (said && species !== OFF) v.part("changes").open = true;
  showChanges(v, false);
}
