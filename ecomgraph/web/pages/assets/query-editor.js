// A text field for SPARQL: numbered lines, colours, completion, indenting, prefixes at hand, and a mark on the line that is
// wrong.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});
  const { el } = ecomgraph;

  // Longer texts are not coloured: that would slow down typing.
  const MOST_PAINTED = 40_000;

  // sources are what completion offers; edited() is called after each change.
  function editor(area, { lines, paint, run, sources, edited }) {
    // After Escape, Tab leaves the field: nobody is caught in it.
    let leaving = false;
    let wrong = 0;

    function number() {
      const count = area.value.split("\n").length;
      lines.replaceChildren(
        ...Array.from({ length: count }, (_, at) => el("div", { class: at + 1 === wrong ? "wrong" : null }, at + 1)),
      );
      const coloured = area.value.length <= MOST_PAINTED;
      area.classList.toggle("painted", coloured);
      paint.replaceChildren(...(coloured ? ecomgraph.sparql.painted(area.value) : []));
      scroll();
    }

    function scroll() {
      lines.scrollTop = area.scrollTop;
      paint.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    }

    function insert(text) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      changed();
    }

    function changed() {
      wrong = 0;
      area.removeAttribute("aria-invalid");
      number();
      edited();
    }

    const completing = ecomgraph.completion.completion(area, sources, changed);

    // The lines that the selection touches move in or out by two spaces.
    function shift(out) {
      const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
      const end = area.selectionEnd;
      const moved = area.value.slice(start, end).replace(out ? /^ {1,2}/gm : /^/gm, out ? "" : "  ");
      area.setRangeText(moved, start, end, "select");
      changed();
    }

    area.addEventListener("keydown", (event) => {
      if (completing.key(event)) {
        event.preventDefault();
        return;
      }
      if (event.key === "Escape") {
        leaving = true;
        return;
      }
      if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        if (event.shiftKey || area.selectionStart !== area.selectionEnd) {
          shift(event.shiftKey);
        } else {
          insert("  ");
        }
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      } else if (event.key === "Enter") {
        event.preventDefault();
        const line = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);
        insert(`\n${/^ */.exec(line)[0]}${/[{(]\s*$/.test(line) ? "  " : ""}`);
      }
      if (event.key !== "Shift") {
        leaving = false;
      }
    });
    area.addEventListener("input", changed);
    area.addEventListener("scroll", scroll);

    // Put the caret where an error is; lines and columns count from 1.
    function mark(line, column) {
      wrong = line;
      area.setAttribute("aria-invalid", "true");
      number();
      const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      const at = Math.min(area.value.length, before + Math.max(0, (column || 1) - 1));
      area.focus();
      area.setSelectionRange(at, at);
    }

    function set(text) {
      area.value = text;
      changed();
    }

    number();
    return { insert, mark, set, get: () => area.value };
  }

  function prefixes(list, known, insert) {
    list.replaceChildren(
      ...Object.entries(known).map(([prefix, iri]) =>
        el("li", {}, el("button", { class: "button small", type: "button", title: iri, onclick: () => insert(`${prefix}:`) }, `${prefix}:`)),
      ),
    );
  }

  ecomgraph.editor = { editor, prefixes };
})();
