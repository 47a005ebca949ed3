// Computes gaps as the explorer does, for tests/pages/test_gap.py: node gap.js ASSETS < {"skills": {}, "asked": []}.
const fs = require("fs");
const path = require("path");

global.window = { ecomgraph: {} };
const input = JSON.parse(fs.readFileSync(0, "utf8"));
require(path.resolve(process.argv[2], "explorer-gap.js"));
const { ecomgraph } = window;
ecomgraph.data = async (name, { node }) => input.skills[node];
ecomgraph.count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
(async () => {
  const answers = [];
  for (const [from, have, to] of input.asked) {
    const source = from && (await ecomgraph.requirements(from));
    const target = await ecomgraph.requirements(to);
    const held = new Map(Object.entries(have).map(([iri, degree]) => [iri, { iri, id: iri, label: iri, degree }]));
    answers.push({ ...ecomgraph.gap(source, held, target), cautions: ecomgraph.cautions(source, target) });
  }
  process.stdout.write(JSON.stringify(answers));
})();
