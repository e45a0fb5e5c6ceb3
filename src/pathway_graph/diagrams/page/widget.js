// In a notebook: the viewer in the place of a widget; what is chosen goes to Python, what is highlighted comes from it.

let views = 0;
const NAMING = ["id", "for", "aria-controls", "aria-labelledby", "aria-describedby", "data-prefix"];

// A widget may be shown in several cells: each has names of its own, as a page must.
function rename(root) {
  const was = root.dataset.prefix, is = `${was}v${views += 1}-`;
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const name of NAMING) {
      const value = element.getAttribute(name);
      if (value?.startsWith(was)) element.setAttribute(name, is + value.slice(was.length));
    }
  }
}

function render({ model, el }) {
  let v = null;
  const build = () => {
    const page = new DOMParser().parseFromString(model.get("piece"), "text/html");
    el.replaceChildren(...[...page.body.children].map((child) => document.importNode(child, true)));
    const root = el.querySelector(".pg-viewer");
    rename(root);
    root.style.setProperty("--viewer-height", `${model.get("height_px")}px`);
    v = null;
    seen.observe(root);
  };
  const begin = (root) => {
    v = start(root, { isAlone: false, hasAddress: false, told });
    highlight();
    follow();
  };
  // A picture has no measures before it is shown: wait until then.
  const seen = new ResizeObserver((entries) => {
    const root = el.querySelector(".pg-viewer");
    if (v || !root || !entries.some((entry) => entry.contentRect.width > 0)) return;
    seen.disconnect();
    begin(root);
  });
  const told = (id) => {
    if (model.get("chosen") === id) return;
    model.set("chosen", id);
    model.save_changes();
  };
  const follow = () => {
    if (!v) return;
    const id = model.get("chosen"), place = v.nodes.findIndex((node) => node.id === id);
    const now = v.state.kind === "node" ? v.nodes[v.state.place].id : "";
    if (id === now) return;
    if (place >= 0) pick(v, "node", place);
    else if (!id) release(v);
  };
  const highlight = () => {
    if (!v) return;
    const wanted = new Set(model.get("highlight"));
    v.nodes.forEach((node, place) => v.nodeEls[place].classList.toggle("high", wanted.has(node.id)));
  };
  model.on("change:piece", build);
  model.on("change:chosen", follow);
  model.on("change:highlight", highlight);
  build();
  return () => { seen.disconnect(); };
}

export default { render };
