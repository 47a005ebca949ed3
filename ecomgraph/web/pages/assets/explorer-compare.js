// Two nodes side by side: what one has, what the other has, section by section.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { announce, count, data, el, parts } = ecomgraph;
  // Marks along a career, and between nodes of which neither leads to the other: on which side there is more.
  const STATES = {
    gained: ["+", "▸"],
    lost: ["○", "◂"],
    raised: ["↑", "▸"],
    lowered: ["↓", "◂"],
    more: ["!", "▸"],
    less: ["?", "◂"],
    kept: ["=", "="],
  };

  // What the states are called: along a move from one to the other something is gained; between two types, levels or roles
  // that are no stages of one career, it is recorded of one of them only. What is not recorded is never said to be lost.
  function wording(along, a, b) {
    if (along) {
      return { gained: "gained", lost: "not recorded", raised: "raised", lowered: "lowered", more: "now essential", less: "now optional", kept: "kept" };
    }
    return {
      gained: `recorded of ${b} only`,
      lost: `recorded of ${a} only`,
      raised: `higher in ${b}`,
      lowered: `higher in ${a}`,
      more: `essential only in ${b}`,
      less: `essential only in ${a}`,
      kept: "in both",
    };
  }

  // Whether one profile is the other at a higher level.
  function higher(one, other) {
    const [low, high] = [one, other].map((it) => ecomgraph.careers.nodes.find((node) => node.iri === it.node.iri));
    return Boolean(low?.level && high?.level && low.role === high.role && low.specialization === high.specialization && low.rank < high.rank);
  }

  // Whether promotions and level-ups lead from one node to another.
  function leads(one, other) {
    const { nodes, edges, partial } = ecomgraph.careers;
    const rises = (kind) => ecomgraph.rises.has(kind);
    if (partial) {
      return one.transitions_out.some((move) => move.iri === other.node.iri && rises(move.kind));
    }
    const reached = new Set([one.node.iri]);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      edges.filter((edge) => rises(edge.kind) && reached.has(nodes[edge.from].iri)).forEach((edge) => reached.add(nodes[edge.to].iri));
    }
    return (reached.has(other.node.iri) && one.node.iri !== other.node.iri) || higher(one, other);
  }

  function planner(state, nodes) {
    const change = (patch) => ecomgraph.go({ ...ecomgraph.latest(state), ...patch });
    const field = (name, text) =>
      parts.nodeField({ name, text, chosen: nodes[name], onpick: (item) => change({ [name]: ecomgraph.nameOf(item) }) });
    return el(
      "form",
      { class: "planner", onsubmit: (event) => event.preventDefault() },
      field("a", "Compare"),
      el(
        "button",
        { class: "icon swap", type: "button", title: "Swap", "data-focus": "swap", onclick: () => change({ a: state.b || "", b: state.a || "" }) },
        el("span", { "aria-hidden": "true" }, "⇄"),
        el("span", { class: "hidden" }, "Swap the two"),
      ),
      field("b", "with"),
      el(
        "div",
        { class: "field" },
        el("span", { class: "label" }, "Rows"),
        parts.choices("Rows", [["all", "All"], ["changes", "Differences only"]], state.rows || "all", (rows) => change({ rows: rows === "all" ? "" : rows })),
      ),
    );
  }

  // Nodes that go with the one chosen: the other types, levels or roles.
  function suggestions(state, nodes) {
    const first = nodes.a;
    const all = ecomgraph.careers.nodes;
    const kin = (node) =>
      node.kind === (first ? first.kind : "profile") &&
      (!first || (node.role === first.role && Boolean(node.level) === Boolean(first.level) && Boolean(node.specialization) === Boolean(first.specialization) && node.iri !== first.iri)) &&
      (first || !node.level);
    const list = all.filter(kin).slice(0, 24);
    return (
      list.length > 0 &&
      el(
        "div",
        { class: "row quick noprint" },
        el("span", { class: "soft small" }, first ? `${first.label} with` : "For example"),
        el(
          "ul",
          { class: "chips" },
          list.map((node) =>
            el(
              "li",
              {},
              el(
                "a",
                {
                  class: "chip",
                  href: ecomgraph.stateHref(first ? { ...state, b: ecomgraph.nameOf(node) } : { ...state, a: ecomgraph.nameOf(node) }),
                  "aria-current": nodes.b?.iri === node.iri ? "true" : null,
                },
                short(node, first),
              ),
            ),
          ),
        ),
      )
    );
  }

  function short(node, first) {
    if (first?.specialization && !first.level) {
      return node.specialization;
    }
    return node.label;
  }

  // ---------------------------------------------------------------- what differs

  // Rows of one section: the same thing on either side makes one row. Collaborations count by whom one works with.
  function compared(section, one, other) {
    const rows = new Map();
    for (const [side, shown] of [["a", one], ["b", other]]) {
      for (const item of shown[section] || []) {
        const thing = item.function || item;
        const row = rows.get(thing.iri) || { thing, a: null, b: null };
        row[side] = row[side] || item;
        rows.set(thing.iri, row);
      }
    }
    const list = [...rows.values()];
    list.forEach((row) => {
      row.state = !row.a ? "gained" : !row.b ? "lost" : changed(row.a, row.b);
    });
    const order = Object.keys(STATES);
    const compare = new Intl.Collator("en").compare;
    return list.sort((x, y) => order.indexOf(x.state) - order.indexOf(y.state) || compare(x.thing.label, y.thing.label));
  }

  // What changes in something that both have: the degree, else the importance.
  function changed(before, after) {
    const [from, to] = [before.degree ?? 1, after.degree ?? 1];
    if (from !== to) {
      return from < to ? "raised" : "lowered";
    }
    return before.importance === after.importance ? "kept" : after.importance === "essential" ? "more" : "less";
  }

  // How far either side of a row needs its skill.
  function degrees({ a, b }) {
    const graded = (item) => (item && (item.degree ?? null) !== null ? { degree: item.degree, level: item.required_level } : null);
    return parts.apart(graded(a), graded(b));
  }

  function side(item, degree, passages) {
    if (!item) {
      return el("td", { class: "absent" }, el("span", { "aria-hidden": "true" }, "·"), el("span", { class: "hidden" }, "not recorded"));
    }
    return el(
      "td",
      {},
      el(
        "div",
        { class: "meta" },
        item.importance && el("span", { class: "via" }, [item.importance, degree].filter(Boolean).join(", ")),
        item.purposes?.length > 0 && el("span", { class: "via" }, item.purposes.map((it) => it.label).join("; ")),
        parts.basis(item.basis) || (!item.importance && "yes"),
        parts.evidence(passages, item.evidence || []),
      ),
    );
  }

  function table(title, rows, one, other, found, words, along) {
    const groups = Object.keys(STATES).map((state) => [words[state], rows.filter((row) => row.state === state).length]);
    return el(
      "section",
      { class: "stack" },
      el("h2", {}, title, " ", el("span", { class: "count" }, groups.filter(([, size]) => size).map(([text, size]) => `${size} ${text}`).join(" · "))),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
        el(
          "table",
          { class: along ? "matrix along" : "matrix" },
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, title), el("th", { scope: "col" }, one.node.label), el("th", { scope: "col" }, other.node.label), el("th", { scope: "col" }, "Difference"))),
          el(
            "tbody",
            {},
            rows.map((row) =>
              el(
                "tr",
                { class: row.state },
                el("th", { scope: "row" }, parts.thing(row.thing)),
                side(row.a, degrees(row)[0], found[0]),
                side(row.b, degrees(row)[1], found[1]),
                el("td", { class: `change ${row.state}` }, el("span", { class: "mark", "aria-hidden": "true" }, STATES[row.state][along ? 0 : 1]), words[row.state]),
              ),
            ),
          ),
        ),
      ),
    );
  }

  const text = (item) => [item?.importance, item && parts.needed(item)].filter(Boolean).join(", ") || item?.basis || "";

  async function view(state, nodes) {
    const head = [el("h1", {}, "Compare"), planner(state, nodes), suggestions(state, nodes)];
    if (!state.a || !state.b) {
      return [...head, el("p", { class: "note" }, "Choose two roles, levels or types; the table shows what each has, and what changes from one to the other.")];
    }
    let answers;
    try {
      answers = await Promise.all([
        data("show", { node: state.a }),
        data("show", { node: state.b }),
        ...[state.a, state.b].map((node) => data("passages", { node }).catch(() => ({ passages: [] }))),
      ]);
    } catch (error) {
      return [...head, parts.problem(await ecomgraph.refused(error, nodes.a, nodes.b))];
    }
    const [one, other, ...found] = answers;
    const [first, second] = await Promise.all([state.a, state.b].map(ecomgraph.requirements));
    const passages = found.map((it) => new Map(it.passages.map((passage) => [passage.id, passage])));
    const all = Object.entries(parts.SECTIONS).map(([section, title]) => [section, title, compared(section, one, other)]);
    const changes = all.flatMap(([, , rows]) => rows).filter((row) => row.state !== "kept").length;
    announce(`${count(changes, "difference")} between ${one.node.label} and ${other.node.label}`);
    const lines = all.flatMap(([section, , rows]) =>
      rows.map((row) => [section, row.thing.iri, row.thing.label, row.state, text(row.a), text(row.b)]),
    );
    const name = `compare-${one.node.id}-${other.node.id}`;
    const along = leads(one, other);
    // Where nothing of a kind is recorded of one side, nothing can be said to be gained.
    const gaining = (section) => along && one[section]?.length > 0 && other[section]?.length > 0;
    const words = (section) => wording(gaining(section), short(nodes.a, nodes.b), short(nodes.b, nodes.a));
    return [
      ...head,
      el(
        "div",
        { class: "row spread" },
        el("p", { class: "lead" }, `${count(changes, "difference")} ${along ? "from" : "between"} ${one.node.label} ${along ? "to" : "and"} ${other.node.label}`),
        el(
          "div",
          { class: "row" },
          ecomgraph.menu("Export", [
            ["CSV", () => ecomgraph.saveCsv(name, [["section", "iri", "label", "change", one.node.label, other.node.label], ...lines])],
            ["JSON", () => ecomgraph.saveJson(name, { source: one.node, target: other.node, rows: Object.fromEntries(all.map(([section, , rows]) => [section, rows])) })],
          ]),
          ecomgraph.share(),
        ),
      ),
      ecomgraph.cautions(first, second).map((text) => el("p", { class: "soft small" }, text)),
      all
        .map(([section, title, rows]) => [section, title, state.rows === "changes" ? rows.filter((row) => row.state !== "kept") : rows])
        .filter(([, , rows]) => rows.length)
        .map(([section, title, rows]) => table(title, rows, one, other, passages, words(section), gaining(section))),
    ];
  }

  ecomgraph.compare = { compared, view };
})();
