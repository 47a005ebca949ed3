// From one node to another: the best paths beside each other, what is learnt on the way, and what is missing.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { amount, announce, capital, count, data, el, parts, percent, worded } = ecomgraph;
  const choices = () => ecomgraph.criteria.map((it) => [it.name, it.label, it.help]);

  function costText(name, cost) {
    const { unit } = ecomgraph.criteria.find((it) => it.name === name);
    return unit === "weight" ? `${capital(worded(name))} by weight: ${amount(cost)}` : count(cost, unit);
  }

  function planner(state, nodes, aim) {
    const change = (patch) => ecomgraph.go({ ...state, ...patch, path: "" });
    const field = (name, text) =>
      parts.nodeField({
        name,
        text,
        chosen: nodes[name],
        hint: "Type, or click the map",
        onpick: (item) => change({ [name]: ecomgraph.nameOf(item) }),
        onfocus: () => aim(name),
      });
    return el(
      "form",
      { class: "planner", onsubmit: (event) => event.preventDefault() },
      field("from", "From"),
      el(
        "button",
        {
          class: "icon swap",
          type: "button",
          title: "Swap",
          "data-focus": "swap",
          onclick: () => change({ from: state.to || "", to: state.from || "" }),
        },
        el("span", { "aria-hidden": "true" }, "⇄"),
        el("span", { class: "hidden" }, "Swap from and to"),
      ),
      field("to", "To"),
      el(
        "div",
        { class: "field" },
        el("span", { class: "label" }, "Best means"),
        parts.choices("Best means", choices(), state.minimize || "steps", (minimize) => change({ minimize: minimize === "steps" ? "" : minimize })),
      ),
    );
  }

  // ---------------------------------------------------------------- skills at hand

  function atHand(state, have) {
    const change = (list) => ecomgraph.go({ ...state, have: list.map(ecomgraph.skillName), path: "" }, { replace: true });
    const input = el("input", { id: "field-have", type: "text", placeholder: "Add a skill you have", spellcheck: "false", "data-focus": "have" });
    const box = el("div", { class: "combo" }, input);
    ecomgraph.combobox(input, {
      suggest: (text) => ecomgraph.search(text, { kinds: ["skill"], limit: 12 }),
      pick: (skill) => {
        if (!have.has(skill.iri)) {
          change([...have.values(), skill]);
        }
      },
      none: "No skill is called that",
    });
    return el(
      "section",
      { class: "athand", "aria-label": "Skills you have" },
      el("label", { for: "field-have" }, "Skills you have"),
      el(
        "ul",
        { class: "chips" },
        [...have.values()].map((skill) =>
          el(
            "li",
            { class: "chip" },
            skill.label,
            el(
              "button",
              {
                type: "button",
                title: `Remove ${skill.label}`,
                onclick: () => change([...have.values()].filter((it) => it.iri !== skill.iri)),
              },
              el("span", { "aria-hidden": "true" }, "✕"),
              el("span", { class: "hidden" }, `Remove ${skill.label}`),
            ),
          ),
        ),
      ),
      box,
    );
  }

  // ---------------------------------------------------------------- paths

  async function answer(state, have) {
    const question = { from: state.from, to: state.to, minimize: state.minimize || "steps", k: 3 };
    if (ecomgraph.site) {
      return data("path", { from: question.from, to: question.to, minimize: question.minimize });
    }
    return data("path", { ...question, have: [...have.keys()] });
  }

  function cards(state, found, have, chosen) {
    const best = found.paths[0].cost;
    return el(
      "ol",
      { class: "plain ways" },
      found.paths.map((path, at) => card(state, found, path, at, at === chosen, have, best)),
    );
  }

  function card(state, found, path, at, chosen, have, best) {
    const lessons = new Set(path.steps.flatMap((step) => step.new_skills.map((it) => it.iri)).filter((iri) => !have.has(iri)));
    const more = path.cost - best;
    return el(
      "li",
      { class: `card way-card${chosen ? " chosen" : ""}` },
      el(
        "header",
        {},
        el("h3", {}, `Path ${at + 1}`),
        el("p", { class: "cost" }, costText(found.minimize, path.cost), more > 0 && el("span", { class: "count" }, ` (+${amount(more)})`)),
        el("p", { class: "soft small" }, [found.minimize !== "steps" && count(path.steps.length, "step"), `${count(lessons.size, "skill")} to learn`].filter(Boolean).join(" · ")),
        el(
          "button",
          {
            class: "button small noprint",
            type: "button",
            "aria-pressed": String(chosen),
            "data-focus": `show-${at}`,
            onclick: () => ecomgraph.go({ ...state, path: at ? String(at + 1) : "" }, { replace: true }),
          },
          chosen ? "On the map" : "Show on the map",
        ),
      ),
      el(
        "ol",
        { class: "plain steps" },
        path.steps.length ? stop(path.steps[0].from) : el("li", { class: "stop" }, el("p", { class: "soft" }, "Nothing to do: one is the other already.")),
        path.steps.map((step) => [move(step, have), stop(step.to)]),
      ),
    );
  }

  const stop = (node) => el("li", { class: "stop" }, parts.node(node));

  function move(step, have) {
    const fresh = step.new_skills.filter((skill) => !have.has(skill.iri));
    const name = ecomgraph.nameOf(step.to);
    return el(
      "li",
      { class: "move" },
      parts.opening(
        [el("span", { class: "kind" }, capital(worded(step.kind) || "move")), el("span", { class: "count" }, count(fresh.length, "new skill"))],
        () =>
          step.new_skills.length
            ? el(
                "ul",
                { class: "plain items" },
                step.new_skills.map((skill) =>
                  el("li", { class: have.has(skill.iri) ? "known" : "" }, parts.skill(skill, name, have.has(skill.iri) && el("span", { class: "via" }, "you have it"))),
                ),
              )
            : el("p", { class: "soft small" }, "Nothing that was not needed before."),
      ),
    );
  }

  // ---------------------------------------------------------------- gap

  function bar(gap) {
    const share = gap.coverage;
    const filled = el("span", { class: "filled" });
    filled.style.width = `${share * 100}%`;
    return el("div", { class: "bar-gap", role: "img", "aria-label": `${percent(share)} of what is required is there` }, filled);
  }

  function explained(gap, state, nodes) {
    const goal = nodes.to.label;
    const line = (list) => {
      const essential = list.filter((it) => it.importance === "essential").length;
      const optional = list.length - essential;
      return `${essential} essential × 1 + ${optional} optional × 0.5`;
    };
    return el(
      "details",
      { class: "how" },
      el("summary", {}, "How these numbers come about"),
      el(
        "dl",
        { class: "facts" },
        el("dt", {}, "Weight"),
        el("dd", {}, "An essential skill weighs 1, an optional one 0.5."),
        el("dt", {}, `Missing ${amount(gap.size)}`),
        el("dd", {}, `${line(gap.missing)}: what ${goal} requires and is not there.`),
        el("dt", {}, `Covered ${percent(gap.coverage)}`),
        el("dd", {}, `${amount(gap.held)} of ${amount(gap.whole)}: the weight that is there (${line(gap.shared)}), of all that is required.`),
        el("dt", {}, `Likeness ${percent(gap.similarity)}`),
        el("dd", {}, `${amount(gap.least)} of ${amount(gap.most)}: over all skills of both sides, the lesser of the two weights, of the greater.`),
      ),
    );
  }

  function lists(gap, state, have) {
    const add = (skill) =>
      el(
        "button",
        {
          class: "button small quiet noprint",
          type: "button",
          title: `I have ${skill.label}`,
          onclick: (event) => {
            event.preventDefault();
            ecomgraph.go({ ...state, have: [...have.values(), skill].map(ecomgraph.skillName), path: "" }, { replace: true });
          },
        },
        el("span", { "aria-hidden": "true" }, "+ have"),
        el("span", { class: "hidden" }, `I have ${skill.label}`),
      );
    const column = (title, mark, skills, name, extra) =>
      el(
        "section",
        { class: `card side ${title.toLowerCase()}` },
        el("h3", {}, el("span", { class: "mark", "aria-hidden": "true" }, mark), title, " ", el("span", { class: "count" }, skills.length)),
        el(
          "ul",
          { class: "plain items" },
          skills.map((skill) =>
            el(
              "li",
              {},
              extra && extra(skill),
              name && skill.basis
                ? parts.skill(skill, name, el("span", { class: "count" }, amount(skill.weight)))
                : el("span", { class: "skill" }, el("span", { class: "label" }, skill.label)),
            ),
          ),
        ),
      );
    return el(
      "div",
      { class: "sides" },
      column("Missing", "−", gap.missing, state.to, add),
      column("Shared", "=", gap.shared, state.to),
      column("Surplus", "+", gap.surplus, state.from),
    );
  }

  async function gapView(state, nodes, have) {
    const [source, target] = await Promise.all([
      state.from ? ecomgraph.requirements(state.from) : null,
      ecomgraph.requirements(state.to),
    ]);
    const gap = ecomgraph.gap(source, have, target);
    announce(`${count(gap.missing.length, "skill")} missing, ${percent(gap.coverage)} covered`);
    const rows = ["missing", "shared", "surplus"].flatMap((side) =>
      gap[side].map((it) => [side, it.iri, it.id, it.label, it.importance || "", it.weight, it.basis || ""]),
    );
    const name = `gap-${source ? source.node.id : "skills"}-${target.node.id}`;
    return el(
      "section",
      { class: "stack gap", "aria-labelledby": "gap-title" },
      el(
        "div",
        { class: "row spread" },
        el("h2", { id: "gap-title" }, `What is missing ${source ? `from ${source.node.label} ` : ""}to ${target.node.label}`),
        ecomgraph.menu("Export", [
          ["CSV", () => ecomgraph.saveCsv(name, [["side", "iri", "id", "label", "importance", "weight", "basis"], ...rows])],
          ["JSON", () => ecomgraph.saveJson(name, { source: source?.node ?? null, target: target.node, have: [...have.values()].map(({ iri, id, label }) => ({ iri, id, label })), ...gap })],
        ]),
      ),
      el(
        "p",
        { class: "figures" },
        el("strong", { "data-missing": gap.missing.length }, count(gap.missing.length, "skill")),
        ` missing, weighing ${amount(gap.size)}; `,
        el("strong", { "data-covered": gap.coverage }, percent(gap.coverage)),
        " covered",
      ),
      bar(gap),
      explained(gap, state, nodes),
      lists(gap, state, have),
    );
  }

  // ---------------------------------------------------------------- the view

  // Returns what is below the map, and the paths to draw on it.
  async function view(state, nodes, have) {
    const ready = state.from && state.to;
    const chosen = Math.max(Number(state.path) || 1, 1) - 1;
    let found = null;
    let trouble = null;
    if (ready) {
      try {
        found = await answer(state, have);
        announce(`${count(found.paths.length, "path")} from ${found.source.label} to ${found.target.label}`);
      } catch (error) {
        trouble = error;
        announce(error.message);
      }
    }
    const shown = found ? Math.min(chosen, found.paths.length - 1) : 0;
    const content = [
      !ready &&
        el("p", { class: "note" }, "Choose where to start and where to go: type into the fields, or click two boxes on the map."),
      ready && trouble && refusal(state, trouble),
      found && results(state, found, have, shown),
      state.to && (await gapView(state, nodes, have).catch((error) => parts.problem(error))),
    ];
    return { content, paths: found ? found.paths : [], chosen: shown };
  }

  function refusal(state, trouble) {
    const months = trouble.message.includes("typicalMonths");
    return el(
      "div",
      { class: "note error", role: "alert" },
      el("h2", {}, months ? "No path by time" : "No path"),
      el("p", {}, `${capital(trouble.message).replace(/\.$/, "")}.`),
      months &&
        el("p", {}, "The graph does not say how long every one of these moves takes, and a guess would be worth nothing. Choose another meaning of “best”."),
    );
  }

  function results(state, found, have, shown) {
    const name = `paths-${found.source.id}-${found.target.id}`;
    const rows = found.paths.flatMap((path, at) =>
      path.steps.flatMap((step, number) =>
        (step.new_skills.length ? step.new_skills : [{ iri: "", label: "" }]).map((skill) => [
          at + 1, path.cost, number + 1, step.from.label, step.to.label, step.kind, skill.label, skill.iri,
        ]),
      ),
    );
    return el(
      "section",
      { class: "stack", "aria-labelledby": "paths-title" },
      el(
        "div",
        { class: "row spread" },
        el("h2", { id: "paths-title" }, `${count(found.paths.length, "best path", "best paths")} from ${found.source.label} to ${found.target.label}`),
        el(
          "div",
          { class: "row" },
          ecomgraph.menu("Export", [
            ["Mermaid", () => ecomgraph.save(name, "mmd", ecomgraph.mermaid([found.paths[shown]]))],
            ["CSV", () => ecomgraph.saveCsv(name, [["path", "cost", "step", "from", "to", "kind", "new skill", "iri"], ...rows])],
            ["JSON", () => ecomgraph.saveJson(name, found)],
            ["Map as SVG", () => ecomgraph.save(name, "svg", ecomgraph.map.text())],
          ]),
          ecomgraph.share(),
        ),
      ),
      ecomgraph.site && have.size > 0 && el("p", { class: "soft small" }, "Paths of this copy were worked out beforehand, without the skills you have; the counts leave them out."),
      cards(state, found, have, shown),
    );
  }

  ecomgraph.paths = { atHand, planner, view };
})();
