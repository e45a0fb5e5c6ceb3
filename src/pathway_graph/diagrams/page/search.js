// Search: names, synonyms, identifiers and claims.

function fold_case(text) { return text.toLocaleLowerCase().normalize("NFKD"); }

function search(v, text) {
  const wanted = fold_case(text.trim()), found = v.found;
  const hits = [];
  if (wanted) {
    v.nodes.forEach((node, place) => {
      const names = [node.name, node.id, ...node.find].map(fold_case);
      const rank = Math.min(...names.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9)));
      if (rank < 9) hits.push({ rank, kind: "node", place, text: node.name });
    });
    v.edges.forEach((edge, place) => {
      if (v.isOff[place]) return;
      const rank = Math.min(9, ...edge.claims.map((id) => (fold_case(id) === wanted ? 0 : fold_case(id).startsWith(wanted) ? 3 : 9)));
      if (rank < 9) hits.push({ rank, kind: "edge", place, text: `${edgeWords(v, edge)} (${edge.claims.join(", ")})` });
    });
  }
  hits.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length);
  found.hits = hits.slice(0, 8);
  found.active = found.hits.length ? 0 : -1;
  listHits(v, text.trim());
}

function listHits(v, text) {
  const list = v.part("hits"), box = v.part("search"), found = v.found;
  list.replaceChildren(...found.hits.map((hit, place) => {
    const item = make("li", hit.text, { role: "option", id: `${v.prefix}hit${place}`, "aria-selected": String(place === found.active), dir: "auto" });
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(v, place); });
    return item;
  }));
  if (text && !found.hits.length) list.append(make("li", `nothing here is called \u201c${text}\u201d`, { class: "quiet", role: "option", "aria-disabled": "true" }));
  list.hidden = !text;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (found.active >= 0 && text) box.setAttribute("aria-activedescendant", `${v.prefix}hit${found.active}`);
  else box.removeAttribute("aria-activedescendant");
  if (text && !found.hits.length) say(v, `Nothing in this picture is called ${text}.`);
}

function take(v, place) {
  const hit = v.found.hits[place];
  if (!hit) return;
  v.part("search").value = "";
  v.found.hits = [];
  listHits(v, "");
  pick(v, hit.kind, hit.place);
  elementOf(v, hit.kind, hit.place).focus({ preventScroll: true });
}

function searchKey(v, event) {
  const found = v.found, count = found.hits.length, box = v.part("search");
  if (event.key === "Enter") take(v, found.active);
  else if (event.key === "ArrowDown" && count) found.active = (found.active + 1) % count;
  else if (event.key === "ArrowUp" && count) found.active = (found.active + count - 1) % count;
  else if (event.key === "Escape") { box.value = ""; box.blur(); listHits(v, ""); event.stopPropagation(); return; }
  else return;
  event.preventDefault();
  if (event.key !== "Enter") listHits(v, box.value.trim());
}

function prepareSearch(v) {
  const box = v.part("search");
  box.addEventListener("input", () => search(v, box.value));
  box.addEventListener("keydown", (event) => searchKey(v, event));
  box.addEventListener("blur", () => listHits(v, ""));
}
