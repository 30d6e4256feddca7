// Comforts only: importing and reviewing work without this file.
"use strict";

// Reading a long document takes a while: say so once the form is sent.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    document.getElementById(form.dataset.busy).hidden = false;
  });
}

const review = document.getElementById("review");
if (review) {
  const cards = [...review.querySelectorAll(".proposal")];
  for (const note of review.querySelectorAll("[data-keys]")) note.hidden = false;

  const show = (key, { card = true, passage = true, smooth = true } = {}) => {
    const behavior = smooth ? "smooth" : "auto";
    for (const each of review.querySelectorAll(".current")) each.classList.remove("current");
    const own = cards.find((each) => each.dataset.key === key);
    const stretches = review.querySelectorAll(`.read-passage[data-key~="${CSS.escape(key)}"]`);
    own?.classList.add("current");
    for (const each of stretches) each.classList.add("current");
    const beside = matchMedia("(min-width: 60rem)").matches;
    if (card) own?.scrollIntoView({ block: beside ? "nearest" : "start", behavior });
    if (passage && beside) {
      stretches[0]?.scrollIntoView({ block: "center", behavior });
    }
  };
  const current = () => review.querySelector(".proposal.current") || cards[0];

  // A passage leads to its proposal, a proposal to its passage; each stays in its own column.
  review.addEventListener("click", (event) => {
    const passage = event.target.closest(".read-passage");
    // A row may hold several proposals: a second click goes on to the next of them.
    const keys = passage ? passage.dataset.key.split(" ") : [];
    const key = keys[(keys.indexOf(current()?.dataset.key) + 1) % keys.length];
    if (cards.some((card) => card.dataset.key === key)) {
      event.preventDefault();
      show(key, { passage: false });
      current().focus({ preventScroll: true });
      return;
    }
    const link = event.target.closest("a.proposal-to-passage[href^='#']");
    if (link && matchMedia("(min-width: 60rem)").matches) {
      event.preventDefault();
      show(link.closest(".proposal").dataset.key, { card: false });
      return;
    }
    const card = event.target.closest(".proposal");
    if (card && !event.target.closest("a, button, input, select, textarea, summary, label")) {
      show(card.dataset.key, { card: false });
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const at = cards.indexOf(current());
    const next = { j: cards[at + 1], k: cards[at - 1] }[event.key];
    if (next) {
      show(next.dataset.key);
      next.focus({ preventScroll: true });
    }
    const act = { a: "accept", c: "correct", r: "reject" }[event.key];
    const button = act && current()?.querySelector(`[data-act="${act}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
    if (act === "reject") current().querySelector("input[name=reason]")?.focus();
  });

  // What the address points at stands in view in both columns.
  const start = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const key = target && target.dataset.key;
    if (key) show(key, { smooth: false });
  };
  window.addEventListener("hashchange", start);
  window.addEventListener("load", start);

  // Text that is marked with the mouse can be added as what the reader missed.
  const bar = document.getElementById("mark-bar");
  const offset = (node, within) => {
    const line = node.parentElement?.closest(".document-line");
    if (!line) return null;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, within);
    return Number(line.dataset.start) + range.toString().length;
  };
  if (bar) {
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      const text = document.getElementById("document");
      const inside = !chosen.isCollapsed && text.contains(chosen.anchorNode) && text.contains(chosen.focusNode);
      const range = inside && chosen.getRangeAt(0);
      const from = range && offset(range.startContainer, range.startOffset);
      const to = range && offset(range.endContainer, range.endOffset);
      bar.hidden = !(from !== null && to !== null && range && from < to);
      if (bar.hidden) return;
      bar.elements.start.value = from;
      bar.elements.end.value = to;
    });
  }
}
