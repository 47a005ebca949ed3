// Addresses of pages about things, as ecomgraph/web/pages/links.py makes them: on the server and in a static site.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});

  const BASE = "https://w3id.org/ecomgraph/";
  const RESERVED = new Set(["api", "assets", "data", "ns", "plan", "query", "resource", "shape", "sparql"]);
  const DEVICES = /^(aux|con|nul|prn|com[0-9]|lpt[0-9])$/;
  const LOCAL = /^([a-z][a-z-]{0,39})\/([a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?)$/;

  // This script is at <root>/assets/links.js.
  const script = document.currentScript;
  const root = script ? script.src.replace(/assets\/[^/]*$/, "") : "/";

  function localPath(iri) {
    const found = iri.startsWith(BASE) ? LOCAL.exec(iri.slice(BASE.length)) : null;
    if (!found || RESERVED.has(found[1]) || DEVICES.test(found[1]) || DEVICES.test(found[2])) {
      return "";
    }
    return found[0];
  }

  function slugOf(iri) {
    const tail = iri.replace(/[/#]+$/, "");
    const cut = Math.max(tail.lastIndexOf("/"), tail.lastIndexOf("#"));
    return tail.slice((cut >= 0 ? cut : tail.lastIndexOf(":")) + 1);
  }

  function fileName(iri) {
    const path = localPath(iri);
    if (path) {
      return path;
    }
    // ASCII letters only, as Python's lower() of other letters may differ, and they are left out anyway.
    const slug = slugOf(iri)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 48)
      .replace(/^-+|-+$/g, "");
    const digest = sha256(iri).slice(0, 16);
    return "resource/" + (slug ? slug + "-" + digest : digest);
  }

  // The end of an address: the framework, on a server with several, and the language asked for.
  function chosen(mark) {
    const { framework, language } = document.documentElement.dataset;
    const found = Object.entries({ framework, language })
      .filter(([, value]) => value)
      .map(([name, value]) => name + "=" + encodeURIComponent(value))
      .join("&");
    return found ? mark + found : "";
  }

  // The page about a thing; "" for what a static site has no page for.
  function link(iri) {
    if (iri === BASE + "ns" || iri.startsWith(BASE + "ns#")) {
      return page("ns") + (iri.includes("#") ? iri.slice(iri.indexOf("#")) : "#ontology");
    }
    const site = ecomgraph.site;
    if (site) {
      const unpaged = site.unpaged || [];
      return unpaged.some((folder) => iri.startsWith(folder)) ? "" : root + fileName(iri) + ".html";
    }
    const path = localPath(iri);
    return path ? root + path + ".html" + chosen("?") : root + "resource?iri=" + encodeURIComponent(iri) + chosen("&");
  }

  function page(name) {
    if (!ecomgraph.site) {
      return root + name + chosen("?");
    }
    return root + (name ? name + "/index.html" : "index.html");
  }

  // SHA-256 (FIPS 180-4): crypto.subtle is not there on pages opened from the file system.
  function sha256(text) {
    const bytes = new TextEncoder().encode(text);
    const length = ((bytes.length + 72) >> 6) << 6;
    const data = new Uint8Array(length);
    data.set(bytes);
    data[bytes.length] = 0x80;
    const view = new DataView(data.buffer);
    view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(length - 4, (bytes.length << 3) >>> 0);
    const [constants, state] = primes();
    const w = new Uint32Array(64);
    for (let offset = 0; offset < length; offset += 64) {
      block(view, offset, w, constants, state);
    }
    return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  function primes() {
    const constants = new Uint32Array(64);
    const state = new Uint32Array(8);
    for (let n = 2, found = 0; found < 64; n += 1) {
      let prime = true;
      for (let d = 2; d * d <= n; d += 1) {
        prime = prime && n % d !== 0;
      }
      if (prime) {
        if (found < 8) {
          state[found] = (Math.sqrt(n) % 1) * 0x100000000;
        }
        constants[found] = (Math.cbrt(n) % 1) * 0x100000000;
        found += 1;
      }
    }
    return [constants, state];
  }

  function block(view, offset, w, constants, state) {
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) {
        w[i] = view.getUint32(offset + 4 * i);
      } else {
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] += word;
    });
  }

  Object.assign(ecomgraph, { fileName, link, page, root, sha256, slugOf });
})();
