// From one node to another: the best paths beside each other, what is learnt on the way, and what is missing.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { amount, announce, capital, count, data, el, parts, percent, worded } = ecomgraph;
  // Only what the graph can answer is offered.
  const choices = () => ecomgraph.criteria.filter((it) => it.offered).map((it) => [it.name, it.label, it.help]);

  function costText(name, cost) {
    const { unit } = ecomgraph.criteria.find((it) => it.name === name);
    return unit === "weight" ? `${capital(worded(name))} by weight: ${amount(cost)}` : count(cost, unit);
  }

  function planner(state, nodes, aim) {
    const change = (patch) => ecomgraph.go({ ...ecomgraph.latest(state), ...patch, path: "" });
    const usual = state.view === "plan" ? "learning" : "steps";
    const field = (name, text) =>
      parts.nodeField({
        name,
        text,
        chosen: nodes[name],
        hint: state.view === "plan" ? "Type a role" : "Type, or click the map",
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
          onclick: () => change({ from: ecomgraph.latest(state).to || "", to: ecomgraph.latest(state).from || "" }),
        },
        el("span", { "aria-hidden": "true" }, "⇄"),
        el("span", { class: "hidden" }, "Swap from and to"),
      ),
      field("to", "To"),
      el(
        "div",
        { class: "field" },
        el("span", { class: "label" }, "Best means"),
        parts.choices("Best means", choices(), state.minimize || usual, (minimize) => change({ minimize: minimize === usual ? "" : minimize })),
      ),
    );
  }

  // ---------------------------------------------------------------- paths

  // Conditions that an address can have; the files of a static site know of none.
  const CONDITIONS = ["through", "avoid", "kind", "max_steps"];
  const conditions = (state) => Object.fromEntries(CONDITIONS.filter((it) => state[it]).map((it) => [it, state[it]]));

  const asParameter = (have) => [...have.values()].map((it) => (it.degree < 1 ? `${it.iri}=${it.degree * 100}%` : it.iri));

  async function answer(state, have) {
    const question = { from: state.from, to: state.to, minimize: state.minimize || "steps", k: 3, ...conditions(state) };
    if (!ecomgraph.criteria.some((it) => it.name === question.minimize)) {
      throw new ecomgraph.Refusal(`“${question.minimize}” is none of the meanings of “best”. Choose one of them above.`, [], 422);
    }
    if (ecomgraph.site) {
      return data("path", { from: question.from, to: question.to, minimize: question.minimize });
    }
    return data("path", { ...question, have: asParameter(have) });
  }

  function cards(state, found, have, chosen) {
    const best = found.paths[0].cost;
    return el(
      "ol",
      { class: "plain ways" },
      found.paths.map((path, at) => card(state, found, path, at, at === chosen, have, best)),
    );
  }

  // Paths of a static site do not know of the skills at hand; those of the server leave out what is known.
  const known = (skill, have) => have.has(skill.iri) && have.get(skill.iri).degree >= (skill.to?.degree ?? 1);
  const fresh = (skills, have) => skills.filter((skill) => !known(skill, have));
  const weighed = (have) => !ecomgraph.site || !have.size;

  function learnt(step, have) {
    const [added, raised] = [fresh(step.new_skills, have), fresh(step.raised_skills, have)];
    const far = [...added, ...raised].filter((skill) => skill.built_on).length;
    const parts = [
      (added.length || !raised.length) && count(added.length, "new skill"),
      raised.length && `${raised.length} raised`,
      far && `${far} of them only by what it builds on`,
    ];
    return parts.filter(Boolean).join(", ");
  }

  function card(state, found, path, at, chosen, have, best) {
    const lessons = new Set(path.steps.flatMap((step) => fresh([...step.new_skills, ...step.raised_skills], have)).map((it) => it.iri));
    const more = path.cost - best;
    const weight = found.minimize !== "learning" && weighed(have) && `${amount(path.learning)} by weight`;
    return el(
      "li",
      { class: `card way-card${chosen ? " chosen" : ""}` },
      el(
        "header",
        {},
        el("h3", {}, `Path ${at + 1}`),
        el("p", { class: "cost" }, costText(found.minimize, path.cost), more > 0 && el("span", { class: "count" }, ` (+${amount(more)})`)),
        el("p", { class: "soft small" }, [found.minimize !== "steps" && count(path.steps.length, "step"), [`${count(lessons.size, "skill")} to learn`, weight].filter(Boolean).join(", ")].filter(Boolean).join(" · ")),
        el(
          "button",
          {
            class: "button small noprint",
            type: "button",
            "aria-pressed": String(chosen),
            "data-focus": `show-${at}`,
            onclick: () => ecomgraph.go({ ...ecomgraph.latest(state), path: at ? String(at + 1) : "" }),
          },
          chosen ? "On the map" : "Show on the map",
        ),
      ),
      (path.notes || []).map((it) => el("p", { class: "soft small" }, it)),
      el(
        "ol",
        { class: "plain steps" },
        path.steps.length ? stop(path.steps[0].from) : el("li", { class: "stop" }, el("p", { class: "soft" }, "Nothing to do: one is the other already.")),
        path.steps.map((step) => [stepOf(step, have), stop(step.to)]),
      ),
      path.undescribed.map((it) => el("p", { class: "soft small" }, `${it.label} ${ecomgraph.SILENT}.`)),
    );
  }

  const stop = (node) => el("li", { class: "stop" }, parts.node(node));

  function stepOf(step, have) {
    const name = ecomgraph.nameOf(step.to);
    const all = [...step.new_skills, ...step.raised_skills];
    const line = (skill) => {
      const notes = [parts.span(skill), weighed(have) && amount(skill.weight), skill.asked_by_transition && "required by the transition itself", known(skill, have) && "you have it"];
      return el("li", { class: known(skill, have) ? "known" : "" }, parts.skill(skill, name, { extra: el("span", { class: "via" }, notes.filter(Boolean).join(" · ")) }));
    };
    return el(
      "li",
      { class: "move" },
      parts.opening(
        [el("span", { class: "kind" }, capital(worded(step.kind) || "transition")), el("span", { class: "count" }, learnt(step, have))],
        () =>
          all.length
            ? el(
                "div",
                {},
                parts.byAsker(all, step.to.label).map(([title, list]) => [
                  title && el("p", { class: "asker" }, title, " ", el("span", { class: "count" }, list.length)),
                  el("ul", { class: "plain items" }, list.map(line)),
                ]),
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

  function explained(gap, nodes) {
    const goal = nodes.to.label;
    const term = (name, text) => [el("dt", {}, name), el("dd", {}, text)];
    return el(
      "details",
      { class: "how" },
      el("summary", {}, "How these numbers come about"),
      el(
        "dl",
        { class: "facts" },
        term("Weight", "An essential skill weighs 1, an optional one 0.5; a part of a skill weighs its share of that."),
        term(
          `To learn ${amount(gap.weight)}`,
          `${amount(total(gap.missing))} of missing skills and ${amount(total(gap.raise))} of skills to raise: what ${goal} requires and is not held.`,
        ),
        term(`Covered ${percent(gap.coverage)}`, `${amount(gap.held)} of ${amount(gap.whole)}: the weight that is held, of all that is required.`),
        term(
          `Similarity ${percent(gap.similarity)}`,
          `${amount(gap.least)} of ${amount(gap.most)}: over all skills and degrees of both sides, the lesser of the two weights, of the greater.`,
        ),
      ),
    );
  }

  const total = (skills) => skills.reduce((sum, skill) => sum + skill.weight, 0);
  const graded = (skill) => skill.degree !== null && skill.degree !== undefined;

  // Of skills that are held further than needed, those that are needed are in another list.
  const more = (number) => `${count(number, "skill")} held further than needed ${number === 1 ? "is" : "are"} listed as shared.`;

  // What stands beside a skill: how far it is held and needed, what is near.
  function notes(part, skill) {
    const held = parts.degreeText(skill.held, ecomgraph.levelsOf(skill).find((it) => it.degree === skill.held)?.label);
    const list = {
      missing: () => [skill.near.length > 0 && `near: ${skill.near.map((it) => it.label).join(", ")} held`],
      raise: () => [`${held === parts.needed(skill) ? parts.span({ from: { degree: skill.held }, to: { degree: skill.degree } }).split(/ [→←] /)[0] : held} held`],
      shared: () => [graded(skill) && skill.held !== skill.degree && `${held} held`],
      surplus: () => [graded(skill.needed || {}) && `${held} held, ${parts.needed(skill.needed)} needed`],
    };
    return list[part]().filter(Boolean).join(" · ");
  }

  function lists(gap, target, state, have) {
    const add = (skill) =>
      el(
        "button",
        {
          class: "button small quiet noprint",
          type: "button",
          title: `I have ${skill.label}`,
          onclick: (event) => {
            event.preventDefault();
            ecomgraph.have.add(state, have, [skill]);
          },
        },
        el("span", { "aria-hidden": "true" }, "+ have"),
        el("span", { class: "hidden" }, `I have ${skill.label}`),
      );
    const line = (part, name, extra) => (skill) =>
      el(
        "li",
        {},
        extra && extra(skill),
        name && skill.basis !== undefined
          ? parts.skill(skill, name, { extra: el("span", { class: "via" }, [notes(part, skill), extra && amount(skill.weight)].filter(Boolean).join(" · ")) })
          : el("div", { class: "skill" }, el("p", { class: "line" }, el("span", { class: "label" }, parts.thing(skill)), el("span", { class: "via" }, notes(part, skill)))),
      );
    // What the target itself asks for comes first; below that, each list by group.
    const asked = (part, listed) => (part === "missing" || part === "raise" ? parts.byAsker(listed, target.node.label) : [["", listed]]);
    const column = (part, title, mark, name, extra, listed = gap[part]) =>
      el(
        "section",
        { class: `card side ${part === "raise" ? "missing raise" : part}` },
        el("h3", {}, el("span", { class: "mark", "aria-hidden": "true" }, mark), title, " ", el("span", { class: "count" }, gap[part].length)),
        asked(part, listed).map(([heading, them]) => [
          heading && el("p", { class: "asker" }, heading, " ", el("span", { class: "count" }, them.length)),
          el(
            "div",
            { class: "groups" },
            parts.byGroup(them, (skill) => skill.weight || skill.whole || 0).map(([label, skills]) => [
              label && el("h4", {}, label, " ", el("span", { class: "count" }, skills.length)),
              el("ul", { class: "plain items" }, skills.map(line(part, name, extra))),
            ]),
          ),
        ]),
        listed.length < gap[part].length && el("p", { class: "soft small" }, more(gap[part].length - listed.length)),
      );
    const shared = new Set(gap.shared.map((it) => it.iri));
    return el(
      "div",
      { class: "sides" },
      column("missing", gap.source_described === false ? "Needed, and not known to be held" : "Missing", "−", state.to, add),
      gap.raise.length > 0 && column("raise", "To raise", "↑", state.to, add),
      gap.source_described !== false && [
        column("shared", "Shared", "=", state.to),
        column("surplus", "Surplus", "+", state.from, null, gap.surplus.filter((it) => !shared.has(it.iri))),
      ],
    );
  }

  async function gapView(state, nodes, have) {
    const [source, target] = await Promise.all([
      state.from ? ecomgraph.requirements(state.from) : null,
      ecomgraph.requirements(state.to),
    ]);
    const gap = ecomgraph.gap(source, have, target);
    const told = gap.weight !== null;
    announce(told ? `${count(gap.missing.length, "skill")} missing, ${percent(gap.coverage)} covered` : "Too little is recorded to compare");
    const rows = ["missing", "raise", "shared", "surplus"].flatMap((side) =>
      gap[side].map((it) => [
        side, it.iri, it.id, it.label, it.importance || "", side === "surplus" ? "" : it.weight, it.basis || "",
        graded(it) ? it.held : "", it.degree ?? "", it.required_level || "",
      ]),
    );
    const head = ["side", "iri", "id", "label", "importance", "weight", "basis", "degree held", "degree needed", "level needed"];
    const name = `gap-${source ? source.node.id : "skills"}-${target.node.id}`;
    return el(
      "section",
      { class: "stack gap", "aria-labelledby": "gap-title" },
      el(
        "div",
        { class: "row spread" },
        el("h2", { id: "gap-title" }, `What is missing ${source ? `from ${source.node.label} ` : ""}to ${target.node.label}`),
        ecomgraph.menu("Export", [
          ["CSV", () => ecomgraph.saveCsv(name, [head, ...rows])],
          ["JSON", () => ecomgraph.saveJson(name, { source: source?.node ?? null, target: target.node, have: [...have.values()].map(({ iri, id, label, degree }) => ({ iri, id, label, degree })), ...gap })],
        ]),
      ),
      ecomgraph.cautions(source, target).map((text) => el("p", { class: "soft small" }, text)),
      told && [
        el(
          "p",
          { class: "figures" },
          el("strong", { "data-missing": gap.missing.length }, count(gap.missing.length, "skill")),
          ` missing, weighing ${amount(total(gap.missing))}; `,
          gap.raise.length > 0 && [el("strong", { "data-raise": gap.raise.length }, gap.raise.length), ` to raise, weighing ${amount(total(gap.raise))}; `],
          el("strong", { "data-covered": gap.coverage }, percent(gap.coverage)),
          " covered",
        ),
        bar(gap),
        explained(gap, nodes),
      ],
      target.described && lists(gap, target, state, have),
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
        trouble = await ecomgraph.refused(error, nodes.from, nodes.to);
        announce(parts.plainly(trouble.message));
      }
    }
    const shown = found ? Math.min(chosen, found.paths.length - 1) : 0;
    const content = [
      !ready &&
        el("p", { class: "note" }, "Choose where to start and where to go: type into the fields, or click two boxes on the map."),
      ready && trouble && refusal(state, trouble),
      found && results(state, found, have, shown),
      state.to &&
        trouble?.code !== "unknown-name" &&
        (await gapView(state, nodes, have).catch(async (error) => parts.problem(await ecomgraph.refused(error, nodes.from, nodes.to)))),
    ];
    return { content, paths: found ? found.paths : [], chosen: shown };
  }

  const again = () => el("button", { class: "button small", type: "button", onclick: () => ecomgraph.redraw() }, "Try again");

  function refusal(state, trouble) {
    if (trouble.code === "unknown-name") {
      return parts.problem(trouble);
    }
    const months = trouble.code === "missing-months";
    return el(
      "div",
      { class: "note error", role: "alert" },
      el("h2", {}, months ? "No path by time" : "No path"),
      months
        ? el("p", {}, "The framework does not say how long each of these transitions takes, and a guess would be worth nothing. Choose another meaning of “best”.")
        : el("p", {}, parts.plainly(trouble.message)),
      !trouble.status && !ecomgraph.site && again(),
    );
  }

  function results(state, found, have, shown) {
    const name = `paths-${found.source.id}-${found.target.id}`;
    const rows = found.paths.flatMap((path, at) =>
      path.steps.flatMap((step, number) => {
        const skills = [...step.new_skills, ...step.raised_skills];
        return (skills.length ? skills : [{ iri: "", label: "" }]).map((skill) => [
          at + 1, path.cost, number + 1, step.from.label, step.to.label, step.kind, skill.label, skill.iri,
          parts.degreeText(skill.from), parts.degreeText(skill.to), skill.weight ?? "",
        ]);
      }),
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
            ["CSV", () => ecomgraph.saveCsv(name, [["path", "cost", "step", "from", "to", "kind", "skill", "iri", "from level", "to level", "weight"], ...rows])],
            ["JSON", () => ecomgraph.saveJson(name, found)],
            ["Map as SVG", () => ecomgraph.save(name, "svg", ecomgraph.map.text())],
          ]),
          el("a", { class: "button primary noprint", href: ecomgraph.stateHref({ ...state, view: "plan", minimize: found.minimize === "learning" ? "" : found.minimize }) }, "Plan to print"),
          ecomgraph.share(),
        ),
      ),
      ecomgraph.site && have.size > 0 && el("p", { class: "soft small" }, "Paths of this copy were worked out beforehand, without the skills you have; the counts leave them out."),
      cards(state, found, have, shown),
    );
  }

  ecomgraph.paths = { answer, asParameter, conditions, fresh, planner, view };
})();
