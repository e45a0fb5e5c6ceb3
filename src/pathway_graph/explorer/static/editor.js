// The editor: a plain textarea, with the same text in colour behind it, and what is wrong underlined at its place.
"use strict";

const editor = (() => {
  const field = document.getElementById("text");
  const frame = field.parentElement;
  const layer = document.createElement("pre");
  const names = JSON.parse(document.getElementById("schema").textContent);
  const TOKEN = /(\s+|\/\/[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$))|([\p{L}_][\p{L}\p{N}_]*)|('(?:[^'\\]|\\[\s\S])*'?|"(?:[^"\\]|\\[\s\S])*"?)|(\d[\w.]*|\.\d\w*)|(`(?:[^`]|``)*`?)|(\$(?:[\p{L}\p{N}_]+|`(?:[^`]|``)*`)?)|(\.\.|<=|>=|<>|!=|=~|\+=|\|\||[\s\S])/gu;
  const KINDS = ["space", "word", "text", "number", "name", "parameter", "sign"];
  const WORDS = new Set(`ALL AND ANY AS ASC ASCENDING BY CALL CASE CONTAINS COUNT CYPHER DESC DESCENDING DISTINCT ELSE
    END ENDS EXISTS EXPLAIN FALSE IN IS LIMIT MATCH NONE NOT NULL OFFSET ON OPTIONAL OR ORDER PROFILE REDUCE RETURN
    SHOW SINGLE SKIP STARTS THEN TRUE UNION UNWIND WHEN WHERE WITH XOR YIELD`.split(/\s+/));
  const functions = new Set(names.functions.map((one) => one.name.toLowerCase()));
  let marks = [];

  layer.className = "layer";
  layer.setAttribute("aria-hidden", "true");
  frame.append(layer);
  frame.classList.add("alive");

  // Pieces of a text, each with what it is: a label, a property, a word of the language.
  function read(text) {
    const found = [];
    for (const match of text.matchAll(TOKEN)) {
      const kind = KINDS[match.slice(1).findIndex((part) => part !== undefined)];
      found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length, as: kind });
    }
    const told = found.filter((one) => one.kind !== "space");
    const open = [];
    let isLabel = false;
    told.forEach((one, at) => {
      const before = told[at - 1];
      const next = told[at + 1];
      one.open = open[open.length - 1];
      if ("([{".includes(one.text)) open.push({ sign: one.text, at });
      else if (")]}".includes(one.text)) open.pop();
      const inside = one.open?.sign;
      if (one.text === ":" && inside !== "{") isLabel = true;
      else if (isLabel && !["word", "name"].includes(one.kind) && !"|&!:%".includes(one.text)) isLabel = false;
      else if (isLabel && ["word", "name"].includes(before?.kind)) isLabel = false;
      one.inLabel = isLabel;
      if (one.kind !== "word" && one.kind !== "name") return;
      if (isLabel) one.as = inside === "[" ? "type" : "label";
      else if (before?.text === "." || (inside === "{" && next?.text === ":")) one.as = "key";
      else if (one.kind === "name") return;
      else if (next?.text === "(" && functions.has(one.text.toLowerCase())) one.as = "function";
      else if (!WORDS.has(one.text.toUpperCase())) one.as = "variable";
    });
    for (const one of found) if (one.kind === "space" && one.text.trim()) one.as = "comment";
    return { found, told };
  }

  function paint() {
    const { found } = read(field.value);
    const pieces = found.map((one) => {
      const mark = marks.find((wanted) => wanted.at >= one.start && wanted.at < one.end);
      const plain = ["space", "sign", "variable", "name"].includes(one.as);
      if (plain && !mark) return one.text;
      const piece = document.createElement("span");
      piece.className = `${plain ? "" : one.as} ${mark ? mark.kind : ""}`.trim();
      piece.textContent = one.text;
      return piece;
    });
    if (marks.some((mark) => mark.at >= field.value.length)) {
      const end = document.createElement("span");
      end.className = "wrong";
      end.textContent = "  ";
      pieces.push(end);
    }
    layer.replaceChildren(...pieces, "\n ");
  }

  // A message "line 2, column 8: …" counts characters; here they are counted as the browser does.
  function placeOf(message) {
    const said = /^line (\d+), column (\d+): /.exec(message);
    if (!said) return -1;
    const lines = field.value.split("\n");
    const before = lines.slice(0, said[1] - 1).reduce((sum, line) => sum + line.length + 1, 0);
    return before + [...(lines[said[1] - 1] || "")].slice(0, said[2] - 1).join("").length;
  }

  function mark(messages) {
    marks = messages.map(({ text, kind }) => ({ at: placeOf(text), kind })).filter(({ at }) => at >= 0);
    if (marks.some(({ kind }) => kind === "wrong")) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    paint();
  }

  function go(at) {
    field.focus();
    field.setSelectionRange(at, at);
    said();
  }

  // Put a text in place of what stands there, so that undoing works.
  function put(text, start = field.selectionStart, end = field.selectionEnd) {
    field.focus();
    field.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Where a character stands on the screen, within the frame.
  function rectOf(at) {
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    let left = at;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (left <= node.length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, Math.min(left + 1, node.length));
        return range.getBoundingClientRect();
      }
      left -= node.length;
    }
    return layer.getBoundingClientRect();
  }

  function said() {
    const before = field.value.slice(0, field.selectionStart).split("\n");
    document.getElementById("place").textContent = `Line ${before.length}, column ${[...before.pop()].length + 1}.`;
  }

  field.addEventListener("input", () => { marks = []; paint(); });
  document.addEventListener("selectionchange", () => { if (document.activeElement === field) said(); });
  paint();
  return { field, frame, names, WORDS, read, mark, placeOf, go, put, rectOf };
})();
