// The skill gap to a node, by the rule and with the numbers of careers/gap.py: rungs, degrees and weights.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const WEIGHT = { essential: 1, optional: 0.5 };
  // One side has so many times as many requirements as the other before readers are warned.
  const MUCH = 3;

  // What binary fractions leave behind, such as 0.30000000000000004, is no part of an answer.
  const plain = (number) => Number(number.toFixed(12));

  // The greatest degrees to which a skill of an answer is asked for: as essential, and at all.
  function ask(skill) {
    const degree = skill.degree ?? 1;
    return { essential: skill.essential_degree ?? (skill.importance === "essential" ? degree : 0), degree };
  }

  // The weight of the rungs asked for above a degree.
  function weightOf({ essential, degree }, above = 0) {
    const least = Math.max(essential, above);
    return WEIGHT.essential * (least - above) + WEIGHT.optional * Math.max(0, degree - least);
  }

  // The weight per length of the rung that begins at a degree.
  const at = ({ essential, degree }, point) => (point < essential ? WEIGHT.essential : point < degree ? WEIGHT.optional : 0);
  const NOTHING = { essential: 0, degree: 0 };

  // What a node requires, by IRI, with how much is recorded of it.
  async function requirements(name) {
    const { skills, ...rest } = await ecomgraph.data("skills", { node: name });
    return { ...rest, skills: new Map(skills.map((skill) => [skill.iri, { ...skill, ask: ask(skill), weight: weightOf(ask(skill)) }])) };
  }

  // The lesser and the greater weight of each rung of the two sides, added up.
  function overlap(source, have, target) {
    let least = 0;
    let most = 0;
    for (const iri of new Set([...target.skills.keys(), ...(source ? source.skills.keys() : []), ...have.keys()])) {
      const mine = source?.skills.get(iri)?.ask || NOTHING;
      const theirs = target.skills.get(iri)?.ask || NOTHING;
      const person = have.has(iri) ? have.get(iri).degree : 0;
      const cuts = [...new Set([0, mine.essential, mine.degree, theirs.essential, theirs.degree, person])].sort((a, b) => a - b);
      for (let cut = 1; cut < cuts.length; cut += 1) {
        const [start, end] = [cuts[cut - 1], cuts[cut]];
        // What a person has weighs as the target asks for it, or as essential.
        const own = Math.max(at(mine, start), start < person ? at(theirs, start) || WEIGHT.essential : 0);
        least += Math.min(own, at(theirs, start)) * (end - start);
        most += Math.max(own, at(theirs, start)) * (end - start);
      }
    }
    return { least: plain(least), most: plain(most) };
  }

  // The skills held that are directly broader or narrower than one.
  function nearTo(skill, held) {
    return held.filter((other) => skill.broader?.includes(other.iri) || other.broader?.includes(skill.iri));
  }

  // source: requirements of a node, or null; have: skills of a person by IRI, each with its degree (1: wholly held);
  // target: requirements of the node aimed at. Numbers are null where a side is not described.
  function gap(source, have, target) {
    const degrees = new Map(source ? [...source.skills].map(([iri, skill]) => [iri, skill.ask.degree]) : []);
    for (const [iri, skill] of have) {
      degrees.set(iri, Math.max(skill.degree, degrees.get(iri) || 0));
    }
    const held = [...degrees].filter(([, degree]) => degree > 0).map(([iri]) => source?.skills.get(iri) || have.get(iri));
    const parts = { missing: [], raise: [], shared: [] };
    for (const [iri, skill] of target.skills) {
      const has = degrees.get(iri) || 0;
      const part = !has ? "missing" : has < skill.ask.degree ? "raise" : "shared";
      const near = part === "missing" ? nearTo(skill, held) : [];
      parts[part].push({ ...skill, held: has, near, whole: skill.weight, weight: plain(weightOf(skill.ask, has)) });
    }
    const surplus = held
      .filter((skill) => degrees.get(skill.iri) > (target.skills.get(skill.iri)?.ask.degree || 0))
      .map((skill) => ({ ...skill, held: degrees.get(skill.iri), needed: target.skills.get(skill.iri) || null }));
    const sum = (skills, key) => plain(skills.reduce((total, skill) => total + skill[key], 0));
    const whole = sum([...target.skills.values()], "weight");
    const weight = plain(sum(parts.missing, "weight") + sum(parts.raise, "weight"));
    const silent = !target.described || (source && !source.described);
    const { least, most } = overlap(source, have, target);
    return {
      ...parts,
      surplus,
      weight: silent ? null : weight,
      size: silent ? null : weight,
      held: plain(whole - weight),
      whole,
      coverage: silent ? null : whole ? plain(1 - weight / whole) : 1,
      similarity: silent ? null : most ? least / most : 1,
      least,
      most,
      source_described: source ? source.described : null,
      target_described: target.described,
    };
  }

  const SILENT = "is not described: no skill is recorded for it, which does not mean that none is needed";

  // Sentences about how much is recorded of the sides of a comparison; a person is null.
  function cautions(source, target) {
    const sides = [source, target].filter(Boolean);
    const lines = sides.filter((it) => !it.described).map((it) => `${it.node.label} ${SILENT}.`);
    lines.push(...sides.filter((it) => it.built_on_only).map((it) => `${it.node.label} is described only by what it builds on.`));
    if (sides.length === 2 && sides.every((it) => it.described)) {
      const passages = sides.some((it) => it.passages);
      const told = sides.map(
        (it) => `${it.node.label}: ${ecomgraph.count(it.requirements, "requirement")}${passages ? ` from ${ecomgraph.count(it.passages, "passage")}` : ""}`,
      );
      lines.push(`Recorded of ${told.join("; ")}.`);
      const [few, many] = sides.map((it) => it.requirements).sort((a, b) => a - b);
      if (few * MUCH <= many) {
        lines.push("One side is described much more than the other; what is not recorded may be needed too.");
      }
    }
    return lines;
  }

  Object.assign(ecomgraph, { SILENT, WEIGHT, cautions, gap, requirements });
})();
