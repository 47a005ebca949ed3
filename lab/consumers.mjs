// Count what graphology reads of exports: node lab/consumers.mjs MODULES FOLDER...
import fs from "node:fs";
import { createRequire } from "node:module";

const [modules, ...folders] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("");
for (const name of ["Document", "DOMParser", "Element", "Node", "XMLDocument", "XMLSerializer"]) globalThis[name] = window[name];
globalThis.window = window;
globalThis.document = window.document;

const { MultiDirectedGraph } = require("graphology");

const has = (value) => value !== undefined && value !== "" && !Number.isNaN(value);
const tell = (folder, format, program, nodes, edges) =>
  console.log(JSON.stringify([folder, format, program, nodes, edges.length,
    edges.filter((it) => has(it.required_level)).length, edges.filter((it) => has(it.degree)).length]));

for (const folder of folders) {
  for (const format of ["gexf", "graphml"]) {
    const graph = require(`graphology-${format}/browser`).parse(MultiDirectedGraph, fs.readFileSync(`${folder}/${format}`, "utf8"));
    tell(folder, format, "graphology", graph.order, graph.mapEdges((_, data) => data));
  }
}
