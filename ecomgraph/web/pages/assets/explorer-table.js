// The map as a table: the same nodes and moves, for browsing by level and letter, sorting, reading and printing.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { capital, count, data, el, parts, worded } = ecomgraph;
  const PAGE = 50;
  const compare = new Intl.Collator(document.documentElement.lang || "en", { numeric: true }).compare;

  // What a row says in each column; `by` is what it is sorted by, `great` columns from the greatest on. Columns in which no row says anything are left out.
  const COLUMNS = [
    { name: "name", title: "Name", by: (row) => row.node.label, cell: (row) => [parts.node(row.node), row.definition && el("p", { class: "definition" }, row.definition)] },
    { name: "kind", title: "Kind", by: (row) => row.kind, cell: (row) => capital(row.kind) },
    {
      name: "level",
      title: "Level",
      by: (row) => row.level?.rank ?? -1,
      cell: (row) => row.level && el("span", { class: `level level-${row.level.step}` }, row.level.label),
      told: (row) => row.level,
    },
    { name: "type", title: "Type", by: (row) => row.specialization, cell: (row) => row.specialization, told: (row) => row.specialization },
    { name: "skills", title: "Skills", number: true, great: true, by: (row) => row.skills, cell: (row) => row.skills || "not described" },
    { name: "moves", title: "Leads to", great: true, by: (row) => row.moves, cell: (row) => (row.out ? targets(row.out) : count(row.moves, "role")), told: (row) => row.moves },
  ];

  // Rows of the whole map, or of a large framework's roles, which are not on it.
  async function rows() {
    const { levels, nodes, edges, partial } = ecomgraph.careers;
    const level = new Map(levels.flatMap((it) => [[it.id, it], [it.iri, it]]));
    if (partial) {
      const roles = await data("roles", { details: 1 });
      return roles.map((node) => ({ ...node, node, kind: "role", level: level.get(node.level?.iri), specialization: "" }));
    }
    return nodes.map((node, at) => {
      const out = edges.filter((edge) => edge.from === at).map((edge) => [edge.kind, nodes[edge.to]]);
      return { node, kind: node.kind, level: level.get(node.level), specialization: node.specialization || "", skills: node.skills, moves: out.length, out };
    });
  }

  function targets(list) {
    const kinds = new Map();
    list.forEach(([kind, node]) => kinds.set(kind, [...(kinds.get(kind) || []), node]));
    return [...kinds].map(([kind, nodes]) =>
      el("div", {}, el("span", { class: "via" }, `${worded(kind) || "transition"}: `), nodes.map((node, at) => [at > 0 && ", ", parts.node(node)])),
    );
  }

  const initial = (row) => (/^\p{L}/u.exec(row.node.label.normalize("NFKD"))?.[0] || "#").toUpperCase();

  // ---------------------------------------------------------------- which rows

  function chosen(all, state) {
    const wanted = ecomgraph.fold((state.text || "").trim());
    return all.filter(
      (row) =>
        ecomgraph.fold(`${row.node.label} ${row.kind} ${row.level?.label || ""} ${row.specialization}`).includes(wanted) &&
        (!state.letter || initial(row) === state.letter) &&
        (!state.level || row.level?.id === state.level) &&
        (!state.type || row.specialization === state.type),
    );
  }

  // state.sort is the name of a column, with "-" before it for the other way round.
  function sorted(list, state) {
    const [, down, name] = /^(-?)(.*)$/.exec(state.sort || "");
    const column = COLUMNS.find((it) => it.name === name);
    if (!column) {
      return list;
    }
    const order = (a, b) => (typeof a === "number" ? a - b : compare(a, b));
    const found = [...list].sort((a, b) => order(column.by(a), column.by(b)) || compare(a.node.label, b.node.label));
    return down ? found.reverse() : found;
  }

  // ---------------------------------------------------------------- what is around the table

  function heading(column, state, go) {
    const way = state.sort === column.name ? "ascending" : state.sort === `-${column.name}` ? "descending" : null;
    // Of numbers, the greatest are looked for first.
    const next = way ? (way === "ascending" ? "-" : "") : column.great ? "-" : "";
    return el(
      "th",
      { scope: "col", class: column.number ? "number" : null, "aria-sort": way },
      el(
        "button",
        {
          class: "sort",
          type: "button",
          "data-focus": `sort-${column.name}`,
          onclick: () => go({ sort: next + column.name }),
        },
        column.title,
        el("span", { "aria-hidden": "true" }, way === "ascending" ? " ▲" : way === "descending" ? " ▼" : " ↕"),
      ),
    );
  }

  function letters(all, state, go) {
    const found = [...new Set(all.map(initial))].sort(compare);
    return (
      all.length > PAGE &&
      found.length > 1 &&
      parts.choices("First letter", [["", "All"], ...found.map((it) => [it, it])], state.letter || "", (letter) => go({ letter }))
    );
  }

  function select(label, name, options, state, go) {
    return (
      options.length > 1 &&
      el(
        "div",
        { class: "field" },
        el("label", { for: `field-${name}` }, label),
        el(
          "select",
          { id: `field-${name}`, "data-focus": name, onchange: (event) => go({ [name]: event.target.value }) },
          [["", "All"], ...options].map(([value, text]) => el("option", { value, selected: value === (state[name] || "") }, text)),
        ),
      )
    );
  }

  function pager(total, page, go) {
    const last = Math.ceil(total / PAGE);
    const button = (text, to) =>
      el("button", { class: "button small", type: "button", disabled: to < 1 || to > last, "data-focus": `page-${text}`, onclick: () => go({ page: to > 1 ? String(to) : "" }) }, text);
    return (
      last > 1 &&
      el("nav", { class: "row noprint", "aria-label": "Pages of the table" }, button("Previous", page - 1), el("span", { class: "small" }, `Page ${page} of ${last}`), button("Next", page + 1))
    );
  }

  async function view(state) {
    let all;
    try {
      all = await rows();
    } catch (error) {
      return [el("h1", {}, "The map as a table"), parts.problem(error)];
    }
    // What narrows the rows down begins on the first page again.
    const go = (patch) => ecomgraph.go({ ...ecomgraph.latest(state), page: "", ...patch });
    const kinds = new Set(all.map((row) => row.kind));
    const columns = COLUMNS.filter((it) => (it.name === "kind" ? kinds.size > 1 : !it.told || all.some(it.told)));
    const body = el("tbody");
    const caption = el("caption");
    const pages = el("div");
    const draw = (asked) => {
      const found = sorted(chosen(all, asked), asked);
      const page = Math.min(Math.max(Number(asked.page) || 1, 1), Math.max(Math.ceil(found.length / PAGE), 1));
      caption.textContent = count(found.length, "row");
      body.replaceChildren(
        ...found
          .slice((page - 1) * PAGE, page * PAGE)
          .map((row) =>
            el("tr", {}, columns.map((it) => (it.name === "name" ? el("th", { scope: "row" }, it.cell(row)) : el("td", { class: it.number ? "number" : it.name === "moves" ? "leads" : null }, it.cell(row))))),
          ),
      );
      pages.replaceChildren(...[pager(found.length, page, go)].filter(Boolean));
    };
    const input = el("input", {
      id: "field-text",
      type: "search",
      value: state.text || "",
      "data-focus": "text",
      oninput: () => draw({ ...state, text: input.value, page: "" }),
      onchange: () => go({ text: input.value.trim() }),
    });
    draw(state);
    const types = [...new Set(all.map((row) => row.specialization).filter(Boolean))].sort(compare);
    const levels = ecomgraph.careers.levels.filter((it) => all.some((row) => row.level?.id === it.id));
    return [
      el("h1", {}, "The map as a table"),
      el(
        "div",
        { class: "row spread noprint" },
        el(
          "div",
          { class: "row narrow" },
          el("div", { class: "field" }, el("label", { for: "field-text" }, "Only rows with"), input),
          select("Level", "level", levels.map((it) => [it.id, it.label]), state, go),
          select("Type", "type", types.map((it) => [it, it]), state, go),
        ),
        el("div", { class: "row" }, ecomgraph.menu("Export", [["CSV", () => ecomgraph.saveCsv("career-nodes", csv(sorted(chosen(all, state), state)))]]), ecomgraph.share()),
      ),
      letters(all, state, go),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Roles, profiles and transitions" },
        el("table", {}, caption, el("thead", {}, el("tr", {}, columns.map((it) => heading(it, state, go)))), body),
      ),
      pages,
    ];
  }

  function csv(all) {
    const line = ({ node, kind, level, specialization, skills, out, moves }) => [
      node.iri, node.id, node.label, kind, level?.label || "", specialization, skills ?? "", out ? out.map(([, to]) => to.id).join(" ") : moves,
    ];
    return [["iri", "id", "label", "kind", "level", "specialization", "skills", "leads to"], ...all.map(line)];
  }

  ecomgraph.table = { view };
})();
