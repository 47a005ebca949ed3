// The skill gap to a node, by the rule and with the numbers of careers/gap.py: rungs, degrees and weights.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const WEIGHT = { essential: 1, optional: 0.5 };
  // One side has so many times as many requirements as the other before readers are warned.
  const MUCH = 3;

  // Greatest denominator that is looked for, and greatest unit in which sums are exact.
  const FINEST = 2 ** 30;
  const GREATEST_UNIT = 2 ** 40;

  // The denominator of the simplest fraction with the value of a number, by its continued fraction; 0 if none is found.
  function denominator(number) {
    let [before, bottom, rest] = [0, 1, number];
    while (bottom <= FINEST) {
      if (Math.round(number * bottom) / bottom === number) {
        return bottom;
      }
      rest = 1 / (rest - Math.floor(rest));
      [before, bottom] = [bottom, Math.floor(rest) * bottom + before];
    }
    return 0;
  }

  // A unit of which all degrees are whole multiples: sums in whole numbers are exact, as those of Python; 1 if none is.
  function unitOf(degrees) {
    const divisor = (one, other) => (other ? divisor(other, one % other) : one);
    let unit = 1;
    for (const bottom of new Set(degrees.map(denominator))) {
      unit *= bottom / divisor(unit, bottom);
      if (!bottom || unit > GREATEST_UNIT) {
        return 1;
      }
    }
    return unit;
  }

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
    return { ...rest, skills: new Map(skills.map((skill) => [skill.iri, { ...skill, ask: ask(skill) }])) };
  }

  // Functions that put a degree, and what is asked for, in whole numbers of 1 / unit.
  function inUnits(unit) {
    const degree = (number) => (unit > 1 ? Math.round(number * unit) : number);
    return { degree, ask: (asked) => ({ essential: degree(asked.essential), degree: degree(asked.degree) }) };
  }

  // The lesser and the greater weight of each rung of the two sides, added up; "scaled" puts degrees in units.
  function overlap(source, have, target, scaled) {
    let least = 0;
    let most = 0;
    for (const iri of new Set([...target.skills.keys(), ...(source ? source.skills.keys() : []), ...have.keys()])) {
      const mine = scaled.ask(source?.skills.get(iri)?.ask || NOTHING);
      const theirs = scaled.ask(target.skills.get(iri)?.ask || NOTHING);
      const person = scaled.degree(have.get(iri)?.degree || 0);
      const cuts = [...new Set([0, mine.essential, mine.degree, theirs.essential, theirs.degree, person])].sort((a, b) => a - b);
      for (let cut = 1; cut < cuts.length; cut += 1) {
        const [start, end] = [cuts[cut - 1], cuts[cut]];
        // What a person has weighs as the target asks for it, or as essential.
        const own = Math.max(at(mine, start), start < person ? at(theirs, start) || WEIGHT.essential : 0);
        least += Math.min(own, at(theirs, start)) * (end - start);
        most += Math.max(own, at(theirs, start)) * (end - start);
      }
    }
    return { least, most };
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
    const asks = [source, target].flatMap((side) => (side ? [...side.skills.values()].map((skill) => skill.ask) : []));
    const unit = unitOf([...asks.flatMap((it) => [it.essential, it.degree]), ...degrees.values(), ...[...have.values()].map((skill) => skill.degree)]);
    const scaled = inUnits(unit);
    const weigh = (skill, has = 0) => weightOf(scaled.ask(skill.ask), scaled.degree(has));
    const held = [...degrees].filter(([, degree]) => degree > 0).map(([iri]) => source?.skills.get(iri) || have.get(iri));
    const parts = { missing: [], raise: [], shared: [] };
    for (const [iri, skill] of target.skills) {
      const has = degrees.get(iri) || 0;
      const part = !has ? "missing" : has < skill.ask.degree ? "raise" : "shared";
      const near = part === "missing" ? nearTo(skill, held) : [];
      // What is left to learn may be asked for only by what is built on, where the target itself asks for less.
      const own = skill.own_degree ?? (skill.built_on ? 0 : skill.ask.degree);
      const far = part === "shared" ? Boolean(skill.built_on) : own <= has;
      parts[part].push({ ...skill, built_on: far, held: has, near, whole: weigh(skill) / unit, weight: weigh(skill, has) / unit });
    }
    const surplus = held
      .filter((skill) => degrees.get(skill.iri) > (target.skills.get(skill.iri)?.ask.degree || 0))
      .map((skill) => {
        // Nothing is to be learnt of these.
        const whole = skill.ask ? weigh(skill) / unit : 0;
        return { ...skill, held: degrees.get(skill.iri), needed: target.skills.get(skill.iri) || null, whole, weight: 0 };
      });
    const required = [...target.skills.values()];
    const whole = required.reduce((sum, skill) => sum + weigh(skill), 0);
    const lacking = required.reduce((sum, skill) => sum + weigh(skill, degrees.get(skill.iri)), 0);
    const weight = lacking / unit;
    const silent = !target.described || (source && !source.described);
    const { least, most } = overlap(source, have, target, scaled);
    return {
      ...parts,
      surplus,
      weight: silent ? null : weight,
      size: silent ? null : weight,
      held: (whole - lacking) / unit,
      whole: whole / unit,
      coverage: silent ? null : whole ? (whole - lacking) / whole : 1,
      similarity: silent ? null : most ? least / most : 1,
      least: least / unit,
      most: most / unit,
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
        (it) => `${it.node.label}: ${ecomgraph.count(it.requirements, "requirement")}${it.built_on ? ` (${it.built_on} of them of what it builds on)` : ""}${passages ? ` from ${ecomgraph.count(it.passages, "passage")}` : ""}`,
      );
      lines.push(`Recorded of ${told.join("; ")}.`);
      // What comes from a node that is built on says nothing about how well this one is described; but two that are
      // described alike differ all the same where one builds on a node that is described much better.
      const own = (it) => it.requirements - (it.built_on || 0);
      const [number] = [own, (it) => it.fullest ?? own(it)].filter((by) => Math.min(...sides.map(by)) * MUCH <= Math.max(...sides.map(by)));
      if (number) {
        const [less, more] = [...sides].sort((one, other) => number(one) - number(other));
        const rich = number === own ? more.node.label : `a node that ${more.node.label} builds on`;
        lines.push(
          `Much less is recorded of ${less.node.label} than of ${rich} (requirements of their own: ${number(less)} and ${number(more)}); ${less.node.label} may require more than is recorded.`,
        );
      }
    }
    return lines;
  }

  Object.assign(ecomgraph, { SILENT, WEIGHT, cautions, gap, requirements });
})();
