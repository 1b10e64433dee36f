// Where one is on the page: what is unfolded and where one types stay as they are when a part is drawn anew.
"use strict";

const fields = (inside) => [...inside.querySelectorAll("input, select, textarea")];

// Every part that unfolds, by what tells it from the others before and after it is drawn.
function folds(inside) {
  const named = {};
  for (const part of inside.querySelectorAll("details")) {
    const summary = part.querySelector("summary");
    const name = part.id || summary.id || `${part.closest("[id]").id} ${summary.textContent}`;
    named[name in named ? `${name} ${Object.keys(named).length}` : name] = part;
  }
  return Object.entries(named);
}

const unfolded = (inside) => Object.fromEntries(folds(inside).map(([name, part]) => [name, part.open]));

// Unfold and fold as before; what holds a mistake is never folded.
function unfold(inside, before) {
  for (const [name, part] of folds(inside))
    if (name in before) part.open = before[name] || Boolean(part.querySelector("[aria-invalid]"));
}

// Unfold all that a place is in.
function reveal(place) {
  for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

const sameAs = (field) => [field.id || field.name, /radio|checkbox/.test(field.type) && field.value].join();

// Draw a part anew; what was typed meanwhile in some fields stays, and so does where one types.
function redrawn(inside, html, isNew, then = () => {}) {
  const before = unfolded(inside), old = new Map(fields(inside).map((field) => [sameAs(field), field]));
  const at = document.activeElement, back = lookedAt(inside, at);
  inside.innerHTML = html;
  then();
  for (const field of fields(inside)) if (old.has(sameAs(field))) keep(old.get(sameAs(field)), field, isNew, at);
  unfold(inside, before);
  back();
}

// How to go back to what has the focus, and to the caret in it, once it is drawn anew.
function lookedAt(inside, at) {
  if (!inside.contains(at)) return () => {};
  const number = [...inside.querySelectorAll(at.tagName)].indexOf(at), { selectionStart: from, selectionEnd: to } = at;
  return () => {
    const again = inside.contains(at) ? at : at.id ? document.getElementById(at.id) : inside.querySelectorAll(at.tagName)[number];
    again?.focus({ preventScroll: true });
    if (Number.isInteger(from)) again?.setSelectionRange?.(from, to);
  };
}

function keep(old, field, isNew, at) {
  const bare = (text) => text.replace(/\s/g, "");
  if (isNew(old)) { field.checked = old.checked; field.value = old.value; }
  if (old === at && bare(old.value) === bare(field.value)) field.value = old.value;   // 1250 stays while one types
}

// What is unfolded on this page is so again after a visit elsewhere and after it is read anew.
function remembered(inside, key) {
  unfold(inside, JSON.parse(sessionStorage.getItem(key) || "{}"));
  inside.addEventListener("toggle", () => sessionStorage.setItem(key, JSON.stringify(unfolded(inside))), true);
}
