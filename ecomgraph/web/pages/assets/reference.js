// The reference of the vocabulary: what the address points to is opened, and the contents follow the reader.
(function () {
  "use strict";

  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) {
      return;
    }
    let opened = false;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) {
      opened = opened || !box.open;
      box.open = true;
    }
    if (opened) {
      target.scrollIntoView();
    }
  }

  function follow() {
    const links = new Map();
    for (const link of document.querySelectorAll(".contents a[href^='#']")) {
      const part = document.getElementById(link.getAttribute("href").slice(1));
      if (part) {
        links.set(part, link);
      }
    }
    let current = null;
    const observer = new IntersectionObserver(
      (changes) => {
        const seen = changes.filter((change) => change.isIntersecting).map((change) => links.get(change.target));
        if (seen.length > 0 && seen[0] !== current) {
          if (current) {
            current.removeAttribute("aria-current");
          }
          current = seen[0];
          current.setAttribute("aria-current", "location");
          current.scrollIntoView({ block: "nearest" });
        }
      },
      { rootMargin: "0px 0px -75% 0px" },
    );
    for (const part of links.keys()) {
      observer.observe(part);
    }
  }

  addEventListener("hashchange", reveal);
  reveal();
  // Beside the text the contents have a scroll bar of their own; above it they would move the page.
  if (matchMedia("(min-width: 60.0625rem)").matches) {
    follow();
  }
})();
