// Light and dark: a picture is drawn for white paper, so on a dark page its lines and letters grow light.

function setTheme(v, theme) {
  v.theme = theme;
  v.root.dataset.theme = theme;
  v.part("theme").setAttribute("aria-pressed", String(theme === "dark"));
  if (document.body.classList.contains("pg-page")) document.documentElement.dataset.theme = theme;
  if (theme === "dark" && !v.isInked) ink(v);
}

function prepareTheme(v) {
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => ("jpThemeLight" in document.body.dataset ? document.body.dataset.jpThemeLight === "false" : prefers.matches); // Jupyter says
  const follow = () => { if (!v.isThemeChosen) setTheme(v, isDark() ? "dark" : "light"); };
  prefers.addEventListener("change", follow);
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  follow();
  v.part("theme").addEventListener("click", () => {
    v.isThemeChosen = true;
    setTheme(v, v.theme === "dark" ? "light" : "dark");
    noteAddress(v);
  });
}

// Writes the dark colours beside the light ones; the style sheet says which count. Filled nodes keep their ink.
function ink(v) {
  v.isInked = true;
  for (const svg of v.root.querySelectorAll(".picture > svg, .legend svg")) inkSvg(svg);
}

function inkSvg(svg) {
  const set = (element, name, colour) => {
    element.style.setProperty(`--dark-${name}`, colour);
    element.classList.add(`dark-${name}`);
  };
  const each = (element, name, change) => {
    const value = element.getAttribute(name);
    if (value && value !== "none" && value !== "transparent") set(element, name, change(value));
  };
  for (const group of svg.querySelectorAll(".cluster, .edge, .node, .graph > polygon, .graph > path, .graph > text")) {
    const isFrame = group.matches(".cluster, .node:not([id])") && group.closest(".picture");
    const isNode = group.matches(".node") && !isFrame, isBare = group.matches(".bare");
    const parts = group.matches("g") ? group.querySelectorAll("path, polygon, polyline, ellipse, rect, circle, text") : [group];
    let isFirst = true;
    for (const part of parts) {
      if (part.matches(".hit")) continue;
      const isText = part.tagName === "text";
      if (isNode && !isBare) {
        if (isFirst && !isText) { each(part, "stroke", lightened); each(part, "fill", softened); }
        if (!isText) isFirst = false;
      } else if (isFrame) { each(part, "stroke", lightened); each(part, "fill", isText ? lightened : darkened); }
      else { each(part, "stroke", lightened); each(part, "fill", isText ? lightened : lineOrGround); }
    }
  }
}

const BRUSH = { context: null, known: new Map() };

// Hue, saturation, lightness of any colour that SVG may name.
function hsl(colour) {
  if (BRUSH.known.has(colour)) return BRUSH.known.get(colour);
  BRUSH.context ||= document.createElement("canvas").getContext("2d");
  BRUSH.context.fillStyle = "#000000";
  BRUSH.context.fillStyle = colour;
  const [r, g, b] = [1, 3, 5].map((from) => parseInt(BRUSH.context.fillStyle.slice(from, from + 2), 16) / 255);
  const most = Math.max(r, g, b), least = Math.min(r, g, b), spread = most - least, light = (most + least) / 2;
  const hue = !spread ? 0 : most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  const found = [hue * 60, spread ? spread / (1 - Math.abs(2 * light - 1)) : 0, light];
  BRUSH.known.set(colour, found);
  return found;
}

function written_hsl([hue, saturation, light]) { return `hsl(${hue.toFixed(0)} ${(saturation * 100).toFixed(0)}% ${(light * 100).toFixed(0)}%)`; }

function luminance(colour) {
  const [hue, saturation, light] = hsl(colour);
  const part = (n) => {
    const k = (n + hue / 30) % 12, value = light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(0) + 0.7152 * part(8) + 0.0722 * part(4);
}

// A line or a letter: grey is turned round, a colour made light enough to be seen on the dark page.
function lightened(colour) {
  const [hue, saturation, light] = hsl(colour);
  if (saturation < 0.12) return written_hsl([hue, saturation, Math.max(0.45, 0.92 - 0.5 * light)]);
  let raised = Math.max(light, 0.45);
  while (raised < 0.9 && luminance(written_hsl([hue, saturation, raised])) < 0.3) raised += 0.02;
  return written_hsl([hue, Math.min(saturation, 0.9), raised]);
}

function darkened(colour) {
  const [hue, saturation, light] = hsl(colour);
  return written_hsl([hue, Math.min(saturation, 0.3), 0.13 + 0.5 * (1 - light)]);
}

function softened(colour) { return hsl(colour)[2] > 0.98 ? "#eceff2" : colour; }

function lineOrGround(colour) { return hsl(colour)[2] > 0.9 ? darkened(colour) : lightened(colour); }
