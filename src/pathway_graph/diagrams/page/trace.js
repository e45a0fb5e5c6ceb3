// Signed routes over the drawn edges, as `pathway_graph.trace` finds them: the sign of a route is the product of its
// edges' signs, a route meets no gene twice except from form to form, and routes on a hypothesis stand apart.

const MAX_STEPS = 8;
const MAX_ROUTES = 20000;
const MOST_ROUTES = 12; // written out between two nodes

// Whether the route that ends in *last* would meet a gene again that it had left, or a node again.
function repeats(nodes, last, there) {
  const gene = nodes[there].gene;
  if (gene === nodes[last.node].gene) {
    for (let hop = last; hop; hop = hop.before) if (hop.node === there) return true;
    return false;
  }
  for (let hop = last; hop; hop = hop.before) if (nodes[hop.node].gene === gene) return true;
  return false;
}

function netSign(counts) {
  if (counts.raise && counts.lower) return "ambiguous";
  return counts.raise ? "+1" : counts.lower ? "-1" : "0";
}

// Returns {ends: Map(node -> {steps, sign, counts, isApart}), edges: Map(edge -> isApart), isCut, routes}; with *only*
// the edges and the first routes are those that end there.
function trace(nodes, edges, start, direction, only = null, most = MAX_STEPS) {
  const back = direction === "upstream";
  const next = nodes.map(() => []);
  edges.forEach((edge, place) => {
    if (edge.sign !== null) next[back ? edge.target : edge.source].push(place);
  });
  const ends = new Map();
  const lit = new Map();
  const found = [];
  let queue = [{ node: start, sign: 1, isApart: false, steps: 0, before: null, edge: -1 }];
  let routes = 0;
  let isCut = false;
  while (queue.length && !isCut) {
    const following = [];
    for (const last of queue) {
      for (const place of next[last.node]) {
        const edge = edges[place];
        const there = back ? edge.source : edge.target;
        if (there === start || repeats(nodes, last, there)) continue;
        if (routes === MAX_ROUTES) { isCut = true; break; }
        routes += 1;
        const hop = { node: there, sign: last.sign * edge.sign, isApart: last.isApart || edge.hypothesis,
          steps: last.steps + 1, before: last, edge: place };
        count(ends, hop);
        if (only === null || only === there) lightUp(lit, hop);
        if (only === there && found.length < MOST_ROUTES) found.push(hop);
        if (only !== there && hop.steps < most) following.push(hop);
      }
      if (isCut) break;
    }
    queue = following;
  }
  for (const end of ends.values()) {
    end.isApart = !end.asserted.routes;
    end.counts = end.isApart ? end.apart : end.asserted;
    end.sign = netSign(end.counts);
    end.steps = end.counts.steps;
  }
  return { ends, edges: lit, isCut, routes: found };
}

function lightUp(lit, hop) {
  for (let one = hop; one.before; one = one.before) {
    if (!hop.isApart) lit.set(one.edge, false);
    else if (!lit.has(one.edge)) lit.set(one.edge, true);
  }
}

function count(ends, hop) {
  if (!ends.has(hop.node)) {
    const none = () => ({ routes: 0, raise: 0, lower: 0, unsigned: 0, steps: 0 });
    ends.set(hop.node, { asserted: none(), apart: none() });
  }
  const counts = ends.get(hop.node)[hop.isApart ? "apart" : "asserted"];
  counts.routes += 1;
  counts[hop.sign > 0 ? "raise" : hop.sign < 0 ? "lower" : "unsigned"] += 1;
  if (!counts.steps) counts.steps = hop.steps;
}
