// All roles and profiles as a table, for browsing by group of skills, level, type and letter, sorting, reading and printing.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { capital, count, data, el, parts, worded } = ecomgraph;
  const PAGE = 50;
  const compare = new Intl.Collator(document.documentElement.lang || "en", { numeric: true }).compare;

  // What a row says in each column; `by` is what it is sorted by, `great` columns from the greatest on. Columns in which no row says anything are left out.
  const COLUMNS = [
    { name: "name", title: "Name", by: (row) => row.node.label, cell: (row) => [parts.node(row.node), row.definition && !(row.level && row.specialization) && el("p", { class: "definition" }, row.definition)] },
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
    { name: "group", title: "Of the group", number: true, great: true, by: (row) => row.inGroup, cell: (row) => row.inGroup, told: (row) => row.inGroup },
    { name: "moves", title: "Leads to", great: true, by: (row) => row.moves, cell: (row) => (row.out ? targets(row.out) : count(row.moves, "role")), told: (row) => row.moves },
  ];

  // A row for each role and profile: in the order of the map, or, where not all are on it, each role before its profiles.
  // inGroup is how many skills of the group that is chosen it requires.
  async function rows(state) {
    const { levels, nodes, edges, partial } = ecomgraph.careers;
    const level = new Map(levels.map((it) => [it.iri, it]));
    const roles = await data("roles", { details: 1, profiles: 1 });
    const told = roles.flatMap(({ profiles, ...role }) => [[role, "role"], ...profiles.map((it) => [it, "profile"])]);
    const places = new Map(nodes.map((node, at) => [node.iri, at]));
    const all = told.map(([node, kind]) => {
      const at = places.get(node.iri);
      return {
        ...node,
        node,
        kind,
        level: level.get(node.level?.iri),
        specialization: node.specialization?.label || "",
        inGroup: node.groups.find((it) => it.iri === state.group || it.id === state.group)?.skills || 0,
        out: partial ? null : edges.filter((edge) => edge.from === at).map((edge) => [edge.kind, nodes[edge.to]]),
      };
    });
    return partial ? all : all.sort((a, b) => places.get(a.node.iri) - places.get(b.node.iri));
  }

  // The groups of the skills that are required, by name.
  const groups = (all) => {
    const found = new Map(all.flatMap((row) => row.groups).map((it) => [it.iri, it]));
    const ids = [...found.values()].map((it) => it.id);
    return [...found.values()].sort((a, b) => compare(a.label, b.label)).map((it) => [ids.filter((id) => id === it.id).length > 1 ? it.iri : it.id, it.label]);
  };

  function targets(list) {
    const kinds = new Map();
    list.forEach(([kind, node]) => kinds.set(kind, [...(kinds.get(kind) || []), node]));
    return [...kinds].map(([kind, nodes]) =>
      el("div", {}, el("span", { class: "via" }, `${worded(kind) || "transition"}:`), " ", nodes.map((node, at) => [at > 0 && ", ", parts.node(node)])),
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
        (!state.group || row.inGroup > 0) &&
        (!state.type || row.specialization === state.type),
    );
  }

  // How the table is sorted: the name of a column, with "-" before it for the other way round; those that require most of
  // a group come first.
  const order = (state) => state.sort || (state.group ? "-group" : "");

  function sorted(list, state) {
    const [, down, name] = /^(-?)(.*)$/.exec(order(state));
    const column = COLUMNS.find((it) => it.name === name);
    if (!column) {
      return list;
    }
    const differ = (a, b) => (typeof a === "number" ? a - b : compare(a, b)) * (down ? -1 : 1);
    return [...list].sort((a, b) => differ(column.by(a), column.by(b)) || compare(a.node.label, b.node.label));
  }

  // ---------------------------------------------------------------- what is around the table

  function heading(column, state, go) {
    const way = order(state) === column.name ? "ascending" : order(state) === `-${column.name}` ? "descending" : null;
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

  // What is shown where no row is left.
  const nothing = (state) =>
    el("p", { class: "note" }, "Nothing fits all of that. ", el("a", { href: ecomgraph.stateHref({ view: "table", sort: state.sort }) }, "Show all rows"), ".");

  async function view(state) {
    let all;
    try {
      all = await rows(state);
    } catch (error) {
      return [el("h1", {}, "Roles"), parts.problem(error)];
    }
    const title = all.some((row) => row.kind === "profile") ? "Roles and profiles" : "Roles";
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
      pages.replaceChildren(...[pager(found.length, page, go), !found.length && nothing(asked)].filter(Boolean));
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
      el("h1", {}, title),
      el(
        "div",
        { class: "row spread noprint" },
        el(
          "div",
          { class: "row narrow" },
          el("div", { class: "field" }, el("label", { for: "field-text" }, "Only rows with"), input),
          select("Level", "level", levels.map((it) => [it.id, it.label]), state, go),
          select("Type", "type", types.map((it) => [it, it]), state, go),
          select("Skills of the group", "group", groups(all), state, go),
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
    const line = ({ node, kind, level, specialization, skills, groups: of, out, moves }) => [
      node.iri, node.id, node.label, kind, level?.label || "", specialization, skills, of.map((it) => `${it.label}: ${it.skills}`).join("; "),
      out ? out.map(([, to]) => to.id).join(" ") : moves,
    ];
    return [["iri", "id", "label", "kind", "level", "specialization", "skills", "groups of skills", "leads to"], ...all.map(line)];
  }

  ecomgraph.table = { view };
})();
