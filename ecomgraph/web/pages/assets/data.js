// Answers, from the server or from the files of a static site.
//
// ecomgraph.data("show", {node: "ecommerce-director"}) promises what /api/show?node=… answers.
//
// On a static site (data/site.js sets ecomgraph.site) each answer is in a script, data/<name>/<key>.js, that calls
// ecomgraph.deliver(name, key, answer). Names in GROUPED share one file for all answers with one value of the parameter
// given: the file's key is made of that parameter alone, and what is delivered maps the key of the remaining parameters
// to an answer. An answer {"error": "…"} is a refusal.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const GROUPED = { path: "from", explain: "node" };
  const LONGEST = 100;
  const delivered = {};
  const promised = {};

  // A question that was refused; candidates are names that would do, status is that of HTTP, 0 where nobody answered, code
  // the kind of error.
  class Refusal extends Error {
    constructor(message, candidates = [], status = 0, code = "") {
      super(message);
      Object.assign(this, { name: "Refusal", candidates, status, code });
    }
  }

  const given = (value) => value !== undefined && value !== null && value !== "" && String(value) !== "";

  // FNV-1a, 32 bits, over UTF-8.
  function digest(text) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return hash.toString(16).padStart(8, "0");
  }

  // The name that stands for some parameters: their values, by the order of their names, joined by "--" (several values
  // of one by ","); "index" without parameters. What is neither an ASCII letter, a digit, ".", "," nor "-" becomes "_"; if
  // there is any, or if the name is long, it is cut, and a digest of what it was follows.
  function key(parameters) {
    const names = Object.keys(parameters || {}).filter((name) => given(parameters[name])).sort();
    const text = names.map((name) => [].concat(parameters[name]).join(",")).join("--") || "index";
    const plain = text.replace(/[^A-Za-z0-9.,-]/gu, "_");
    return plain === text && text.length <= LONGEST ? text : `${plain.slice(0, LONGEST)}-${digest(text)}`;
  }

  function deliver(name, fileKey, answer) {
    delivered[`${name}/${fileKey}`] = answer;
  }

  function query(parameters) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters || {})) {
      if (!given(value)) {
        continue;
      }
      if (name === "have") {
        search.set(name, [].concat(value).join(","));
      } else {
        [].concat(value).forEach((item) => search.append(name, item));
      }
    }
    const { framework, language } = document.documentElement.dataset;
    if (framework) {
      search.set("framework", framework);
    }
    if (language) {
      search.set("language", language);
    }
    const text = search.toString();
    return text ? `?${text}` : "";
  }

  const api = (path) => (document.documentElement.dataset.api || "/api/") + path;

  async function fromServer(path) {
    let response;
    try {
      response = await fetch(api(path), { headers: { Accept: "application/json" } });
    } catch {
      throw new Refusal(navigator.onLine ? "The server does not answer. Is it still running?" : "You are offline. What you have seen is still here; try again when the network is back.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Refusal(answer.error || `The server answered ${response.status}.`, answer.candidates, response.status, answer.code);
    }
    return answer;
  }

  const unanswered = () =>
    new Refusal("This copy has no answer to that ready. Run “ecomgraph serve” to ask anything.");

  function load(name, fileKey) {
    const path = `${name}/${fileKey}`;
    if (path in delivered) {
      return Promise.resolve(delivered[path]);
    }
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const done = () => {
        script.remove();
        if (path in delivered) {
          resolve(delivered[path]);
        } else {
          reject(unanswered());
        }
      };
      script.onload = done;
      script.onerror = done;
      script.src = `${ecomgraph.root}data/${name}/${encodeURIComponent(fileKey)}.js`;
      document.head.append(script);
    });
  }

  async function fromFiles(name, parameters) {
    const group = GROUPED[name];
    if (!group) {
      return accepted(await load(name, key(parameters)));
    }
    const { [group]: first, ...rest } = parameters;
    const found = await load(name, key({ [group]: first }));
    return accepted(found[key(rest)]);
  }

  function accepted(answer) {
    if (answer === undefined) {
      throw unanswered();
    }
    if (answer.error) {
      throw new Refusal(answer.error, answer.candidates, 422, answer.code);
    }
    return answer;
  }

  function data(name, parameters = {}) {
    const path = name + query(parameters);
    if (!(path in promised)) {
      promised[path] = ecomgraph.site ? fromFiles(name, parameters) : fromServer(path);
      promised[path].catch(() => delete promised[path]);
    }
    return promised[path];
  }

  Object.assign(ecomgraph, { Refusal, api, data, deliver, key });
})();
