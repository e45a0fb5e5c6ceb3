// What makes pages handier and none of them needs: tables to copy, menus that close, empty fields left out of addresses.
"use strict";

for (const place of document.querySelectorAll("div.table")) {
  const bar = place.querySelector(".exports");
  const table = place.querySelector("table");
  if (bar && table) bar.append(copyButton(table));
}

function copyButton(table) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.textContent = "Copy";
  button.title = "Copy the rows shown, for a spreadsheet";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const rows = [...table.rows].map((row) => [...row.cells].map(cellText).join("\t"));
    try {
      await navigator.clipboard.writeText(rows.join("\n"));
      said.textContent = `${howMany(rows.length - 1, "row")} copied`;
    } catch {
      getSelection().selectAllChildren(table);
      said.textContent = "selected; copy by keyboard";
    }
  });
  const both = document.createElement("span");
  both.append(button, " ", said);
  return both;
}

// A number with its word: 1 row, 2 rows.
function howMany(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function cellText(cell) {
  const text = cell.innerText.replace(/\s+/g, " ").trim();
  return /^[=+@]|^-(?![\d.])/.test(text) ? `'${text}` : text; // no formula for a spreadsheet
}

const menus = [...document.querySelectorAll(".menu details")];
for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (menu.open) menus.filter((other) => other !== menu).forEach((other) => { other.open = false; });
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
document.addEventListener("click", (event) => {
  menus.filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
});

for (const form of document.querySelectorAll('form:not([method="post"])')) {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    empty.forEach((field) => { field.disabled = true; });
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }), 0);
  });
}

for (const place of document.querySelectorAll(".later[data-drawing]")) {
  draw(place);
}

async function draw(place) {
  place.classList.add("drawing");
  place.setAttribute("aria-busy", "true");
  place.querySelector("p").textContent = "Drawing …";
  let said = "No drawing: the explorer does not answer.";
  try {
    const answer = await fetch(place.dataset.drawing);
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = answer.ok && piece.querySelector("figure.view, .note");
    if (found) {
      place.replaceWith(found);
      if (found.matches("figure")) start();
      return;
    }
    const alert = piece.querySelector("[role=alert]");
    said = `No drawing: ${alert ? alert.textContent : `the explorer answered ${answer.status}`}`;
  } catch {
    // it left, or the page is left
  }
  place.removeAttribute("aria-busy");
  place.querySelector("p").textContent = said;
}

function start() {
  const script = document.createElement("script");
  script.src = "/viewer.js";
  document.body.append(script);
}
