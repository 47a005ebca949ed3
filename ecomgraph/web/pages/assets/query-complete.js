// What can be completed in the editor: variables, keywords, prefixes, classes, properties, and things by their names.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el, fold } = ecomgraph;
  const MOST = 12;
  const BEFORE = /[?$][\p{L}\p{N}_]*$|[\p{L}_][\p{L}\p{N}_-]*:[\p{L}\p{N}_.-]*$|[\p{L}_][\p{L}\p{N}_-]*$/u;

  // What is being typed in front of the caret: {text, from, type}, null in comments, strings and IRIs. After "a", a class is
  // wanted.
  function typing(text, caret) {
    const before = text.slice(0, caret);
    const parts = ecomgraph.sparql.tokens(before);
    const last = parts.at(-1);
    const closed = last && (/^(["'])[^]*\1$/.test(last.text) && last.text.length > 1);
    if (last && (["comment", "iri", "language"].includes(last.kind) || (last.kind === "string" && !closed))) {
      return null;
    }
    const found = BEFORE.exec(before)?.[0] || "";
    const words = parts.filter((it) => it.at < caret - found.length && it.text.trim());
    return { text: found, from: caret - found.length, type: words.at(-1)?.text === "a" };
  }

  // How well a candidate fits: 0 its name begins so, 1 a word in it does, 2 it is in there, -1 not at all.
  function fit(wanted, name, label) {
    const [plain, words] = [fold(name), fold(label)];
    const local = plain.slice(plain.indexOf(":") + 1);
    if (plain.startsWith(wanted) || local.startsWith(wanted)) {
      return 0;
    }
    if (` ${words}`.includes(` ${wanted}`)) {
      return 1;
    }
    return wanted.length > 2 && (local.includes(wanted) || words.includes(wanted)) ? 2 : -1;
  }

  // How a thing is written: with a prefix where one fits, else as an IRI.
  function written(iri, prefixes) {
    const cut = Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1;
    const local = iri.slice(cut);
    const prefix = Object.keys(prefixes).find((it) => prefixes[it] === iri.slice(0, cut));
    return prefix && /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*)$/u.test(local) ? `${prefix}:${local}` : `<${iri}>`;
  }

  // Suggestions for what is typed at a place, best first: [{insert, label, kind}].
  async function suggestions(text, caret, { terms, prefixes, things }) {
    const typed = typing(text, caret);
    if (!typed || (!typed.text && !typed.type)) {
      return { from: caret, items: [] };
    }
    const wanted = fold(typed.text);
    if (/^[?$]/.test(typed.text)) {
      const names = new Set(ecomgraph.sparql.tokens(text).filter((it) => it.kind === "variable" && it.at !== typed.from).map((it) => it.text));
      const items = [...names].filter((name) => fold(name).startsWith(wanted) && name !== typed.text).sort();
      return { from: typed.from, items: items.slice(0, MOST).map((name) => ({ insert: name, label: "", kind: "variable" })) };
    }
    const found = [];
    const offer = (order, insert, label, kind) => {
      const how = fit(wanted, insert, label);
      if (how >= 0 && insert !== typed.text) {
        found.push({ insert, label, kind, rank: how * 10 + order });
      }
    };
    terms.forEach(([name, kind, label]) => offer(typed.type === (kind === "class") ? 0 : 2, name, label, kind));
    if (typed.text && !typed.type) {
      ecomgraph.sparql.KEYWORDS.forEach((word) => fold(word).startsWith(wanted) && offer(1, word, "", "keyword"));
      ecomgraph.sparql.FUNCTIONS.forEach((word) => fold(word).startsWith(wanted) && offer(3, `${word}(`, "", "function"));
      Object.entries(prefixes).forEach(([prefix, iri]) => prefix.startsWith(wanted) && offer(2, `${prefix}:`, iri, "prefix"));
      if (wanted.length > 1) {
        const space = typed.text.includes(":") ? prefixes[typed.text.split(":")[0]] : "";
        for (const [iri, thing] of await things()) {
          if (space === "" || (space && iri.startsWith(space))) {
            const how = space ? fit(wanted, written(iri, prefixes), thing.label) : fit(wanted, "", thing.label);
            if (how >= 0 && written(iri, prefixes) !== typed.text) {
              found.push({ insert: written(iri, prefixes), label: thing.label, kind: thing.kind, rank: how * 10 + 4 });
            }
          }
        }
      }
    }
    found.sort((a, b) => a.rank - b.rank || a.insert.length - b.insert.length || (a.insert < b.insert ? -1 : 1));
    return { from: typed.from, items: found.slice(0, MOST) };
  }

  // Where a character of a text field is, from its top left corner; its lines do not wrap and its letters are of one width.
  function placeOf(area, at) {
    const style = getComputedStyle(area);
    const lines = area.value.slice(0, at).split("\n");
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const left = pen.measureText(lines.at(-1).replaceAll("\t", "  ")).width + parseFloat(style.paddingLeft) - area.scrollLeft;
    const top = lines.length * parseFloat(style.lineHeight) + parseFloat(style.paddingTop) - area.scrollTop;
    return { left: area.offsetLeft + left, top: area.offsetTop + top };
  }

  // A list of suggestions under the caret. Nothing is chosen until an arrow key, Ctrl+Space or Tab says so: Enter keeps
  // breaking lines.
  function completion(area, sources, replaced) {
    const id = "completions";
    const list = el("ul", { id, class: "options completions", role: "listbox", "aria-label": "Completions", hidden: true });
    let state = { from: 0, items: [] };
    let active = -1;
    let turn = 0;
    area.setAttribute("aria-autocomplete", "list");
    area.after(list);

    function close() {
      turn += 1;
      active = -1;
      list.hidden = true;
      area.removeAttribute("aria-activedescendant");
      area.removeAttribute("aria-controls");
    }

    function mark(number) {
      active = number;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      const option = list.children[number];
      if (option) {
        area.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        area.removeAttribute("aria-activedescendant");
      }
    }

    function choose(item) {
      const { from } = state;
      close();
      area.focus();
      area.setRangeText(item.insert, from, area.selectionStart, "end");
      replaced();
    }

    async function open(chosen) {
      const mine = (turn += 1);
      const found = await suggestions(area.value, area.selectionStart, sources);
      if (mine !== turn || document.activeElement !== area) {
        return;
      }
      state = found;
      if (found.items.length === 0) {
        close();
        return;
      }
      list.replaceChildren(
        ...found.items.map((item, at) =>
          el(
            "li",
            { id: `${id}-${at}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(item) },
            el("span", {}, el("code", {}, item.insert), item.label && el("span", { class: "kind" }, ` ${item.label}`)),
            el("span", { class: "kind" }, item.kind),
          ),
        ),
      );
      const { left, top } = placeOf(area, found.from);
      list.hidden = false;
      list.style.top = `${top}px`;
      list.style.left = `${Math.max(0, Math.min(left, area.offsetLeft + area.offsetWidth - list.offsetWidth))}px`;
      area.setAttribute("aria-controls", id);
      mark(chosen ? 0 : -1);
      ecomgraph.announce(ecomgraph.count(found.items.length, "completion"));
    }

    // Whether a key was for the list.
    function key(event) {
      if (event.key === " " && event.ctrlKey) {
        open(true);
        return true;
      }
      if (list.hidden || event.ctrlKey || event.metaKey || event.altKey) {
        return false;
      }
      const { items } = state;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(active < 0 ? (step > 0 ? 0 : items.length - 1) : (active + step + items.length) % items.length);
        return true;
      }
      if (event.key === "Escape") {
        close();
        return true;
      }
      if ((event.key === "Enter" && active >= 0) || (event.key === "Tab" && !event.shiftKey)) {
        choose(items[Math.max(active, 0)]);
        return true;
      }
      if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Enter"].includes(event.key)) {
        close();
      }
      return false;
    }

    area.addEventListener("input", (event) => {
      const typed = typing(area.value, area.selectionStart)?.text || "";
      const wanted = /^[?$]./.test(typed) || typed.includes(":") || typed.length > 1;
      if (wanted && event.inputType?.startsWith("insertText")) {
        open(false);
      } else {
        close();
      }
    });
    area.addEventListener("blur", close);
    area.addEventListener("scroll", close);
    area.addEventListener("click", close);
    return { key };
  }

  ecomgraph.completion = { completion, suggestions };
})();
