// All skills of several nodes in one picture: a row for each skill, a column for each node, the degree as depth.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { announce, count, el, parts } = ecomgraph;
  const STEPS = 5;
  const MOST = 12;

  // What the columns can be: [value, text, nodes].
  function choices() {
    const { nodes, partial, starts } = ecomgraph.careers;
    if (partial) {
      return [["", "The roles with the most transitions", starts.slice(0, MOST)]];
    }
    const roles = nodes.filter((node) => node.kind === "role");
    const found = [["", "Roles", roles]];
    for (const role of roles) {
      const profiles = nodes.filter((node) => node.role === role.iri);
      const some = [
        ["levels", "by level", profiles.filter((it) => it.level && !it.specialization).sort((a, b) => a.rank - b.rank)],
        ["types", "by type", profiles.filter((it) => it.specialization && !it.level)],
        ["profiles", "all profiles", profiles.filter((it) => it.level && it.specialization).sort((a, b) => a.rank - b.rank)],
      ];
      some.filter(([, , list]) => list.length > 1).forEach(([kind, text, list]) => found.push([`${kind}:${ecomgraph.nameOf(role)}`, `${role.label}, ${text}`, list]));
    }
    return found.filter(([, , list]) => list.length);
  }

  const title = (node) => (node.level && node.specialization ? node.label.replace(/^.*\((.*)\)$/, "$1") : node.specialization || node.label);

  function cell(skill) {
    if (!skill) {
      return el("td", { class: "heat" }, el("span", { class: "hidden" }, "not recorded"));
    }
    const step = Math.max(1, Math.ceil((skill.degree ?? 1) * STEPS));
    const text = [parts.needed(skill), skill.importance].filter(Boolean).join(", ");
    return el(
      "td",
      { class: `heat level-${step}${skill.importance === "optional" ? " optional" : ""}`, title: text },
      el("span", { "aria-hidden": "true" }, parts.needed(skill) || "●"),
      el("span", { class: "hidden" }, text),
    );
  }

  async function view(state) {
    const all = choices();
    const [value, , nodes] = all.find(([name]) => name === (state.of || "")) || all[0] || ["", "", []];
    const go = (patch) => ecomgraph.go({ ...ecomgraph.latest(state), ...patch });
    const columns = await Promise.all(nodes.map((node) => ecomgraph.requirements(ecomgraph.nameOf(node))));
    const skills = new Map(columns.flatMap((it) => [...it.skills]));
    const differs = (iri) => new Set(columns.map((it) => `${it.skills.get(iri)?.degree} ${it.skills.get(iri)?.importance}`)).size > 1;
    const shown = [...skills.values()].filter((skill) => state.rows !== "changes" || differs(skill.iri));
    const asked = (skill) => columns.filter((it) => it.skills.has(skill.iri)).length;
    announce(`${count(shown.length, "skill")} of ${count(nodes.length, "node")}`);
    const rows = [["skill", "iri", ...nodes.map((node) => node.label)], ...shown.map((skill) => [skill.label, skill.iri, ...columns.map((it) => parts.needed(it.skills.get(skill.iri) || {}) || it.skills.get(skill.iri)?.importance || "")])];
    return [
      el("h1", {}, "Skills"),
      el(
        "div",
        { class: "row spread noprint" },
        el(
          "div",
          { class: "row" },
          el(
            "div",
            { class: "field" },
            el("label", { for: "field-of" }, "Of"),
            el("select", { id: "field-of", "data-focus": "of", onchange: (event) => go({ of: event.target.value }) }, all.map(([name, text]) => el("option", { value: name, selected: name === value }, text))),
          ),
          el("div", { class: "field" }, el("span", { class: "label" }, "Rows"), parts.choices("Rows", [["", "All"], ["changes", "Differences only"]], state.rows || "", (kind) => go({ rows: kind }))),
        ),
        el("div", { class: "row" }, ecomgraph.menu("Export", [["CSV", () => ecomgraph.saveCsv("skills", rows)]]), ecomgraph.share()),
      ),
      el("p", { class: "soft small" }, "The deeper the color, the higher the level that is needed; hatched cells are optional, and what is empty is not recorded."),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Skills by role or profile" },
        el(
          "table",
          { class: "heat-map" },
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Skill"), nodes.map((node, at) => el("th", { scope: "col" }, parts.node(node, title(node)), !columns[at].described && el("div", { class: "via" }, "not described"))))),
          parts.byGroup(shown, asked).map(([label, list]) =>
            el(
              "tbody",
              {},
              label && el("tr", {}, el("th", { scope: "rowgroup", colspan: nodes.length + 1 }, label, " ", el("span", { class: "count" }, list.length))),
              list.map((skill) => el("tr", {}, el("th", { scope: "row" }, parts.thing(skill)), columns.map((it) => cell(it.skills.get(skill.iri))))),
            ),
          ),
        ),
      ),
    ];
  }

  ecomgraph.heat = { view };
})();
