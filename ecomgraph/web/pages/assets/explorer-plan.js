// A development plan to print, as templates/plan.html has it; here, ticking a skill says that one has it.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { announce, count, data, el, parts, worded } = ecomgraph;
  const ASKED = "Required by the transition itself";

  // As the server lists lessons, so that groups of one weight are in the same order: essential ones first, then by label.
  const place = (skill) => `${skill.importance} ${ecomgraph.fold(skill.label)} ${skill.iri}`;
  const inOrder = (lessons) => [...lessons].sort((a, b) => (place(a) < place(b) ? -1 : 1));

  // What is learnt at each node of the way, {node, kind, lessons}, the node named to start from, and the notes; without a
  // start, the server chooses one.
  async function stagesOf(state, have) {
    if (state.from) {
      const found = await ecomgraph.paths.answer({ ...state, minimize: state.minimize || "learning" }, have);
      const path = found.paths[Math.min(Math.max(Number(state.path) || 1, 1), found.paths.length) - 1];
      const first = path.steps.length ? path.steps[0].from : found.target;
      const steps = path.steps.map((step) => ({
        node: step.to,
        kind: step.kind,
        modality: step.modality,
        months: step.months,
        lessons: inOrder(ecomgraph.paths.fresh([...step.new_skills, ...step.raised_skills], have)),
      }));
      return { stages: [{ node: first, kind: null, lessons: [] }, ...steps], from: found.source, notes: path.notes };
    }
    if (ecomgraph.site) {
      const starts = await startsOf(state.to, have);
      const start = starts[0].name;
      const required = starts[0].required;
      const rest = start === state.to ? { stages: [{ node: required.node, kind: null }] } : await stagesOf({ ...state, from: start, path: "" }, have);
      const later = await Promise.all(rest.stages.slice(1).map((it) => ecomgraph.requirements(ecomgraph.nameOf(it.node))));
      const first = { ...rest.stages[0], lessons: firstLessons(required, later, have) };
      const notes = [startNote(starts, rest.stages.at(-1).node.label), ...(rest.notes || [])];
      return { stages: [first, ...rest.stages.slice(1)], from: required.node, notes };
    }
    const found = await data("plan", { to: state.to, have: ecomgraph.paths.asParameter(have), ...ecomgraph.paths.conditions(state) });
    return { stages: found.steps, from: found.steps[0].node, notes: found.notes };
  }

  // The nodes where a plan may start, {name, required, weight}, from the one for which least is missing.
  async function startsOf(target, have) {
    const names = (await data("plan-starts"))[target];
    const found = await Promise.all(
      names.map(async (name, at) => {
        const required = await ecomgraph.requirements(name);
        const { weight, whole } = ecomgraph.gap(null, have, required);
        return { name, required, weight: weight || 0, order: [weight || 0, (weight || 0) - whole, at] };
      }),
    );
    const differing = (one, other) => one.order.map((it, at) => it - other.order[at]).find((it) => Math.abs(it) > 1e-9);
    return found.sort((one, other) => differing(one, other) || 0);
  }

  // Why a plan starts where it does, as model/plans.py has it.
  function startNote([chosen, ...others], target) {
    if (!chosen.required.described) {
      return `No start was named, and no node that leads to ${target} is described.`;
    }
    if (!others.length) {
      return `No start was named, and no other described node leads to ${target}, so the plan begins there.`;
    }
    const among = others.length === 1 ? "the one other described node that leads there" : `the ${others.length.toLocaleString("en")} other described nodes that lead there`;
    const least = chosen.weight ? `least is missing (${ecomgraph.amount(chosen.weight)} by its own weights)` : "nothing is missing";
    const next = others.slice(0, 2).map((it) => `${it.required.node.label} (${ecomgraph.amount(it.weight)})`);
    return `No start was named: of ${target} and ${among}, ${chosen.required.node.label} is the one for which ${least}; next come${next.length === 1 ? "s" : ""} ${next.join(" and ")}.`;
  }

  // What is to be learnt of all that the first node of a way requires, as lessons; what a later one asks for as essential is.
  function firstLessons(required, later, have) {
    const essential = ({ iri, ask }) => Math.max(ask.essential, ...later.map((it) => Math.min(ask.degree, it.skills.get(iri)?.ask.essential || 0)));
    const asked = [...required.skills].map(([iri, skill]) => {
      const ask = { ...skill.ask, essential: essential(skill) };
      return [iri, { ...skill, ask, importance: ask.essential ? "essential" : skill.importance }];
    });
    const { missing, raise } = ecomgraph.gap(null, have, { ...required, skills: new Map(asked) });
    const degree = (number, level) => ({ degree: number, level: level || null });
    return inOrder(
      [...missing, ...raise].map((skill) => ({
        ...skill,
        from: skill.held ? degree(skill.held, have.get(skill.iri)?.level) : null,
        to: skill.degree === null ? null : degree(skill.degree, skill.required_level),
      })),
    );
  }

  // The lessons of a node by group, each skill with its type, which is recorded where the node requires it.
  function groupsOf(lessons, required) {
    const own = lessons.filter((it) => !it.asked_by_transition).map((it) => ({ ...it, type: required.get(it.iri)?.type, group: required.get(it.iri)?.group }));
    const asked = lessons.filter((it) => it.asked_by_transition);
    const groups = parts.byGroup(own, (skill) => skill.weight);
    const named = groups.map(([label, list]) => [label || (asked.length ? "Other skills" : ""), list]);
    return asked.length ? [...named, [ASKED, asked]] : named;
  }

  // The same by what asks for them: [title, groups]; what only a transition asks for is in no group of the node.
  const partsOf = (lessons, required, label) =>
    parts.byAsker(lessons, label).map(([title, list]) => [title, title && list[0].asked_by_transition ? [["", list]] : groupsOf(list, required)]);

  function learnt(lessons) {
    const raised = lessons.filter((it) => it.from).length;
    const fresh = lessons.length - raised;
    return [fresh && count(fresh, "new skill"), raised && `${raised} to raise`].filter(Boolean).join(", ");
  }

  // By what transition a node is reached, how often that is where the source hedges, and how long it takes where stated.
  const lasts = (stage) => Number.isFinite(stage.months) && `typically ${count(stage.months, "month")}`;
  const kind = (stage) => [worded(stage.kind), parts.MODALITIES[stage.modality], lasts(stage)].filter(Boolean).join(", ");
  const name = (item) => parts.thing(item);
  const line = (text) => el("div", {}, el("dt", {}, text), el("dd", {}));

  function lesson(skill, tick) {
    const id = `tick-${skill.iri}-${skill.asked_by_transition ? "asked" : ""}`;
    return el(
      "li",
      {},
      el("input", { type: "checkbox", id, "data-focus": id, "aria-label": `I have ${skill.label}`, onchange: () => tick(skill) }),
      el(
        "span",
        {},
        name(skill),
        parts.span(skill) && [" ", el("span", { class: "plan-level" }, parts.span(skill))],
        skill.importance === "optional" && [" ", el("i", {}, "optional")],
        (skill.resources || []).map((it) => [" ", el("span", { class: "plan-place-to-learn" }, parts.place(it), it.level && ` (${it.level})`)]),
      ),
    );
  }

  function stageOf(stage, number, required, tick) {
    const described = required.described;
    return el(
      "section",
      { class: "plan-step" },
      el(
        "h2",
        {},
        el("span", { class: "plan-number" }, number + 1),
        " ",
        parts.node(stage.node),
        " ",
        el("small", {}, learnt(stage.lessons) || (described ? "nothing to learn" : "not described")),
      ),
      !described && el("p", { class: "plan-note" }, `${stage.node.label} ${ecomgraph.SILENT}.`),
      partsOf(stage.lessons, required.skills, stage.node.label).map(([title, groups]) => [
        title && el("p", { class: "plan-asker" }, title),
        el(
          "div",
          { class: "plan-groups" },
          groups.map(([label, list]) =>
            el("section", { class: "plan-group" }, label && el("h3", {}, label), el("ul", {}, list.map((skill) => lesson(skill, tick)))),
          ),
        ),
      ]),
      el("dl", { class: "plan-room" }, ["Begin", "Done", "Notes"].map(line)),
    );
  }

  // How many skills are to be learnt, how many of those required are held, and how long the path takes.
  function summary(stages, target, held) {
    if (!target.described) {
      return `${target.node.label} ${ecomgraph.SILENT}.`;
    }
    const lessons = stages.flatMap((it) => it.lessons);
    // A skill that is learnt at one step and raised at another is learnt.
    const fresh = new Set(lessons.filter((it) => !it.from).map((it) => it.iri));
    const raised = new Set(lessons.map((it) => it.iri).filter((it) => !fresh.has(it))).size;
    const learn = [
      (fresh.size || !raised) && `${count(fresh.size, "skill")} to learn`,
      raised && `${fresh.size ? raised : count(raised, "skill")} to raise`,
    ];
    const already = `${held || "none"} ${held > 1 ? "are" : "is"} already held${lessons.some((it) => it.to) ? " as far as needed" : ""}`;
    const made = stages.slice(1).map((it) => it.months);
    const lasts = made.length && made.every(Number.isFinite);
    const months = lasts ? ` The transitions typically take ${count(made.reduce((sum, it) => sum + it, 0), "month")} together.` : "";
    return `${learn.filter(Boolean).join(" and ")} on the way. Of the ${target.skills.size} that ${target.node.label} requires, ${already}.${months}`;
  }

  function rights(about) {
    return [
      el("span", { class: "rights-name" }, about.name),
      about.publisher && `, ${about.publisher}`,
      about.attribution && about.attribution !== about.publisher && `. ${about.attribution.replace(/\.$/, "")}`,
      about.license && [". Licence: ", about.license_href ? el("a", { href: about.license_href, rel: "license external noopener noreferrer" }, about.license) : about.license],
      about.sources.length > 0 && `. Source: ${about.sources.join("; ")}`,
      about.grading && `. ${about.grading.replace(/\.$/, "")}`,
      about.bases.map((base) => [". Builds on: ", rights({ ...base, sources: [] })]),
    ];
  }

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((it) => String(it).padStart(2, "0")).join("-");
  };

  async function sheet(state, have, tick) {
    const { stages, from, notes } = await stagesOf(state, have);
    const required = await Promise.all(stages.map((it) => ecomgraph.requirements(ecomgraph.nameOf(it.node))));
    const target = required.at(-1);
    const due = new Set(stages.flatMap((it) => it.lessons).map((it) => it.iri));
    const start = state.from && stages.length > 1 ? await ecomgraph.requirements(ecomgraph.nameOf(from)) : null;
    const cautions = new Set(required.flatMap((it) => ecomgraph.cautions(null, it)));
    ecomgraph.cautions(start, target).filter((it) => !it.startsWith("Recorded of ")).forEach((it) => cautions.add(it));
    const held = [...target.skills.values()].filter((it) => !due.has(it.iri));
    const begun = stages.length > 1 && !stages[0].lessons.length;
    const goal = stages.at(-1).node.label;
    const title = begun ? `From ${from.label} to ${goal}` : `To ${goal}`;
    const told = summary(stages, target, held.length);
    announce(told);
    const { about } = ecomgraph;
    return el(
      "article",
      { class: "plan" },
      el(
        "header",
        { class: "plan-head" },
        el("p", { class: "plan-kind" }, "Development plan"),
        el("h1", {}, title),
        el("dl", { class: "plan-who" }, ["Name", "Manager", "Agreed on"].map(line)),
      ),
      el(
        "ol",
        { class: "plan-route", "aria-label": "The path" },
        stages.map((it) =>
          el("li", {}, el("span", { class: "plan-place" }, it.node.label), el("span", { class: "plan-how" }, [kind(it), learnt(it.lessons)].filter(Boolean).join(" · "))),
        ),
      ),
      [...(notes || []), ...cautions].map((it) => el("p", { class: "plan-note" }, it)),
      el("p", { class: "plan-sum" }, told),
      (begun ? stages.slice(1) : stages).map((it, at) => stageOf(it, at, required[at + Number(begun)], tick)),
      held.length > 0 &&
        el(
          "section",
          { class: "plan-held" },
          el("h2", {}, "Held already ", el("small", {}, held.length)),
          el(
            "ul",
            {},
            held.sort((a, b) => (a.label < b.label ? -1 : 1)).map((it) => el("li", {}, el("span", { class: "plan-tick", "aria-hidden": "true" }, "✓"), " ", name(it))),
          ),
        ),
      el("section", { class: "plan-lines" }, el("h2", {}, "Notes and agreements"), [0, 1, 2].map(() => el("div"))),
      el(
        "footer",
        { class: "plan-foot" },
        about && el("p", {}, rights(about)),
        el("p", {}, el("time", { datetime: today() }, today()), " · ", el("span", { class: "plan-address" }, location.href)),
      ),
    );
  }

  async function view(state, have, tick) {
    if (!state.to) {
      return [el("p", { class: "note" }, "Choose where to go, and where to start: the plan lists what to learn at each step, on a sheet to print.")];
    }
    const found = await sheet(state, have, tick);
    const file = `/plan?${new URLSearchParams(Object.entries({ from: state.from || "", to: state.to, have: ecomgraph.paths.asParameter(have).join(","), ...ecomgraph.paths.conditions(state) }).filter(([, value]) => value))}`;
    return [
      el(
        "div",
        { class: "row noprint plan-tools" },
        el("button", { class: "button primary", type: "button", onclick: () => window.print() }, "Print"),
        el("a", { class: "button", href: ecomgraph.stateHref({ ...state, view: "path", minimize: state.minimize || "learning" }) }, "Other paths"),
        !ecomgraph.site && state.from && !state.minimize && !state.path && el("a", { class: "button", href: ecomgraph.root + file.slice(1) }, "As a page"),
        ecomgraph.share(),
        el("span", { class: "soft small" }, "Tick what you have: the plan gets shorter, and the address keeps it."),
      ),
      found,
    ];
  }

  ecomgraph.plan = { view };
})();
