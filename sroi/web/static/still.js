// While one aims with the mouse and while its button is down nothing moves: the click lands where it was aimed.
"use strict";

document.documentElement.classList.add("scripted");

const CALM = 250;                        // ms after a click in which another may follow
const AIM = 200, MOST = 600;             // ms from the last move to a press, and to wait for one at most
let presses = 0, pressed = false, letGo = -Infinity, aimed = -Infinity;

addEventListener("pointerdown", () => { presses += 1; pressed = true; }, true);
function release() {
  const press = presses;                 // the click itself comes first
  if (pressed) setTimeout(() => { if (press === presses) { pressed = false; letGo = performance.now(); } });
}
for (const over of ["pointerup", "pointercancel", "dragend"]) addEventListener(over, release, true);
addEventListener("keydown", (event) => {   // one types: no second click follows
  if (!["Control", "Shift", "Alt", "Meta"].includes(event.key)) { pressed = false; letGo = -Infinity; }
}, true);
addEventListener("pointermove", (event) => {
  if (!event.buttons) release();         // let go elsewhere
  if (event.movementX || event.movementY) aimed = performance.now();
}, true);
addEventListener("change", (event) => event.target.matches("select") && release());   // its list takes the mouse
addEventListener("blur", (event) => event.target === window && release());

// Wait until nobody aims and no button is down, and so long after the last.
async function still(rest = 0) {
  const latest = performance.now() + MOST;
  const aiming = () => performance.now() < Math.min(aimed + AIM, latest);
  while (pressed || aiming() || performance.now() < letGo + rest) await new Promise((done) => setTimeout(done, 10));
}

// What one looks at stays where it is on the screen while something changes.
function steady(place, change) {
  const top = () => { const at = place(); return at?.closest("#form") ? at.getBoundingClientRect().top : NaN; };
  const before = top();
  change();
  const moved = top() - before;
  if (moved && before >= 0 && before < innerHeight) scrollBy({ top: moved, behavior: "instant" });
}

// The help of the field one is in; that of the last one stays until another is entered.
function help() {
  const now = new Set();
  for (let at = document.activeElement.closest(".field"); at; at = at.parentElement.closest(".field")) now.add(at);
  if (!now.size) return;
  steady(() => document.activeElement, () => {
    for (const field of document.querySelectorAll(".field.current")) if (!now.has(field)) field.classList.remove("current");
    for (const field of now) field.classList.add("current");
  });
}
document.addEventListener("focusin", () => still(CALM).then(help));
