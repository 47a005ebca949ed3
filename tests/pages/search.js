// Answers what the search finds, for tests/pages/test_search.py: node search.js ASSETS < {"rows": [...], "asked": [...]}.
const fs = require("fs");
const path = require("path");

global.window = {};
global.document = { currentScript: null };
const input = JSON.parse(fs.readFileSync(0, "utf8"));
for (const name of ["links.js", "search.js"]) {
  require(path.resolve(process.argv[2], name));
}
const { ecomgraph } = window;
ecomgraph.data = async () => input.rows;
(async () => {
  const answers = [];
  for (const [text, options] of input.asked) {
    answers.push(await ecomgraph.search(text, options));
  }
  process.stdout.write(JSON.stringify(answers));
})();
