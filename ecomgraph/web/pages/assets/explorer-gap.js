// What is missing for a node: sets and weights, as careers/gap.py defines them.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const WEIGHT = { essential: 1, optional: 0.5 };

  // What a node requires, by IRI, each with its weight.
  async function requirements(name) {
    const answer = await ecomgraph.data("skills", { node: name });
    const skills = answer.skills.map((skill) => [skill.iri, { ...skill, weight: WEIGHT[skill.importance] }]);
    return { node: answer.node, skills: new Map(skills) };
  }

  const sum = (skills) => skills.reduce((total, skill) => total + skill.weight, 0);

  // source: requirements of a node, or null; have: skills of a person, by IRI; target: requirements of the node aimed at.
  function gap(source, have, target) {
    const own = new Map(source ? source.skills : []);
    for (const [iri, skill] of have) {
      if (!own.has(iri)) {
        own.set(iri, { ...skill, importance: null, weight: target.skills.get(iri)?.weight ?? WEIGHT.essential });
      }
    }
    const missing = [];
    const shared = [];
    let least = 0;
    let most = 0;
    for (const [iri, skill] of target.skills) {
      const held = own.get(iri);
      (held ? shared : missing).push(skill);
      least += Math.min(held?.weight ?? 0, skill.weight);
      most += Math.max(held?.weight ?? 0, skill.weight);
    }
    const surplus = [...own.values()].filter((skill) => !target.skills.has(skill.iri));
    most += sum(surplus);
    const whole = sum([...target.skills.values()]);
    return {
      missing,
      shared,
      surplus,
      size: sum(missing),
      held: sum(shared),
      whole,
      coverage: whole ? sum(shared) / whole : 1,
      similarity: most ? least / most : 1,
      least,
      most,
    };
  }

  Object.assign(ecomgraph, { gap, requirements, WEIGHT });
})();
