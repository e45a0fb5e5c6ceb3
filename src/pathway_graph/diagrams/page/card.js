// The card beside the pointer: what a node or an arrow is, before it is chosen.

const CARD_MS = 120;

function prepareCard(v) {
  let timer = 0;
  const over = (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    clearTimeout(timer);
    const [kind, place] = thing(v, event.target);
    if (!kind) { hideCard(v); return; }
    if (v.carded === elementOf(v, kind, place)) return;
    timer = setTimeout(() => showCard(v, kind, place, event.clientX, event.clientY), CARD_MS);
  };
  v.svg.addEventListener("pointerover", over);
  v.svg.addEventListener("pointerdown", () => clearTimeout(timer));
  v.svg.addEventListener("pointerleave", () => { clearTimeout(timer); hideCard(v); });
  v.part("picture").addEventListener("focusin", (event) => {
    const [kind, place] = thing(v, event.target);
    if (!kind || !event.target.matches(":focus-visible")) return;
    const box = event.target.getBoundingClientRect();
    showCard(v, kind, place, (box.left + box.right) / 2, box.bottom);
  });
  v.part("picture").addEventListener("focusout", () => hideCard(v));
}

function hideCard(v) {
  v.carded = null;
  v.part("card").hidden = true;
}

function showCard(v, kind, place, x, y) {
  const card = v.part("card"), stage = v.part("picture").getBoundingClientRect();
  card.replaceChildren(...(kind === "node" ? nodeCard(v, place) : edgeCard(v, place)));
  card.hidden = false;
  v.carded = elementOf(v, kind, place);
  const size = card.getBoundingClientRect();
  const left = x - stage.left + 16, top = y - stage.top + 16;
  card.style.left = `${Math.max(4, left + size.width > stage.width ? left - size.width - 32 : left)}px`;
  card.style.top = `${Math.max(4, top + size.height > stage.height ? top - size.height - 32 : top)}px`;
}

function nodeCard(v, place) {
  const node = v.nodes[place];
  const arrows = v.arrowsOf[place].filter((index) => !v.isOff[index]);
  const ways = [["Acted on", (edge) => edge.target === place], ["Acts", (edge) => edge.source === place]];
  const claims = new Set([...node.claims, ...arrows.flatMap((index) => v.edges[index].claims)]);
  const ids = node.facts.filter(([label]) => label === "Identifier").flatMap(([, values]) => values);
  return [
    make("strong", node.name, { dir: "auto" }),
    make("span", node.what),
    make("span", ids.join(", "), { class: "quiet" }),
    ...ways.flatMap(([words, isOne]) => {
      const signs = signCounts(arrows.map((index) => v.edges[index]).filter(isOne));
      return signs ? [make("span", `${words}: ${signs}`)] : [];
    }),
    make("span", howMany(claims.size, "claim")),
    ...node.badges.map((badge) => make("span", badge)),
  ];
}

function signCounts(edges) {
  const words = [["1", "raises"], ["-1", "lowers"], ["0", "without direction"], ["null", "not causal"]];
  return words.flatMap(([sign, word]) => {
    const count = edges.filter((edge) => String(edge.sign) === sign).length;
    return count ? [`${count} ${word}`] : [];
  }).join(", ");
}

function edgeCard(v, place) {
  const edge = v.edges[place];
  return [
    make("strong", edgeWords(v, edge), { dir: "auto" }),
    make("span", [SIGN_WORDS[edge.sign], ...edge.marks].join("; ")),
    ...(v.words[place] ? [make("span", v.words[place], { class: "quiet" })] : []),
    make("span", edge.claims.length ? `${howMany(edge.claims.length, "claim")}: ${edge.claims.slice(0, 6).join(", ")}${edge.claims.length > 6 ? " \u2026" : ""}` : "no claim"),
  ];
}
