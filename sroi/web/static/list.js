// The list: one line per scenario, one after another so that the server is not flooded.
"use strict";

async function fillLines(inside) {
  for (const line of inside.querySelectorAll("[data-load]")) {
    const answer = await fetch(line.dataset.load).catch(() => ({}));
    const text = answer.ok ? await answer.text() : "";
    await still();
    delete line.dataset.load;
    if (answer.ok) line.innerHTML = text; else line.textContent = document.body.dataset.unread;
  }
}

for (const closed of document.querySelectorAll("main > details:not([open])"))
  closed.addEventListener("toggle", () => fillLines(closed), { once: true });
document.querySelectorAll("main > section, main > details[open]").forEach(fillLines);
