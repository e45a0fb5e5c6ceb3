// What is seen as a file, the link to it, and the layout that dragging made.

const SEEN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity", "stroke-opacity", "font-size", "font-weight"];
const PNG_DPI_FACTOR = 3;
const MOST_PIXELS = 8000;

// A copy of the picture that looks the same without our style sheet.
function pictureSeen(v) {
  settle(v);
  const copy = v.svg.cloneNode(true), originals = v.svg.querySelectorAll("*"), copies = copy.querySelectorAll("*");
  const gone = [];
  originals.forEach((original, place) => {
    const look = getComputedStyle(original), element = copies[place];
    if (look.display === "none" || original.matches(".hit, title")) { gone.push(element); return; }
    if (original.tagName === "g") { if (look.opacity !== "1") element.setAttribute("opacity", look.opacity); }
    else for (const name of SEEN) {
      const value = look.getPropertyValue(name);
      if (value && value !== DEFAULTS[name]) element.setAttribute(name, value);
      else if (element.hasAttribute(name)) element.setAttribute(name, value || "none");
    }
    for (const name of ["tabindex", "role", "aria-pressed", "aria-label", "aria-hidden", "style"]) element.removeAttribute(name);
  });
  gone.forEach((element) => element.remove());
  for (const name of ["style", "data-small", "role", "class"]) copy.removeAttribute(name);
  const { x, y, width, height } = v.view, colour = getComputedStyle(v.root).backgroundColor;
  copy.setAttribute("width", `${width.toFixed(1)}pt`);
  copy.setAttribute("height", `${height.toFixed(1)}pt`);
  copy.prepend(draw("title", {}, v.title), draw("desc", {}, [...v.part("about").querySelectorAll("p")].map((one) => one.textContent).join("\n")),
    draw("rect", { x, y, width, height, fill: colour }));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

const DEFAULTS = { opacity: "1", "stroke-dasharray": "none", "stroke-linejoin": "miter", "paint-order": "normal", "stroke-opacity": "1", "font-weight": "400", stroke: "none" };

function saveFile(v, content, type, ending) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  make("a", "", { href: address, download: `${v.name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 30000);
  say(v, `Saved ${v.name}.${ending}.`);
}

function savePng(v) {
  const { text, width, height } = pictureSeen(v);
  const factor = Math.min(PNG_DPI_FACTOR * Math.max(1, v.scale), MOST_PIXELS / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const canvas = make("canvas", "", { width: Math.round(width * factor), height: Math.round(height * factor) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => (blob ? saveFile(v, blob, "image/png", "png") : say(v, "No PNG could be made; save an SVG.")), "image/png");
  };
  image.onerror = () => say(v, "No PNG could be made here; save an SVG.");
  image.src = address;
}

function copyLink(v) {
  const words = addressOf(v);
  const address = `${location.href.split("#")[0]}${words ? `#${words}` : ""}`;
  const shown = () => say(v, `The link to this view: ${address}`);
  if (navigator.clipboard) navigator.clipboard.writeText(address).then(() => say(v, "The link is copied."), shown);
  else shown();
}

// The layout --------------------------------------------------------------------------------------------------

const STORE = "pathway-graph layout ";

function spots(v) {
  return Object.fromEntries(v.nodes.map((node, place) => [node.id, centre(v.boxes[place]).map((n) => Number(n.toFixed(1)))]));
}

function keepLayout(v) {
  try {
    localStorage.setItem(STORE + v.key, JSON.stringify(spots(v)));
    say(v, "This browser keeps the layout for this picture; save it as YAML to keep it with the data.");
  } catch { say(v, "This browser keeps nothing for this page; save the layout as YAML."); }
}

function readKept(v) {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(STORE + v.key)); } catch { return; }
  if (!kept || typeof kept !== "object") return;
  v.nodes.forEach((node, place) => {
    const spot = Object.hasOwn(kept, node.id) ? kept[node.id] : null;
    if (!Array.isArray(spot) || !spot.every(Number.isFinite)) return;
    setNode(v, place, spot[0] - v.boxes[place].width / 2, spot[1] - v.boxes[place].height / 2);
  });
  v.hasMoved = true;
}

function forgetLayout(v) {
  try { localStorage.removeItem(STORE + v.key); } catch { /* nothing was kept */ }
  v.nodes.forEach((_, place) => setNode(v, place, v.home[place].x, v.home[place].y));
  v.hasMoved = false;
  moved(v);
  say(v, "The picture stands as it was drawn.");
}

// The field `places` of a diagram in a data file, read by --layout as well; a quoted string of YAML is written as JSON.
function layoutBlock(v) {
  const left = Math.min(...v.boxes.map((box) => box.x)), top = Math.min(...v.boxes.map((box) => box.y));
  const rows = v.nodes.map((node, place) => {
    const box = v.boxes[place], [x, y] = centre(box);
    const numbers = [["x", x - left], ["y", y - top], ["width", box.width], ["height", box.height]];
    return `- {node: ${JSON.stringify(node.id)}, ${numbers.map(([name, n]) => `${name}: ${n.toFixed(1)}`).join(", ")}}`;
  });
  return `places:\n${rows.join("\n")}\n`;
}

// After nodes were set: arrows, marks, names, the map, and how large the whole is.
function moved(v) {
  countPairs(v);
  refreshArrows(v, v.edges.keys());
  dropped(v);
  settle(v);
}

function dropped(v, place = null) {
  const left = Math.min(v.first[0], ...v.boxes.map((box) => box.x + v.offset[0] - 12)), top = Math.min(v.first[1], ...v.boxes.map((box) => box.y + v.offset[1] - 12));
  const right = Math.max(v.first[0] + v.first[2], ...v.boxes.map((box) => box.x + box.width + v.offset[0] + 12));
  const bottom = Math.max(v.first[1] + v.first[3], ...v.boxes.map((box) => box.y + box.height + v.offset[1] + 12));
  v.whole = [left, top, right - left, bottom - top];
  v.map.setAttribute("viewBox", v.whole.join(" "));
  v.drawMap();
  writeMap(v);
  remark(v);
  const frame = place === null ? null : v.frames.find((one) => one.members.includes(place) !== isInside(centre(v.boxes[place]), one.box));
  if (frame) say(v, `${v.nodes[place].name} ${frame.members.includes(place) ? "belongs in" : "does not belong in"} ${frame.name}; where it is drawn says nothing of where it is.`);
}

function prepareSaving(v) {
  const acts = { "save-svg": () => saveFile(v, pictureSeen(v).text, "image/svg+xml", "svg"), "save-png": () => savePng(v), link: () => copyLink(v),
    keep: () => keepLayout(v), "save-layout": () => saveFile(v, layoutBlock(v), "text/yaml", "layout.yaml"), forget: () => forgetLayout(v) };
  for (const [name, act] of Object.entries(acts)) v.part(name).addEventListener("click", () => { act(); v.part("menu").open = false; v.part("menu").querySelector("summary").focus(); });
  document.addEventListener("pointerdown", (event) => { if (!v.part("menu").contains(event.target)) v.part("menu").open = false; });
  v.part("link").hidden = !v.hasAddress;
}
