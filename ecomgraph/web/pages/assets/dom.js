// Making elements: text is only ever set as text, so no label can become markup.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const SCHEMES = ["http:", "https:", "file:", "mailto:", "blob:"];

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) {
        continue;
      }
      if (name.startsWith("on")) {
        element.addEventListener(name.slice(2), value);
      } else if (name === "href" || name === "src") {
        element.setAttribute(name, safeHref(value));
      } else {
        element.setAttribute(name, value === true ? "" : String(value));
      }
    }
    const content = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
    for (const child of content) {
      element.append(...(child instanceof Node ? [child] : isolated(element, String(child), content.length === 1)));
    }
    return element;
  }

  // Names in a script from right to left, within words in one from left to right: apart from the punctuation and the numbers
  // beside them, which would otherwise change places with them. What stands alone needs nothing.
  const RIGHT_TO_LEFT = /([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^\p{Script=Latin}\d]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?)/u;
  const PLAIN = new Set(["OPTION", "TITLE", "TEXTAREA"]);

  function isolated(element, text, alone) {
    const plain = !(element instanceof HTMLElement) || PLAIN.has(element.tagName) || element.tagName === "BDI";
    if (plain || !RIGHT_TO_LEFT.test(text) || (alone && !/\p{Script=Latin}/u.test(text))) {
      return [text];
    }
    return text.split(RIGHT_TO_LEFT).map((part, at) => (at % 2 ? el("bdi", {}, part) : part));
  }

  // el("a", {href: "…", class: "…", onclick: f}, "text", otherElement, [more])
  const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

  const svg = (tag, attributes, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  // An address that runs nothing; one of another scheme becomes "#".
  function safeHref(href) {
    try {
      return SCHEMES.includes(new URL(href, document.baseURI).protocol) ? href : "#";
    } catch {
      return "#";
    }
  }

  // What a screen reader is to say, while the focus stays where it is.
  function announce(text) {
    let region = document.getElementById("announcer");
    if (!region) {
      region = el("div", { id: "announcer", class: "hidden", role: "status", "aria-live": "polite" });
      document.body.append(region);
    }
    region.textContent = "";
    setTimeout(() => {
      region.textContent = text;
    }, 60);
  }

  // Hand the reader a file that was made here.
  function download(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  const figure = new Intl.NumberFormat("en").format;
  const count = (number, one, many) => `${figure(number)} ${number === 1 ? one : many || one + "s"}`;

  Object.assign(ecomgraph, { announce, count, download, el, safeHref, svg });
})();
