// Measured changes: what claims say that a treatment does to each node, by species and region.

const OFF = "-";

function prepareChanges(v) {
  const { treatments, species, regions, asked, found: known } = v.data.overlays;
  if (!asked && !Object.keys(known["|"].changes).length) return;
  v.part("changes").hidden = false;
  v.part("by").textContent = `Changes that claims state under ${treatments.join(", ") || "the treatment"}.`;
  const option = (value, text) => make("option", text, { value });
  v.part("species").append(option(OFF, "do not show"), ...(asked ? [option("asked", `as asked: ${asked}`)] : []),
    option("", "any species"), ...species.map(([id, name]) => option(id, name)));
  v.part("region").append(option("", "any region"), ...regions.map(([id, name]) => option(id, name)));
  for (const name of ["species", "region"]) v.part(name).addEventListener("change", () => showChanges(v, true));
  v.part("changes").open = Boolean(asked);
  v.part("species").value = asked ? "asked" : OFF;
  showChanges(v, false);
}

function showChanges(v, isSpoken) {
  unmark(v, "change");
  const species = v.part("species").value;
  v.part("region").disabled = species === OFF || species === "asked";
  const shown = v.part("measured");
  shown.replaceChildren();
  noteAddress(v);
  if (species === OFF) { if (isSpoken) say(v, "Measured changes are not shown."); return; }
  const { exempt, found: known } = v.data.overlays;
  const { changes, silent } = known[species === "asked" ? "asked" : `${species}|${v.part("region").value}`];
  const rows = [];
  v.nodes.forEach((node, place) => {
    if (exempt.includes(place) || node.kind === "Step") return;
    const claims = changes[place] || [];
    mark(v, place, "change", ...pill(claims));
    if (claims.length) rows.push(make("li", "", {}, [link(v, node.name, () => pick(v, "node", place)),
      ...claims.map(([, , words]) => make("small", words))]));
  });
  shown.append(make("p", rows.length ? `${rows.length} measured:` : "Nothing in this picture was measured here.", { class: "quiet" }),
    make("ul", "", { class: "ends" }, rows));
  if (silent.length) shown.append(make("p", `Not shown, since they do not state all of that: ${silent.join(", ")}`, { class: "quiet" }));
  if (isSpoken) say(v, `Measured changes: ${spokenChanges(v, changes)}`);
}

function direction(claims) {
  const signs = new Set(claims.map(([, sign]) => sign).filter((sign) => sign));
  const fewer = claims.length ? "unchanged" : "none";
  return signs.size > 1 ? "both" : signs.has(1) ? "up" : signs.has(-1) ? "down" : fewer;
}

function pill(claims) {
  const tone = direction(claims);
  const text = { up: "\u25b2", down: "\u25bc", both: "\u25b2\u25bc", none: "not measured", unchanged: "=" }[tone];
  const ids = claims.map(([id]) => id);
  return [tone, tone === "none" ? text : `${text} ${ids.length > 2 ? `${ids.length} claims` : ids.join(" ")}`];
}

function spokenChanges(v, changes) {
  const parts = Object.entries(changes).map(([place, claims]) =>
    `${v.nodes[place].name} ${{ up: "up", down: "down", both: "both up and down", unchanged: "unchanged" }[direction(claims)]}`);
  return parts.length ? `${parts.join(", ")}; all others not measured.` : "nothing in this picture was measured here.";
}
