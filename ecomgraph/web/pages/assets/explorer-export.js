// What readers take with them: the map as SVG, lists as CSV and JSON, paths as Mermaid, the address of a view.
(function () {
  "use strict";
  const ecomgraph = window.ecomgraph;
  const { announce, download, el } = ecomgraph;
  const DRAWN = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
    "font-family", "font-size", "font-weight", "letter-spacing", "text-anchor", "dominant-baseline", "display",
    "visibility",
  ];

  // No cell may be a formula to a spreadsheet.
  function cell(value) {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) {
      text = `'${text}`;
    }
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  const csv = (rows) => rows.map((row) => row.map(cell).join(",")).join("\n") + "\n";

  // A drawing that stands alone: what style sheets say is written into it.
  function standalone(svg, width, height) {
    const copy = svg.cloneNode(true);
    const originals = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, at) => {
      const style = getComputedStyle(originals[at]);
      for (const name of DRAWN) {
        const value = style.getPropertyValue(name);
        if (value) {
          element.setAttribute(name, value);
        }
      }
      for (const name of ["class", "style", "tabindex", "role", "href", "aria-current", "aria-describedby"]) {
        element.removeAttribute(name);
      }
    });
    copy.querySelectorAll('[display="none"]').forEach((element) => element.remove());
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    copy.querySelector("g").setAttribute("transform", "");
    const ground = ecomgraph.svg("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor });
    copy.querySelector("g").before(ground);
    return new XMLSerializer().serializeToString(copy);
  }

  // The text of a Mermaid flowchart: characters with a meaning there are written as entities.
  const quoted = (text) =>
    [...text.replace(/\s+/g, " ")].map((it) => ('"#&<>`|[]{}()\\'.includes(it) ? `#${it.codePointAt(0)};` : it)).join("");

  function learnt({ new_skills: added, raised_skills: raised }) {
    const far = [...added, ...raised].filter((skill) => skill.built_on).length;
    const parts = [(added.length || !raised.length) && ecomgraph.count(added.length, "new skill"), raised.length && `${raised.length} raised`];
    return [...parts, far && `${far} of them only by what it builds on`].filter(Boolean).join(", ");
  }

  // As careers/diagrams.py draws them.
  function mermaid(paths) {
    const keys = new Map();
    const lines = ["flowchart LR"];
    const arrows = new Set();
    const silent = new Set(paths.flatMap((path) => path.undescribed).map((it) => it.iri));
    const box = (node) => {
      if (!keys.has(node.iri)) {
        keys.set(node.iri, `n${keys.size}`);
        lines.push(`  ${keys.get(node.iri)}["${quoted(node.label)}${silent.has(node.iri) ? "<br/>not described" : ""}"]`);
      }
      return keys.get(node.iri);
    };
    for (const step of paths.flatMap((path) => path.steps)) {
      const ends = [box(step.from), box(step.to)];
      const text = `${step.kind ? `${step.kind}: ` : ""}${silent.has(step.to.iri) ? "not described" : learnt(step)}`;
      arrows.add(`  ${ends[0]} -->|"${quoted(text)}"| ${ends[1]}`);
    }
    const notes = [...new Set(paths.flatMap((path) => path.notes || []))].flatMap((it, at) => [`  note${at}["${quoted(it)}"]`, `  style note${at} stroke-dasharray: 4 4`]);
    return [...lines, ...arrows, ...notes].join("\n") + "\n";
  }

  // The address of what the graph says of a thing, in a format for programs.
  function dataLink(iri, form) {
    const page = ecomgraph.link(iri);
    return page && (/\.html$/.test(page) ? page.replace(/\.html$/, `.${form}`) : `${page}&format=${form}`);
  }

  // A button that opens a short list of [label, action or address].
  function menu(label, entries) {
    const items = entries.filter(Boolean).map(([text, action]) =>
      el(
        "li",
        {},
        typeof action === "string"
          ? el("a", { class: "button quiet", href: action }, text)
          : el(
              "button",
              {
                class: "button quiet",
                type: "button",
                onclick: () => {
                  details.open = false;
                  action();
                },
              },
              text,
            ),
      ),
    );
    const details = el(
      "details",
      {
        class: "menu-button noprint",
        onkeydown: (event) => {
          if (event.key === "Escape" && details.open) {
            event.stopPropagation();
            details.open = false;
            details.querySelector("summary").focus();
          }
        },
        onfocusout: (event) => {
          if (!details.contains(event.relatedTarget)) {
            details.open = false;
          }
        },
      },
      el("summary", { class: "button" }, label),
      el("ul", { class: "plain options" }, items),
    );
    return details;
  }

  function save(name, form, text) {
    const types = { csv: "text/csv", json: "application/json", mmd: "text/plain", svg: "image/svg+xml" };
    download(`${name}.${form}`, `${types[form]};charset=utf-8`, text);
    announce(`${name}.${form} saved`);
  }

  const saveJson = (name, value) => save(name, "json", JSON.stringify(value, null, 2) + "\n");
  const saveCsv = (name, rows) => save(name, "csv", csv(rows));

  function share() {
    const button = el(
      "button",
      {
        class: "button noprint",
        type: "button",
        onclick: async () => {
          try {
            await navigator.clipboard.writeText(location.href);
            button.lastChild.textContent = "Link copied";
            announce("The address of this view is on the clipboard");
          } catch {
            const field = el("input", { type: "text", readonly: true, value: location.href, "aria-label": "Address" });
            button.after(field);
            field.focus();
            field.select();
            field.addEventListener("blur", () => field.remove());
          }
          setTimeout(() => {
            button.lastChild.textContent = "Share";
          }, 2500);
        },
      },
      el("span", {}, "Share"),
    );
    return button;
  }

  Object.assign(ecomgraph, { csv, dataLink, menu, mermaid, save, saveCsv, saveJson, share, standalone });
})();
