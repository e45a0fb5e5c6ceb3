// What is known of the chosen node or arrow: names, arrows, claims and what they rest on.

function facts(node) {
  if (!node.facts.length) return [];
  const rows = node.facts.flatMap(([label, values]) => [
    make("dt", label), ...values.map((value) => make("dd", value, { dir: "auto" })),
  ]);
  return [make("h3", "Names and identifiers"), make("dl", "", { class: "facts" }, rows)];
}

function neighbours(v, place) {
  const items = v.arrowsOf[place].flatMap((index) => {
    if (v.isOff[index]) return [];
    const edge = v.edges[index];
    return [make("li", "", {}, [link(v, edgeWords(v, edge), () => pick(v, "edge", index)),
      make("small", [SIGN_WORDS[edge.sign], ...edge.marks].join("; "))])];
  });
  return items.length ? [make("h3", "Its arrows"), make("ul", "", { class: "arrows" }, items)] : [];
}

function link(v, text, act) {
  const element = make("button", text, { type: "button", class: "link", dir: "auto" });
  element.addEventListener("click", () => {
    act();
    v.part("panel").focus();
  });
  return element;
}

// An arrow ----------------------------------------------------------------------------------------------------

function chooseEdge(v, place) {
  const edge = v.edges[place];
  v.svg.classList.add("lit");
  v.lit = new Set([edge.source, edge.target]);
  for (const element of [v.edgeEls[place], v.nodeEls[edge.source], v.nodeEls[edge.target]]) element.classList.add("on");
  const cards = edge.claims.filter((id) => Object.hasOwn(v.data.claims, id)).map((id) => claimCard(v, id));
  const missing = edge.claims.filter((id) => !Object.hasOwn(v.data.claims, id));
  const sign = { "1": "+1", "-1": "-1", "0": "0" }[edge.sign];
  const heading = edge.claims.length ? `Claims behind it: ${edge.claims.length}` : "No claim stands behind it";
  fill(v,
    make("h2", edgeWords(v, edge), { dir: "auto" }),
    make("p", "", {}, [
      ...(sign ? [make("b", PILLS[sign], { class: TONES[sign], "aria-hidden": "true" })] : []),
      make("span", sign ? edge.meaning : `${edge.meaning} (not causal)`),
    ]),
    ...edge.marks.map((mark) => make("p", mark, { class: "badge" })),
    ...(edge.note ? [make("p", edge.note, { class: "quiet" })] : []),
    make("p", "", { class: "ends-of" }, [edge.source, edge.target].map((end) =>
      link(v, v.nodes[end].name, () => pick(v, "node", end)))),
    ...(v.isCausal ? [make("h3", heading)] : []),
    ...cards,
    ...(missing.length ? [make("p", `Not written here: ${missing.join(", ")}`, { class: "quiet" })] : []),
  );
  tell(v, v.isCausal ? `${edgeLabel(v, place)}. ${howMany(edge.claims.length, "claim")} in the details.` : edgeLabel(v, place));
}

function claimCard(v, id) {
  const claim = v.data.claims[id];
  const isLeft = v.filters.size > 0 && !passes(v, claim);
  const rows = [
    ["Sign", SIGN_WORDS[claim.sign]],
    ["Context", claim.context || "not stated"],
    ["Certainty", claim.certainty.replaceAll("_", " ") + (claim.background ? ", background: no source states it" : "")],
    ["Stands in", claim.where],
    ["Note", claim.note],
  ].filter(([, value]) => value);
  const list = make("dl", "", { class: "facts" }, rows.flatMap(([label, value]) => [make("dt", label), make("dd", value, { dir: "auto" })]));
  list.append(...backing(v, claim));
  return make("article", "", { class: "claim", "aria-label": `Claim ${id}` }, [
    make("h4", id), ...(claim.retracted ? [make("p", "every work behind it was retracted: it enters no sign here", { class: "badge" })] : []), ...(isLeft ? [make("p", "not among what is shown only", { class: "badge" })] : []),
    make("p", claim.says, { dir: "auto" }), ...v.link("claim", id, "Its page"), list,
  ]);
}

// What a claim cites, with the verdict on each, and the works that truly stand behind it, with their status.
function backing(v, claim) {
  const { references, publications } = v.data;
  const cited = claim.numbers.map((number, place) => {
    const id = `${claim.source}/${number}`;
    return `[${claim.citations[place]}]${Object.hasOwn(references, id) ? ` ${references[id]}` : ""}`;
  });
  const works = claim.publications.map((word) => {
    const id = word.slice(0, word.lastIndexOf(" ("));
    return Object.hasOwn(publications, id) ? `${word} ${publications[id]}` : word;
  });
  const groups = [["Cites, as printed", cited], ["Publications", works], ["Rests on", claim.reference ? [claim.reference] : []]];
  const shown = groups.filter(([, values]) => values.length);
  if (!shown.length) return [make("dt", "Cites"), make("dd", "nothing")];
  return shown.flatMap(([label, values]) => [make("dt", label), ...values.map((value) => make("dd", value, { dir: "auto" }))]);
}
