// Skills that somebody has: typed, pasted as a list or ticked, each with its level, all kept in the address.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { count, el, parts, percent } = ecomgraph;
  const LEVELS = [/\s*[=:\t]\s*/, /\s+[-–—]\s+/, /\s*\(([^()]*)\)\s*$/];

  // Change the skills of the address; what was chosen while this view was loading is kept.
  function change(state, have, edit) {
    const latest = ecomgraph.latest(state);
    const held = [...have.values()].map((skill) => [skill.iri, ecomgraph.skillName(skill)]);
    const since = latest.have.filter((name) => !state.have.includes(name)).map((name) => [name, name]);
    const edited = edit(new Map([...held, ...since]));
    ecomgraph.go({ ...latest, have: [...new Set(edited.values())], path: "" });
  }

  const add = (state, have, skills) =>
    change(state, have, (names) => {
      skills.forEach((skill) => names.set(skill.iri, ecomgraph.skillName({ level: "", ...skill })));
      return names;
    });

  const remove = (state, have, iris) =>
    change(state, have, (names) => {
      iris.forEach((iri) => names.delete(iri));
      return names;
    });

  // ---------------------------------------------------------------- a pasted list

  // A line such as "SEO", "- SQL: Advanced", "SQL (40%)" as a skill with its level; null if no skill is called that.
  async function read(line) {
    const text = line.replace(/^[\s•·*–-]+/, "").trim();
    const whole = await ecomgraph.skillHeld(text);
    if (whole) {
      return whole;
    }
    for (const separator of LEVELS) {
      const at = text.search(separator);
      const level = text.slice(at).replace(/^[\s=:\t–—(-]+|[\s)]+$/g, "");
      const found = at > 0 && (await ecomgraph.skillHeld(`${text.slice(0, at)}=${level}`));
      if (found) {
        return found;
      }
    }
    const [near] = await ecomgraph.search(text, { kinds: ["skill"], limit: 1 });
    return near && near.score >= 0.7 ? { ...near, degree: 1, level: "" } : null;
  }

  async function readAll(text) {
    const lines = text.split(/[\r\n;]+|,(?=\s)/).map((line) => line.trim()).filter(Boolean);
    const read_ = await Promise.all(lines.map(read));
    return { skills: read_.filter(Boolean), unknown: lines.filter((_, at) => !read_[at]) };
  }

  function paste(state, have) {
    const area = el("textarea", { id: "field-list", rows: 5, spellcheck: "false", placeholder: "SEO\nWeb analytics = Strong\nLeadership" });
    const told = el("p", { class: "soft small", role: "status" });
    const take = async () => {
      const { skills, unknown } = await readAll(area.value);
      if (unknown.length) {
        area.value = unknown.join("\n");
        told.textContent = `${count(skills.length, "skill")} found. No skill is called: ${unknown.join("; ")}. Correct the spelling, or leave it.`;
        ecomgraph.announce(told.textContent);
      }
      if (skills.length) {
        kept = unknown.join("\n");
        add(state, have, skills);
      } else if (!unknown.length) {
        told.textContent = "The list is empty.";
      }
    };
    if (kept) {
      area.value = kept;
      told.textContent = `No skill is called: ${kept.split("\n").join("; ")}. Correct the spelling, or leave it.`;
      kept = "";
    }
    return el(
      "div",
      { class: "stack" },
      el("label", { for: "field-list" }, "Paste a list: a skill in each line, with its level if you know it"),
      area,
      el("button", { class: "button small", type: "button", "data-focus": "paste", onclick: take }, "Add these"),
      told,
    );
  }
  // Lines of the last list that named no skill, shown again after the view is drawn anew.
  let kept = "";

  // ---------------------------------------------------------------- ticking

  function ticking(state, have, target) {
    const skills = [...target.skills.values()].map((it) => ({ ...it, weight: it.degree ?? 1 }));
    const boxes = new Map();
    const box = (skill) => {
      const input = el("input", { type: "checkbox", checked: have.has(skill.iri) });
      boxes.set(skill, input);
      return el("li", {}, el("label", {}, input, " ", skill.label));
    };
    const take = () => {
      const ticked = [...boxes].filter(([skill, input]) => input.checked && !have.has(skill.iri)).map(([skill]) => skill);
      const cleared = [...boxes].filter(([skill, input]) => !input.checked && have.has(skill.iri)).map(([skill]) => skill.iri);
      change(state, have, (names) => {
        cleared.forEach((iri) => names.delete(iri));
        ticked.forEach((skill) => names.set(skill.iri, ecomgraph.skillName({ ...skill, level: "" })));
        return names;
      });
    };
    return el(
      "div",
      { class: "stack ticking" },
      el("p", { class: "label" }, `Or tick what you have of the ${skills.length} that ${target.node.label} requires`),
      el(
        "div",
        { class: "tick-groups", tabindex: 0, role: "region", "aria-label": "Skills to tick" },
        parts.byGroup(skills, (it) => it.weight).map(([label, list]) =>
          el("fieldset", {}, label && el("legend", {}, label), el("ul", { class: "plain" }, list.map(box))),
        ),
      ),
      el("button", { class: "button small", type: "button", "data-focus": "ticked", onclick: take }, "Take these"),
    );
  }

  // ---------------------------------------------------------------- what is held

  function level(state, have, skill) {
    const levels = ecomgraph.levelsOf(skill);
    const other = skill.level && !levels.some((it) => it.label === skill.level) ? [skill.level] : [];
    return (
      levels.length > 0 &&
      el(
        "select",
        {
          "aria-label": `Level of ${skill.label}`,
          "data-focus": `level-${skill.iri}`,
          onchange: (event) => add(state, have, [{ ...skill, level: event.target.value }]),
        },
        ["", ...other, ...levels.map((it) => it.label)].map((it) => el("option", { value: it, selected: it === skill.level }, it || "level not stated")),
      )
    );
  }

  function chip(state, have, skill) {
    return el(
      "li",
      { class: "chip" },
      skill.label,
      level(state, have, skill),
      skill.unknown && el("span", { class: "via" }, `no level “${skill.unknown}”: counts as wholly held`),
      el(
        "button",
        { type: "button", title: `Remove ${skill.label}`, onclick: () => remove(state, have, [skill.iri]) },
        el("span", { "aria-hidden": "true" }, "✕"),
        el("span", { class: "hidden" }, `Remove ${skill.label}`),
      ),
    );
  }

  // How much of what the target requires is held, by the numbers of the gap.
  function progress(source, have, target) {
    if (!target?.described || (!have.size && !source)) {
      return null;
    }
    const gap = ecomgraph.gap(source, have, target);
    const share = gap.whole ? gap.held / gap.whole : 1;
    return el(
      "p",
      { class: "small progress" },
      el("progress", { max: 1, value: share, "aria-label": "Share of what is required that is there" }),
      el("span", {}, `${gap.shared.length} of the ${target.skills.size} skills that ${target.node.label} requires are held${gap.raise.length ? `, and ${gap.raise.length} in part` : ""}: ${percent(share)} by weight`),
    );
  }

  // Whether "add several" is open stays as it is when the view is drawn anew.
  let open = false;

  // source and target are requirements of nodes, or null.
  function view(state, have, source, target) {
    const input = el("input", { id: "field-have", type: "text", placeholder: "Add a skill you have", spellcheck: "false", "data-focus": "have" });
    const box = el("div", { class: "combo" }, input);
    ecomgraph.combobox(input, {
      suggest: (text) => ecomgraph.search(text, { kinds: ["skill"], limit: 12 }),
      pick: (skill) => !have.has(skill.iri) && add(state, have, [{ ...skill, level: "" }]),
      none: "No skill is called that",
    });
    const several = el(
      "details",
      { class: "several", open, ontoggle: () => (open = several.open) },
      el("summary", { class: "button small", "data-focus": "several" }, "Add several"),
      el("div", { class: "several-ways card" }, paste(state, have), target?.skills.size > 0 && ticking(state, have, target)),
    );
    return el(
      "section",
      { class: "athand", "aria-label": "Skills you have" },
      el("label", { for: "field-have" }, "Skills you have"),
      have.size > 0 && el("ul", { class: "chips" }, [...have.values()].map((skill) => chip(state, have, skill))),
      box,
      several,
      have.size > 1 &&
        el("button", { class: "button small quiet", type: "button", onclick: () => remove(state, have, [...have.keys()]) }, "Remove all"),
      progress(source, have, target),
    );
  }

  ecomgraph.have = { add, readAll, view };
})();
