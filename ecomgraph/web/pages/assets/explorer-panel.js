// Beside the map: what it shows, or all that is known of the node chosen.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { capital, count, data, el, parts, worded } = ecomgraph;
  const OPEN = ["responsibilities", "skills"];

  // ---------------------------------------------------------------- without a node

  function introduction(map, about) {
    const { roles, profiles, moves } = map.total;
    return [
      el(
        "header",
        { class: "stack" },
        el("h1", {}, "Career map"),
        el("p", {}, "For people who plan a career and for those who develop them: what each role does and needs, how to get from one to the next, and what to learn on the way."),
        el(
          "p",
          { class: "soft" },
          about && `${about.name}: `,
          [count(roles, "role"), profiles && count(profiles, "profile"), moves && count(moves, "transition")].filter(Boolean).join(", "),
          about?.sources.length > 0 && ` · after “${about.sources.join("”, “")}”`,
        ),
      ),
      map.nodes.length ? started(map) : starts(map),
      legend(map),
    ];
  }

  function started(map) {
    const roles = map.nodes.filter((node) => node.kind === "role");
    const [first, last] = [roles[0], roles.at(-1)];
    const profile = map.nodes.filter((node) => node.kind === "profile" && node.level && node.specialization).at(-1);
    const fields = map.nodes.filter((node) => node.kind === "profile" && !node.level);
    const name = ecomgraph.nameOf;
    const to = (state, text) => el("li", {}, el("a", { href: ecomgraph.stateHref(state) }, text));
    return el(
      "section",
      { class: "stack noprint" },
      el("h2", {}, "Start here"),
      el(
        "ul",
        { class: "plain links" },
        roles.length > 1 &&
          to({ view: "path", from: name(first), to: name(last) }, `From ${first.label} to ${last.label}: what to learn at each step`),
        fields.length > 1 &&
          to({ view: "compare", a: name(fields[0]), b: name(fields[1]) }, `How ${fields[0].label} and ${fields[1].label} differ`),
        profile && to({ view: "node", node: name(profile) }, `What it takes: ${profile.label}`),
        to({ view: "skills" }, "All skills in one picture: who needs what, and how well"),
        to({ view: "table" }, "All roles and profiles, by group of skills, level or type"),
      ),
      el("p", { class: "soft small" }, "Or choose any box on the map: click it, or move with the arrow keys and press Enter."),
    );
  }

  function starts(map) {
    return el(
      "section",
      { class: "stack noprint" },
      el("h2", {}, "Where to start"),
      el("p", {}, "There are too many roles to draw them all. Search for one, and the map shows it with its neighbors."),
      parts.nodeField({
        name: "start",
        text: "Role",
        onpick: (item) => ecomgraph.go({ view: "node", node: ecomgraph.nameOf(item) }),
      }),
      el("p", {}, el("a", { href: ecomgraph.stateHref({ view: "table" }) }, "Or browse all roles by letter, level and group of skills.")),
      el("h3", {}, "With the most transitions"),
      el(
        "ul",
        { class: "plain links" },
        map.starts.map((it) => el("li", {}, parts.node(it), " ", el("span", { class: "count" }, count(it.moves, "neighbor")))),
      ),
    );
  }

  function legend(map) {
    const kinds = [...new Set(map.edges.map((edge) => edge.kind))].filter(Boolean);
    const key = (className, text) => el("li", {}, el("span", { class: `key ${className}`, "aria-hidden": "true" }), text);
    const levels = map.levels.filter((level) => map.nodes.some((node) => node.level === level.id));
    return el(
      "section",
      { class: "stack legend" },
      el("h2", {}, "How to read it"),
      levels.length > 0 && [
        el("h3", {}, "Level"),
        el("ul", { class: "chips" }, levels.map((level) => el("li", { class: `level level-${level.step}` }, level.label))),
      ],
      kinds.length > 0 && [
        el("h3", {}, "Transitions"),
        el(
          "ul",
          { class: "plain keys" },
          kinds.map((kind) => key(ecomgraph.rises.has(kind) ? "rise" : "side", capital(worded(kind)))),
        ),
        map.edges.length > 60 && el("p", { class: "soft small" }, "Transitions between profiles appear when you point at one or choose it."),
      ],
      map.blocks.length > 0 && el("p", { class: "soft small" }, "The number in a box: skills that the profile requires."),
      el("h3", {}, "Basis"),
      el(
        "dl",
        { class: "facts bases" },
        Object.entries(parts.BASES).map(([name, text]) => [el("dt", {}, parts.basis(name)), el("dd", {}, text)]),
      ),
    );
  }

  // ---------------------------------------------------------------- a node

  async function details(name) {
    const [shown, found] = await Promise.all([
      data("show", { node: name }),
      data("passages", { node: name }).catch(() => ({ passages: [] })),
    ]);
    const passages = new Map(found.passages.map((it) => [it.id, it]));
    const body = el("div", { class: "sections" });
    const draw = (only) => {
      body.replaceChildren(
        ...Object.entries(parts.SECTIONS)
          .filter(([section]) => shown[section]?.length)
          .map(([section, title]) => drawSection(section, title, shown, name, passages, only))
          .filter(Boolean),
      );
    };
    draw(null);
    return [head(shown, name), filter(shown, draw), body, moves(shown)];
  }

  function head(shown, name) {
    const only = shown.levels.length === 1 ? shown.levels[0] : null;
    const level = ecomgraph.careers.levels.find((it) => it.iri === (shown.level || only)?.iri);
    const go = (patch) => () => ecomgraph.go(patch);
    const last = ecomgraph.memory;
    return el(
      "header",
      { class: "stack" },
      el(
        "div",
        { class: "row" },
        el("span", { class: "soft small" }, shown.role ? "Profile" : "Role"),
        level && el("span", { class: `level level-${level.step}` }, level.label),
        shown.specialization && el("span", { class: "chip" }, shown.specialization.label),
        el(
          "button",
          { class: "icon close", type: "button", title: "Close (Esc)", onclick: () => ecomgraph.close() },
          el("span", { "aria-hidden": "true" }, "✕"),
          el("span", { class: "hidden" }, "Close"),
        ),
      ),
      el("h1", { tabindex: -1, "data-heading": true }, shown.node.label),
      shown.definition && el("p", {}, shown.definition),
      shown.inherits.length > 0 &&
        el(
          "p",
          { class: "small" },
          el("span", { class: "soft" }, "Inherits from "),
          shown.inherits.map((it, at) => [at > 0 && ", ", parts.node(it)]),
        ),
      shown.builds_on.length > 0 &&
        el(
          "p",
          { class: "small" },
          el("span", { class: "soft" }, "Builds on "),
          shown.builds_on.map((it, at) => [at > 0 && ", ", parts.node(it)]),
        ),
      !shown.skills.length && el("p", { class: "note" }, `${shown.node.label} ${ecomgraph.SILENT}.`),
      el(
        "div",
        { class: "row noprint" },
        el("button", { class: "button primary", type: "button", onclick: go({ ...last.path, view: "path", from: name, path: "" }) }, "From here"),
        el("button", { class: "button", type: "button", onclick: go({ ...last.path, view: "path", to: name, path: "" }) }, "To here"),
        el("button", { class: "button", type: "button", onclick: go({ ...last.compare, view: "compare", ...pair(name) }) }, "Compare"),
        ecomgraph.menu("Export", [
          ["CSV", () => ecomgraph.saveCsv(shown.node.id, rows(shown))],
          ["JSON", () => ecomgraph.saveJson(shown.node.id, shown)],
          ["Map as SVG", () => ecomgraph.save("career-map", "svg", ecomgraph.map.text())],
          ["Turtle", ecomgraph.dataLink(shown.node.iri, "ttl")],
          ["JSON-LD", ecomgraph.dataLink(shown.node.iri, "jsonld")],
          ["Page", ecomgraph.link(shown.node.iri)],
        ].filter(([, action]) => action)),
        ecomgraph.share(),
      ),
    );
  }

  // The node becomes the second of a comparison that has a first one.
  function pair(name) {
    const { a, b } = ecomgraph.memory.compare;
    return a && a !== name && !b ? { a, b: name } : { a: name, b: b === name ? "" : b };
  }

  const sections = (shown) => Object.keys(parts.SECTIONS).filter((section) => shown[section]?.length);

  function filter(shown, draw) {
    const bases = {};
    for (const item of sections(shown).flatMap((section) => shown[section])) {
      bases[item.basis] = (bases[item.basis] || 0) + 1;
    }
    const names = Object.keys(parts.BASES).filter((name) => bases[name]);
    if (names.length < 2) {
      return null;
    }
    let chosen = null;
    const buttons = names.map((name) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          title: `Show only what is ${name}`,
          onclick: () => {
            chosen = chosen === name ? null : name;
            buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(names[at] === chosen)));
            draw(chosen);
            ecomgraph.announce(chosen ? `Only what is ${chosen}` : "Everything");
          },
        },
        parts.basis(name),
        el("span", { class: "count" }, bases[name]),
      ),
    );
    return el("div", { class: "choices filter noprint", role: "group", "aria-label": "Only one basis" }, buttons);
  }

  function drawSection(section, title, shown, name, passages, only) {
    const items = shown[section].filter((item) => !only || item.basis === only);
    if (!items.length) {
      return null;
    }
    const claim = (item) => (section === "skills" ? el("li", {}, parts.skill(item, name, { extra: inherited(item, shown), full: true })) : drawClaim(item, shown, passages));
    const apart = items.filter((item) => !item.common_with);
    const list = (members) =>
      grouped(section, members).map(([group, them]) => [
        group && el("h3", {}, group, " ", el("span", { class: "count" }, them.length)),
        el("ul", { class: "plain items" }, them.map(claim)),
      ]);
    return el(
      "details",
      { class: "section", open: OPEN.includes(section) },
      el(
        "summary",
        {},
        el("h2", {}, title),
        " ",
        el("span", { class: "count" }, apart.length < items.length ? `${items.length}, ${apart.length || "none"} of which ${apart.length > 1 ? "set" : "sets"} it apart` : items.length),
      ),
      list(apart),
      folded(items).map(([text, members]) => parts.opening(text, () => el("div", {}, list(members)), { className: "folded" })),
    );
  }

  // What other nodes have as well, by node, most first: "and 41 of Ecommerce Director, on which it builds".
  function folded(items) {
    const origins = new Map();
    for (const item of items.filter((it) => it.common_with)) {
      const { iri, label, builds_on: built } = item.common_with;
      const text = `of ${label}, ${built ? "on which it builds" : "from which it inherits"}`;
      origins.set(`${iri} ${built}`, { text, members: [...(origins.get(`${iri} ${built}`)?.members || []), item] });
    }
    return [...origins.values()].sort((a, b) => b.members.length - a.members.length).map(({ text, members }) => [`and ${members.length} ${text}`, members]);
  }

  function grouped(section, items) {
    if (section === "skills") {
      return parts.byGroup(items, (skill) => skill.degree ?? 1);
    }
    const groups = new Map();
    for (const item of items) {
      const key = section === "characteristics" ? capital(worded(item.facet)) : "";
      groups.set(key, [...(groups.get(key) || []), item]);
    }
    return [...groups];
  }

  function inherited(item, shown) {
    const via = (item.via || []).filter((it) => it.iri !== shown.node.iri);
    return via.length && !item.via.some((it) => it.iri === shown.node.iri)
      ? el("span", { class: "via" }, `from ${via.map((it) => it.label).join(", ")}`)
      : null;
  }

  function drawClaim(item, shown, passages) {
    return el(
      "li",
      {},
      el("p", { class: "line" }, el("span", { class: "label" }, parts.thing(item.function || item, item.label)), inherited(item, shown), parts.grounds(item)),
      item.purposes?.length > 0 && el("p", { class: "definition" }, `For: ${item.purposes.map((it) => it.label).join("; ")}`),
      item.definition && el("p", { class: "definition" }, item.definition),
      parts.evidence(passages, item.evidence || []),
    );
  }

  function moves(shown) {
    const side = (title, list) =>
      list.length > 0 &&
      el(
        "details",
        { class: "section", open: list.length <= 8 },
        el("summary", {}, el("h2", {}, title), " ", el("span", { class: "count" }, list.length)),
        el(
          "ul",
          { class: "plain items" },
          list.map((move) =>
            el("li", {}, el("p", {}, parts.node(move)), el("p", { class: "meta" }, parts.grounds(move), el("span", { class: "via" }, worded(move.kind)))),
          ),
        ),
      );
    return el("div", { class: "sections" }, side("Leads to", shown.transitions_out), side("Reached from", shown.transitions_in));
  }

  function rows(shown) {
    const head = ["section", "iri", "id", "label", "detail", "basis", "via", "evidence"];
    const list = sections(shown).flatMap((section) =>
      shown[section].map((item) => [
        section,
        item.iri,
        item.id,
        item.label,
        item.importance || item.facet || (item.purposes || []).map((it) => it.label).join("; "),
        item.basis,
        (item.via || []).map((it) => it.id).join(" "),
        (item.evidence || []).join(" "),
      ]),
    );
    return [head, ...list];
  }

  ecomgraph.panel = { details, introduction };
})();
