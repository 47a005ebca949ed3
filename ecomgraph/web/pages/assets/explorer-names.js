// What names in the address mean: roles and profiles, and skills that somebody has with their levels.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;

  // The names of a framework; map is what the page has of it.
  function namesIn(map) {
    const once = (list) => {
      const seen = new Map();
      list.forEach((item) => seen.set(item.id, seen.has(item.id) ? null : item));
      return seen;
    };
    const byId = once(map.nodes);
    const byIri = new Map(map.nodes.map((node) => [node.iri, node]));

    // The shortest name that means one node only.
    ecomgraph.nameOf = (node) => (byId.get(node.id)?.iri === node.iri ? node.id : node.iri);

    const nobody = (name) => ({ iri: name, id: name, label: name, unknown: true });

    async function nodeNamed(name) {
      if (!name) {
        return null;
      }
      const found = byIri.get(name) || byId.get(name);
      if (found || !map.partial) {
        return found || byIri.get((await called(name, ["role", "profile"]))?.iri) || nobody(name);
      }
      return ecomgraph.data("map", { around: name, depth: 1 }).then((near) => near.around, () => nobody(name));
    }

    // What has exactly this name, another one of its names included.
    const called = (name, kinds) =>
      ecomgraph.search(name, { kinds, limit: 1 }).then(([best]) => (best && [best.label, best.other].some((it) => it?.toLowerCase() === name.toLowerCase()) ? best : null));

    let skillIds = null;

    async function skillNamed(name) {
      const labels = await ecomgraph.labels();
      skillIds = skillIds || once([...labels.values()].filter((entry) => entry.kind === "skill"));
      return labels.get(name) || skillIds.get(name) || called(name, ["skill"]);
    }

    // A skill that somebody has, "sql", "sql=Advanced" or "sql=40%", with its degree; without a level it is wholly held.
    async function skillHeld(text) {
      const whole = await skillNamed(text);
      if (whole) {
        return { ...whole, degree: 1, level: "" };
      }
      const [, name, level] = text.match(/^(.*)=(.*)$/s) || [];
      const skill = name && (await skillNamed(name));
      return skill ? { ...skill, ...degreeOf(skill, level) } : null;
    }

    function degreeOf(skill, text) {
      const wanted = text.trim().toLowerCase();
      const levels = ecomgraph.levelsOf(skill);
      const number = /^\d+(\.\d+)?%$/.test(wanted) ? parseFloat(wanted) / 100 : NaN;
      const level = levels.find((it) => it.label.toLowerCase() === wanted || (it.notation && it.notation.toLowerCase() === wanted))
        || levels.find((it) => Math.abs(it.degree - number) <= 0.01);
      if (level) {
        return { degree: level.degree, level: level.label };
      }
      return number <= 1 ? { degree: number, level: text.trim() } : { degree: 1, level: "", unknown: text.trim() };
    }

    async function heldBy(state) {
      const have = new Map();
      for (const skill of await Promise.all(state.have.map(skillHeld))) {
        if (skill) {
          have.set(skill.iri, skill);
        }
      }
      return have;
    }

    ecomgraph.skillHeld = skillHeld;
    ecomgraph.skillName = (skill) => (skillIds && skillIds.get(skill.id)?.iri !== skill.iri ? skill.iri : skill.id) + (skill.level ? `=${skill.level}` : "");

    return { heldBy, nodeNamed };
  }

  ecomgraph.namesIn = namesIn;
})();
