// Comforts only: every page works without this file.
"use strict";

// A menu closes when the person turns to something else.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], details.topbar-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open], details.topbar-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second click must not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method.toLowerCase() !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Coming back by the browser's back button, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// "/" leads to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const boxes = [...document.querySelectorAll("[data-search-box]")];
  const box = boxes.find((each) => each.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// What is there to be copied is selected as a whole; a button copies it.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});
document.addEventListener("toggle", (event) => {
  for (const button of event.target.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
  }
}, true);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => {
    button.textContent = button.dataset.copied;
  });
});

// A page that is made for paper prints by one button.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// In a list of cases j and k go down and up, x ticks; as "/" does, they wait while somebody types.
document.addEventListener("keydown", (event) => {
  if (!["j", "k", "x"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
  if (!rows.length) return;
  const present = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "x") {
    if (present >= 0) rows[present].querySelector("input[type=checkbox]")?.click();
    return;
  }
  const next = event.key === "j" ? Math.min(present + 1, rows.length - 1) : Math.max(present - 1, 0);
  rows[next].querySelector("th a").focus();
});
