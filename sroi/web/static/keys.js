// What the keyboard does besides Tab: how a number is known, the next section, undo, and closing a menu.
"use strict";

const sure = (at) => at.closest(".field")?.querySelector(":scope > .unfold");
const NUMBER = ":is(.entry, .values) input";

// How a number is known is one key from the number, not a stop on the way to the next.
function shortcuts(inside) {
  for (const summary of inside.querySelectorAll(".unfold > summary")) {
    summary.tabIndex = -1;
    for (const number of summary.closest(".field").querySelectorAll(`:scope > ${NUMBER}`))
      number.setAttribute("aria-keyshortcuts", "Alt+ArrowDown");
    otherValue(summary.parentElement);
  }
}

// The link to another value of the library is a stop while how the number is known is unfolded.
function otherValue(part) {
  const link = part.closest(".field").querySelector(":scope > .library a");
  if (link) link.tabIndex = part.open ? 0 : -1;
}
document.addEventListener("toggle", (event) => event.target.matches(".unfold") && otherValue(event.target), true);

function unfoldNumber(event) {
  const part = event.target.matches(NUMBER) && sure(event.target);
  if (!part) return;
  event.preventDefault();
  part.open = true;
  otherValue(part);
  part.querySelector("input:checked, input, select").focus();
}

function foldNumber(event) {
  const part = event.target.closest(".unfold");
  if (!part) return;
  event.preventDefault();
  part.open = false;
  part.parentElement.querySelector(`:scope > ${NUMBER}`).focus();
}

function section(event, step) {
  const all = [...document.querySelectorAll(".section > summary")];
  const now = all.indexOf(event.target.closest(".section")?.querySelector("summary"));
  event.preventDefault();
  all[Math.min(Math.max(now + step, 0), all.length - 1)].focus();
}

function undo(event, verb) {
  const button = document.getElementById(verb);
  if (!button || event.target.matches("input, textarea")) return;
  event.preventDefault();
  if (!button.disabled) button.click();
}

const closeMenus = (but) => document.querySelectorAll(".menu[open]").forEach((menu) => { menu.open = menu === but; });
const KEYS = {
  "Alt+ArrowDown": unfoldNumber, "Alt+ArrowUp": foldNumber,
  "Alt+PageDown": (event) => section(event, 1), "Alt+PageUp": (event) => section(event, -1),
  "Ctrl+z": (event) => undo(event, "undo"), "Ctrl+y": (event) => undo(event, "redo"), "Ctrl+Shift+z": (event) => undo(event, "redo"),
  "Escape": (event) => {
    const menu = event.target.closest(".menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus(); else foldNumber(event);
  },
};
document.addEventListener("keydown", (event) => {
  const ctrl = event.ctrlKey || event.metaKey, key = ctrl ? event.key.toLowerCase() : event.key;
  KEYS[(event.altKey ? "Alt+" : "") + (ctrl ? "Ctrl+" : "") + (ctrl && event.shiftKey ? "Shift+" : "") + key]?.(event);
});
document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
