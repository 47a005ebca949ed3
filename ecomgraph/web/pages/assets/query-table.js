// Answers of queries as tables: what a cell shows, sorting, and the answer as a file.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el } = ecomgraph;
  const STEP = 500;
  const NUMERIC = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;

  const isNumber = (term) => Boolean(term && NUMERIC.test(term.datatype || "") && Number.isFinite(Number(term.value)));

  // What to call a term: things by their label, other IRIs abbreviated.
  function nameOf(term, context) {
    if (!term) {
      return "";
    }
    if (term.type === "triple") {
      const { subject, predicate, object } = term.value;
      return `<< ${[subject, predicate, object].map((part) => nameOf(part, context)).join(" ")} >>`;
    }
    if (term.type === "bnode") {
      return `_:${term.value}`;
    }
    if (term.type !== "uri") {
      return term.value;
    }
    const known = context.labels.get(term.value);
    return known ? known.label : curie(term.value, context.prefixes);
  }

  function curie(iri, prefixes) {
    const cut = Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1;
    const found = Object.keys(prefixes).find((prefix) => prefixes[prefix] === iri.slice(0, cut));
    return found && cut < iri.length ? `${found}:${iri.slice(cut)}` : iri;
  }

  // Where an IRI leads: to our page if the graph knows it, else out, if it is an address at all.
  function hrefOf(iri, context) {
    const base = context.prefixes.ecg.replace("ns#", "");
    if (context.labels.has(iri) || iri.startsWith(base)) {
      return ecomgraph.link(iri);
    }
    return /^https?:/.test(iri) ? iri : "";
  }

  function cell(term, context) {
    const text = nameOf(term, context);
    if (!term || term.type !== "uri") {
      const language = term && term["xml:lang"];
      return el("td", { class: isNumber(term) ? "number" : null, lang: language || null }, text);
    }
    const href = hrefOf(term.value, context);
    return el("td", {}, href ? el("a", { href, title: term.value, rel: "noopener noreferrer" }, text) : text);
  }

  function compare(one, other, context) {
    if (isNumber(one) && isNumber(other)) {
      return Number(one.value) - Number(other.value);
    }
    return nameOf(one, context).localeCompare(nameOf(other, context), "en", { numeric: true });
  }

  // Columns of text that say of each row what a column of IRIs shows by its labels: [[text, iri], …].
  function repeated(answer, context) {
    const rows = answer.results.bindings;
    const all = (column, type) => rows.some((row) => row[column]) && rows.every((row) => !row[column] || row[column].type === type);
    const things = answer.head.vars.filter((column) => all(column, "uri"));
    const texts = answer.head.vars.filter((column) => all(column, "literal"));
    return texts.flatMap((text) => {
      const thing = things.find((it) => rows.every((row) => nameOf(row[it], context) === (row[text]?.value ?? "")));
      return thing ? [[text, thing]] : [];
    });
  }

  // A table of which the columns sort, the first rows at once and more on demand. What one thing is called is shown once.
  function table(answer, context) {
    const twice = repeated(answer, context);
    const columns = answer.head.vars.filter((column) => !twice.some(([text]) => text === column));
    let rows = answer.results.bindings;
    let shown = STEP;
    let order = { column: null, down: false };
    const body = el("tbody");
    const more = el("button", { class: "button", type: "button", onclick: grow });
    const heads = columns.map((column) =>
      el(
        "th",
        { scope: "col", class: rows.length && rows.every((row) => isNumber(row[column])) ? "number" : null },
        el("button", { type: "button", class: "sort", onclick: () => sort(column) }, column),
      ),
    );

    function grow() {
      shown += STEP;
      fill();
    }

    function sort(column) {
      order = { column, down: order.column === column && !order.down };
      const sign = order.down ? -1 : 1;
      rows = [...answer.results.bindings].sort((a, b) => sign * compare(a[column], b[column], context));
      heads.forEach((head, at) => {
        if (columns[at] === column) {
          head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
        } else {
          head.removeAttribute("aria-sort");
        }
      });
      fill();
      ecomgraph.announce(`Sorted by ${column}, ${order.down ? "descending" : "ascending"}`);
    }

    function fill() {
      const lines = rows.slice(0, shown);
      body.replaceChildren(...lines.map((row) => el("tr", {}, columns.map((column) => cell(row[column], context)))));
      more.hidden = rows.length <= shown;
      more.textContent = `Show ${Math.min(STEP, rows.length - shown)} more of ${rows.length}`;
    }

    fill();
    const grid = el("table", {}, el("thead", {}, el("tr", {}, heads)), body);
    const frame = { class: "scroll answer-table", role: "region", "aria-label": "Rows of the answer", tabindex: "0" };
    const names = twice.map(([text, thing]) => `${text} is what ${thing} is called`);
    const note = names.length ? el("p", { class: "small soft" }, `Shown once: ${names.join(", ")}. The files have all columns.`) : null;
    return el("div", { class: "stack" }, el("div", frame, grid), more, note);
  }

  // ---------------------------------------------------------------- files

  // RFC 4180; what a spreadsheet would run as a formula gets an apostrophe, as in the exports.
  function csv(answer) {
    const quote = (term) => {
      let text = term ? (term.type === "triple" ? JSON.stringify(term.value) : term.value) : "";
      if (!isNumber(term) && /^(?:[=+\-@\t\r]|'[=+\-@\t\r])/.test(text)) {
        text = `'${text}`;
      }
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = answer.results.bindings.map((row) => answer.head.vars.map((column) => quote(row[column])).join(","));
    return [answer.head.vars.join(","), ...lines].join("\r\n") + "\r\n";
  }

  // N-Triples, a line each, as an answer with three columns.
  function fromTriples(text) {
    const bindings = [];
    for (const line of text.split("\n")) {
      const terms = [];
      let rest = line.trim();
      while (rest && rest !== ".") {
        const found = /^(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)\s*/.exec(rest);
        if (!found) {
          break;
        }
        terms.push(term(found));
        rest = rest.slice(found[0].length);
      }
      if (terms.length === 3) {
        bindings.push({ subject: terms[0], predicate: terms[1], object: terms[2] });
      }
    }
    return { head: { vars: ["subject", "predicate", "object"] }, results: { bindings } };
  }

  function term([, iri, blank, text, language, datatype]) {
    if (iri !== undefined) {
      return { type: "uri", value: unescape_(iri) };
    }
    if (blank !== undefined) {
      return { type: "bnode", value: blank };
    }
    const found = { type: "literal", value: unescape_(text) };
    if (language) {
      found["xml:lang"] = language;
    } else if (datatype) {
      found.datatype = datatype;
    }
    return found;
  }

  const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
  function unescape_(text) {
    return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (all, four, eight, one) =>
      four || eight ? String.fromCodePoint(parseInt(four || eight, 16)) : ESCAPES[one] || one,
    );
  }

  ecomgraph.answers = { cell, csv, fromTriples, hrefOf, isNumber, nameOf, table };
})();
