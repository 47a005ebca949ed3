// The map as a table: the same nodes and moves, for reading, sorting out and printing.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { capital, count, data, el, parts, worded } = ecomgraph;
  const PAGE = 100;

  // Rows of the whole map, or of a large framework's roles, which are not on it.
  async function rows() {
    const map = ecomgraph.careers;
    if (!map.partial) {
      const level = new Map(map.levels.map((it) => [it.id, it]));
      return map.nodes.map((node, at) => ({
        node,
        kind: node.kind,
        level: level.get(node.level),
        specialization: node.specialization || "",
        skills: node.skills,
        out: map.edges.filter((edge) => edge.from === at).map((edge) => [edge.kind, map.nodes[edge.to]]),
      }));
    }
    const roles = await data("roles", { profiles: 1 });
    return roles.map((node) => ({ node, kind: "role", specialization: "", skills: null, out: [] }));
  }

  function targets(list) {
    const kinds = new Map();
    list.forEach(([kind, node]) => kinds.set(kind, [...(kinds.get(kind) || []), node]));
    return [...kinds].map(([kind, nodes]) =>
      el("div", {}, el("span", { class: "via" }, `${worded(kind) || "transition"}: `), nodes.map((node, at) => [at > 0 && ", ", parts.node(node)])),
    );
  }

  async function view(state) {
    let all;
    try {
      all = await rows();
    } catch (error) {
      return [el("h1", {}, "The map as a table"), parts.problem(error)];
    }
    const body = el("tbody");
    const caption = el("caption");
    const full = !ecomgraph.careers.partial;
    const draw = (text) => {
      const wanted = ecomgraph.fold(text.trim());
      const found = all.filter((row) => ecomgraph.fold(`${row.node.label} ${row.kind} ${row.level?.label || ""} ${row.specialization}`).includes(wanted));
      caption.textContent = `${count(found.length, "row")}${found.length > PAGE ? `, the first ${PAGE} shown; type to narrow them down` : ""}`;
      body.replaceChildren(
        ...found.slice(0, PAGE).map((row) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, parts.node(row.node)),
            full && el("td", {}, capital(row.kind)),
            full && el("td", {}, row.level && el("span", { class: `level level-${row.level.step}` }, row.level.label)),
            full && el("td", {}, row.specialization),
            full && el("td", { class: "number" }, row.skills),
            full && el("td", {}, targets(row.out)),
          ),
        ),
      );
    };
    const input = el("input", {
      id: "field-text",
      type: "search",
      value: state.text || "",
      "data-focus": "text",
      oninput: () => draw(input.value),
      onchange: () => ecomgraph.go({ ...ecomgraph.latest(state), text: input.value.trim() }),
    });
    draw(state.text || "");
    const columns = full ? ["Name", "Kind", "Level", "Type", "Skills", "Leads to"] : ["Name"];
    return [
      el("h1", {}, "The map as a table"),
      el(
        "div",
        { class: "row spread" },
        el("div", { class: "field" }, el("label", { for: "field-text" }, "Only rows with"), input),
        el(
          "div",
          { class: "row" },
          ecomgraph.menu("Export", [["CSV", () => ecomgraph.saveCsv("career-nodes", csv(all))]]),
          ecomgraph.share(),
        ),
      ),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Roles, profiles and transitions" },
        el(
          "table",
          {},
          caption,
          el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col", class: column === "Skills" ? "number" : null }, column)))),
          body,
        ),
      ),
    ];
  }

  function csv(all) {
    const line = ({ node, kind, level, specialization, skills, out }) => [
      node.iri, node.id, node.label, kind, level?.label || "", specialization, skills ?? "", out.map(([, to]) => to.id).join(" "),
    ];
    return [["iri", "id", "label", "kind", "level", "specialization", "skills", "leads to"], ...all.map(line)];
  }

  ecomgraph.table = { view };
})();
