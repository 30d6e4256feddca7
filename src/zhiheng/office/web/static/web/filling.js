// Comforts of declared forms only: every form works without this file.
"use strict";

for (const form of document.querySelectorAll("form[data-filling]")) {
  // A field that depends on another is hidden until it is asked for.
  const values = (name) => [...form.elements]
    .filter((each) => each.name === name && (each.type !== "checkbox" && each.type !== "radio" || each.checked))
    .map((each) => each.value);
  const holder = (control) => control.closest("[data-field]") || control.closest(".field");
  // Boxes carry the condition one by one, so a field is looked up by its name.
  const depending = new Map();
  for (const control of form.querySelectorAll("[data-when]")) depending.set(holder(control), control);
  const isHidden = (name) => {
    const control = [...form.elements].find((each) => each.name === name);
    return Boolean(control && holder(control)?.hidden);
  };
  const show = () => {
    for (const [place, control] of depending) {
      if (!place) continue;
      const wanted = control.dataset.whenIs.split(",");
      const holds = !isHidden(control.dataset.when)
        && values(control.dataset.when).some((value) => wanted.includes(value));
      place.hidden = !holds && !place.querySelector(".is-invalid, .invalid-feedback");
    }
  };
  form.addEventListener("change", show);
  show();

  // A file that is too large is told before it is sent.
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const most = Number(form.dataset.mostBytes);
    const large = [...input.files].some((file) => file.size > most);
    input.setCustomValidity(large ? form.dataset.tooLarge : "");
    if (large) input.reportValidity();
  });

  // What was typed is kept every now and then; files are not sent that way.
  if (!("autosave" in form.dataset)) continue;
  let changed = false;
  let leaving = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { leaving = true; });
  const status = document.querySelector("[data-autosaved]");
  const save = async () => {
    if (!changed || leaving) return;
    changed = false;
    const sent = new FormData(form);
    for (const [name, value] of [...sent]) if (value instanceof File || name === "without") sent.delete(name);
    try {
      const answer = await fetch(form.action || location.pathname, {
        method: "POST", body: sent, headers: { "X-Autosave": "1" }, redirect: "error",
      });
      if (!answer.ok) return;
      form.elements.revision.value = await answer.text();
      if (status) status.textContent = form.dataset.saved;
    } catch {
      changed = true;
    }
  };
  setInterval(save, 15000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}
