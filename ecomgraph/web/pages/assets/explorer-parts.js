// Parts that several views are made of: what a basis is, links to things and passages, skills with their reasons.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { combobox, el } = ecomgraph;
  const BASES = {
    stated: "A passage of the source says so.",
    curated: "An editor's judgement, from the passages given.",
    derived: "A rule concluded it.",
  };
  const MODALITIES = { typical: "often", possible: "in some cases" };
  const SECTIONS = {
    responsibilities: "Responsibilities",
    activities: "Daily activities",
    skills: "Skills",
    collaborations: "Works with",
    objectives: "Objectives",
    challenges: "Challenges",
    characteristics: "What it is like",
    team_roles: "People on the team",
  };

  const worded = (slug) => (slug || "").replaceAll("-", " ");
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // A weight as model/amounts.py has it: 10.5 -> "10.5", a third -> "1/3"; a tiny weight is not said to be nothing.
  function amount(number) {
    const near = (other) => Math.abs(other - number) < 1e-9;
    const short = Math.round(number * 1000) / 1000;
    const below = near(short) ? 0 : [...Array(58).keys()].map((it) => it + 3).find((it) => near(Math.round(number * it) / it));
    if (below) {
      const above = Math.round(number * below);
      return `${above >= below ? `${Math.floor(above / below)} ` : ""}${above % below}/${below}`;
    }
    return number > 0 && number < 0.005 ? "<0.01" : String(near(short) ? short : Math.round(number * 100) / 100);
  }
  const percent = (share) => `${Math.round(share * 100)} %`;

  function basis(name) {
    return BASES[name] ? el("span", { class: `basis ${name}`, title: BASES[name] }, name) : null;
  }

  // On what basis something is said, and in how many cases it holds where the source hedges.
  function grounds(item) {
    return [basis(item.basis), item.modality && el("span", { class: "via" }, MODALITIES[item.modality] || item.modality)];
  }

  // A link to the page about a thing; its label alone where there is none.
  function thing(item, text = item.label) {
    const href = ecomgraph.link(item.iri);
    return href ? el("a", { href }, text) : el("span", {}, text);
  }

  // A link to a node within the explorer.
  const node = (item, text = item.label) =>
    el("a", { href: ecomgraph.stateHref({ view: "node", node: ecomgraph.nameOf(item) }) }, text);

  // What a passage says, in other words, and where it is: its text is not in the graph.
  function passage(found, id) {
    if (!found) {
      return el("p", { class: "evidence" }, el("span", { class: "passage" }, `Passage ${id}`));
    }
    const section = found.section && `section “${worded(found.section)}”`;
    const ordinal = found.ordinal || Number(/\d+$/.exec(found.id)?.[0]) || 0;
    const where = capital([section, ordinal && `sentence ${ordinal}`].filter(Boolean).join(", ")) || `Passage ${found.id}`;
    const href = ecomgraph.link(found.iri);
    const title = [found.id, found.end && `characters ${found.start}–${found.end}`].filter(Boolean).join(", ");
    const place_ = href ? el("a", { class: "passage", href, title }, where) : el("span", { class: "passage", title }, where);
    return el("p", { class: "evidence" }, found.abstract && [el("span", {}, found.abstract), " "], place_);
  }

  const passages = (list, evidence) => evidence.map((it) => (typeof it === "string" ? passage(list?.get(it), it) : passage(it, it.id)));

  // The passages that say something, folded: what each says, and where.
  function evidence(list, ids) {
    return ids.length > 0 && opening(ecomgraph.count(ids.length, "passage"), () => el("div", {}, passages(list, ids)), { className: "why" });
  }

  // Why a node requires a skill, asked for when it is opened.
  async function reasons(name, skill) {
    const answer = await ecomgraph.data("explain", { node: name, skill: skill.id });
    return el(
      "ul",
      { class: "plain reasons" },
      !answer.reasons.length && el("li", {}, "The transition itself asks for it."),
      answer.reasons.map((reason) =>
        el(
          "li",
          {},
          el(
            "p",
            {},
            reason.holder.iri === reason.via.iri
              ? ["Asked of ", node(reason.via)]
              : ["For ", thing(reason.holder, `“${reason.holder.label}”`), " of ", node(reason.via)],
            reason.builds_on && ", built on",
            !reason.basis && `, ${reason.importance}`,
            reason.asked && `, ${degreeText(reason.asked)}`,
          ),
          reason.note && el("p", { class: "soft" }, reason.note),
          el(
            "p",
            { class: "meta" },
            reason.basis && "needed: ",
            grounds(reason),
            reason.own_basis &&
              el("span", { class: "via" }, `of ${(reason.builds_on ? reason.via : reason.holder).label}: ${reason.own_basis}`),
            reason.importance_basis && el("span", { class: "via" }, `${reason.importance}: an editor's grading`),
          ),
          passages(null, reason.evidence),
        ),
      ),
    );
  }

  // {degree, level} or a number -> "Advanced", "40 %"; "" without one.
  function degreeText(degree, level = null) {
    if (degree === null || degree === undefined) {
      return "";
    }
    return typeof degree === "number" ? level || percent(degree) : degree.level || percent(degree.degree);
  }

  // How far a skill of an answer is needed.
  const needed = (skill) => degreeText(skill.degree, skill.required_level);

  // The texts of two degrees, {degree, level} or null: percentages have as many decimals as it takes to tell them apart.
  function apart(one, other) {
    const exact = one && other && !one.level && !other.level && percent(one.degree) === percent(other.degree);
    const decimals = exact ? [1, 2, 3, 4, 5, 6].find((it) => (one.degree * 100).toFixed(it) !== (other.degree * 100).toFixed(it)) : 0;
    return [one, other].map((it) => (decimals ? `${(it.degree * 100).toFixed(decimals)} %` : degreeText(it)));
  }

  // Arrows are not mirrored in a text that runs from right to left.
  const leftward = (text) => /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text);
  const joined = (words) => words.join(leftward(words.join(" ")) ? " ← " : " → ");

  // From where to where a skill is learnt on a step.
  const span = ({ from, to }) => joined(apart(from, to).filter(Boolean));

  // Skills by their top group: [label, skills], the group of most weight first, attitudes last; essential ones first, then
  // those that the source rates as more important. The top skill of a group is in it.
  function byGroup(skills, weight) {
    const groups = new Map();
    const tops = new Map(skills.filter((it) => it.group && it.type !== "attitude").map(({ group }) => [group.iri, group]));
    for (const skill of skills) {
      const label = skill.type === "attitude" ? "Attitudes" : (skill.group || tops.get(skill.iri))?.label || "";
      groups.set(label, [...(groups.get(label) || []), skill]);
    }
    const compare = new Intl.Collator("en").compare;
    const sum = (list) => list.reduce((total, skill) => total + weight(skill), 0);
    const last = (list) => list[0].type === "attitude";
    const optional = (skill) => skill.importance !== "essential";
    const rating = (skill) => skill.importance_rating || 0;
    return [...groups]
      .sort(([a, one], [b, other]) => last(one) - last(other) || sum(other) - sum(one) || compare(a, b))
      .map(([label, list]) => [
        label || (groups.size > 1 ? "Other skills" : ""),
        list.sort((a, b) => optional(a) - optional(b) || rating(b) - rating(a) || weight(b) - weight(a) || compare(a.label, b.label)),
      ]);
  }

  // The skills that a node needs, by what asks for them: [title, skills]; one part with no title where it needs none only by
  // building on others.
  function byAsker(skills, label) {
    if (!skills.some((it) => it.built_on)) {
      return [["", skills]];
    }
    return [
      [`Required by ${label} itself`, skills.filter((it) => !it.built_on && !it.asked_by_transition)],
      [`Required only by nodes that ${label} builds on`, skills.filter((it) => it.built_on)],
      ["Required by the transition only", skills.filter((it) => it.asked_by_transition)],
    ].filter(([, list]) => list.length);
  }

  const place = (it) => (/^https?:/.test(it.url) ? el("a", { href: it.url, rel: "external noopener noreferrer" }, it.label) : it.label);

  // Where a skill can be learnt.
  function places(resources) {
    return resources?.length
      ? el(
          "p",
          { class: "soft small" },
          "Learn at: ",
          resources.map((it, at) => [
            at > 0 && "; ",
            place(it),
            it.level && ` (${it.level})`,
          ]),
        )
      : null;
  }

  function opening(summary, content, { className = "", open = false } = {}) {
    const body = el("div", { class: "opened" });
    let asked = false;
    const details = el("details", { class: className }, el("summary", {}, summary), body);
    const fill = async () => {
      if (details.open && !asked) {
        asked = true;
        try {
          const made = content();
          body.replaceChildren(made instanceof Node ? made : await made);
        } catch (error) {
          asked = false;
          body.replaceChildren(problem(error));
        }
      }
    };
    details.addEventListener("toggle", fill);
    // For paper, which does not wait: what need not be asked for is there at once.
    details.fill = fill;
    details.open = open;
    return details;
  }

  // A skill: its name, which leads to its page, how far it is needed, and on request why; `extra` goes after the name.
  // In full, it also says what the skill is and on what basis it is needed.
  function skill(item, name, { extra = null, full = false } = {}) {
    return el(
      "div",
      { class: full ? "skill full" : "skill" },
      el(
        "p",
        { class: "line" },
        el("span", { class: "label" }, thing(item)),
        needed(item) && el("span", { class: "level-needed" }, needed(item)),
        item.importance === "optional" && el("span", { class: "optional-mark" }, "optional"),
        extra,
        full && grounds(item),
      ),
      full && item.definition && el("p", { class: "definition" }, item.definition),
      opening(["Why", el("span", { class: "hidden" }, ` ${item.label}`)], async () => el("div", {}, places(item.resources), await reasons(name, item)), {
        className: "why",
      }),
    );
  }

  // A refusal as people put it, who know roles and profiles by their names, and neither nodes nor IRIs.
  const plainly = (message) =>
    capital(message)
      .replace(/\bcareer node\b/g, "role or profile")
      .replace(/\bnode\b/g, "role")
      .replace(/'[a-z][\w+.-]*:[^'\s]*[/#:]([^'/#:\s]+)'/g, "'$1'")
      .replace(/[.?!]?$/, (end) => end || ".");

  function problem(error) {
    return el(
      "div",
      { class: "note error", role: "alert" },
      el("p", {}, plainly(error.message)),
      error.code === "unknown-name" && [
        error.candidates.some((it) => it.iri) && el("p", {}, "Did you mean ", error.candidates.map((it, at) => [at > 0 && ", ", node(it)]), "?"),
        el("p", {}, el("a", { href: ecomgraph.stateHref({ view: "map" }) }, "Back to the map"), ", or ", el("a", { href: ecomgraph.stateHref({ view: "table" }) }, "look through all roles"), "."),
      ],
      // Nobody answered: the network or the server may be back.
      error.status === 0 && !ecomgraph.site && el("button", { class: "button small", type: "button", onclick: () => ecomgraph.redraw() }, "Try again"),
    );
  }

  // A field in which a node is found by typing; `chosen` is what is in it.
  function nodeField({ name, text, chosen, onpick, onfocus, hint = "Type a role" }) {
    const input = el("input", {
      id: `field-${name}`,
      type: "text",
      placeholder: hint,
      spellcheck: "false",
      value: chosen?.label || "",
      title: chosen?.label,
      "data-focus": name,
      onfocus,
    });
    const field = el("div", { class: "field" }, el("label", { for: input.id }, text), el("div", { class: "combo" }, input));
    combobox(input, {
      suggest: (typed) => ecomgraph.search(typed, { kinds: ["career node"], limit: 12 }),
      pick: onpick,
      none: "No role or profile is called that",
      keep: true,
    });
    input.addEventListener("blur", () => {
      input.value = chosen?.label || "";
    });
    return field;
  }

  const choices = (label, options, chosen, onpick) =>
    el(
      "div",
      { class: "choices", role: "group", "aria-label": label },
      options.map(([value, text, title]) =>
        el(
          "button",
          {
            type: "button",
            title,
            "data-focus": `${label}-${value}`,
            "aria-pressed": String(value === chosen),
            onclick: () => onpick(value),
          },
          text,
        ),
      ),
    );

  Object.assign(ecomgraph, { amount, capital, percent, worded });
  ecomgraph.parts = { BASES, MODALITIES, SECTIONS, apart, basis, byAsker, byGroup, choices, degreeText, evidence, grounds, needed, places, span, node, nodeField, opening, passages, place, plainly, problem, skill, thing };
})();
