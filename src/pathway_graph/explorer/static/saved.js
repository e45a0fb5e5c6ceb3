// Queries that this browser keeps: those that were run, and those that were given a name; as text to take along.
"use strict";

(() => {
  const MOST = 50;
  const at = (id) => document.getElementById(id);
  const store = {
    get(name) {
      try {
        const found = JSON.parse(localStorage.getItem(`pathway-graph.${name}`) || "[]");
        return Array.isArray(found) ? found.filter((one) => typeof one?.fields?.text === "string") : [];
      } catch {
        return [];
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(`pathway-graph.${name}`, JSON.stringify(value));
        return true;
      } catch {
        said("This browser keeps nothing; export them as text.");
        return false;
      }
    },
  };
  const said = (text) => { at("saved-said").textContent = text; };

  function button(text, label, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", press);
    return made;
  }

  function shown(text) {
    const made = document.createElement("pre");
    made.textContent = text;
    return made;
  }

  function showPast() {
    at("past-list").replaceChildren(...store.get("past").map((one) => {
      const item = document.createElement("li");
      const values = Object.entries(one.fields).filter(([name]) => name.startsWith("p.")).map(([name, value]) => `$${name.slice(2)} = ${value}`);
      item.append(button(new Date(one.when).toLocaleString(), "", () => asking.load(one.fields)), shown([one.fields.text, ...values].join("\n")));
      return item;
    }));
  }

  function showSaved() {
    at("saved-list").replaceChildren(...store.get("saved").map((one) => {
      const item = document.createElement("li");
      item.append(
        button(one.name, "", () => { asking.load(one.fields); at("save-name").value = one.name; }), " ",
        button("Delete", `Delete ${one.name}`, () => {
          store.set("saved", store.get("saved").filter((other) => other.name !== one.name));
          showSaved();
          said(`${one.name} deleted`);
        }),
        shown(one.fields.text),
      );
      return item;
    }));
  }

  function keep(name, fields) {
    const others = store.get("saved").filter((one) => one.name !== name);
    return store.set("saved", [...others, { name, fields }].sort((a, b) => a.name.localeCompare(b.name)));
  }

  const plain = (name) => name.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  // As the library writes its files: "// name:", a sentence, "// param NAME: TYPE = VALUE", and the text.
  function asText(one) {
    const lines = Object.entries(one.fields).filter(([name]) => name.startsWith("p.")).map(([name, value]) => {
      const wanted = one.fields[`t.${name.slice(2)}`] || "text";
      const type = wanted === "number" && /^[+-]?\d+$/.test(value.trim()) ? "integer" : wanted;
      return `// param ${name.slice(2)}: ${type} = ${value.replace(/\s*\n\s*/g, " ")}`;
    });
    return [`// name: ${one.name}`, `// Own query ${one.name}.`, ...lines, one.fields.text.trim(), ""].join("\n");
  }

  function fromText(text) {
    return text.replace(/\r\n?/g, "\n").split(/^(?=\/\/ name: )/m).flatMap((part) => {
      const [head, ...lines] = part.split("\n");
      const name = /^\/\/ name: (.+)$/.exec(head);
      if (!name) return [];
      const fields = {};
      let at = 0;
      for (; at < lines.length && lines[at].startsWith("//"); at += 1) {
        const param = /^\/\/ param (\w+): (\w+) = (.*?)(?: -- .+)?$/.exec(lines[at]);
        if (param) {
          fields[`p.${param[1]}`] = param[3];
          fields[`t.${param[1]}`] = param[2] === "integer" ? "number" : param[2];
        }
      }
      const query = lines.slice(at).join("\n").trim();
      return query && plain(name[1]) ? [{ name: plain(name[1]), fields: { text: query, ...fields } }] : [];
    });
  }

  asking.onRun((fields) => {
    const others = store.get("past").filter((one) => JSON.stringify(one.fields) !== JSON.stringify(fields));
    store.set("past", [{ when: Date.now(), fields }, ...others].slice(0, MOST));
    showPast();
  });
  completion.offerMore(() => store.get("saved").map((one) => ({ text: one.name, note: "saved query", fields: one.fields })));
  at("save").addEventListener("click", () => {
    const name = plain(at("save-name").value);
    if (!name) {
      said("Give it a name.");
      at("save-name").focus();
    } else if (keep(name, Object.fromEntries(asking.fields()))) {
      said(`saved as ${name}`);
      showSaved();
    }
  });
  at("forget").addEventListener("click", () => { store.set("past", []); showPast(); });
  at("export").addEventListener("click", () => {
    const all = store.get("saved");
    if (!all.length) return said("There is nothing to export.");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([all.map(asText).join("\n")], { type: "text/plain" }));
    link.download = "queries.cypher";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    said(`${all.length} exported`);
  });
  at("import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const found = fromText(await file.text());
    const kept = found.filter((one) => keep(one.name, one.fields));
    said(kept.length ? `${kept.length} imported` : "No query in it begins with a line // name: …");
    event.target.value = "";
    showSaved();
  });
  for (const place of document.querySelectorAll("[data-insert]")) {
    place.disabled = false;
    place.addEventListener("click", () => editor.put(place.dataset.insert));
  }
  for (const place of document.querySelectorAll(".names")) {
    place.addEventListener("toggle", () => {
      const keys = place.querySelector(".keys");
      keys.replaceChildren(...keys.textContent.split(/[, ]+/).filter(Boolean).map((key) => {
        const made = button(key, "", () => editor.put(key));
        made.className = "name";
        return made;
      }).flatMap((made) => [made, " "]));
    }, { once: true });
  }
  at("library").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-fields]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    asking.load(JSON.parse(link.dataset.fields));
  });
  at("saved").hidden = at("past").hidden = false;
  showPast();
  showSaved();
})();
