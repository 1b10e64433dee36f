// One scenario: what is typed is sent, and the answer is put in its places.
"use strict";

function work(form) {
  const PAUSE = 20, REST = 500;          // ms after a key before it counts, and before figures
  const result = document.getElementById("result");
  const figures = document.getElementById("figures") || Object.assign(document.createElement("div"), { id: "figures" });
  const counting = document.getElementById("counting");
  const waiting = new Map();             // the fields typed in that no answer knows yet, and when
  let typed = 0, changing = null, queue = Promise.resolve(), busy = 0, timer = 0, resting = 0, changes = 0;
  const tab = String(Math.random());     // another tab on this draft is told apart
  let behind = false;                    // whether the form lacks what an answer never seen said

  const byId = (id) => document.getElementById(id);
  const own = (element) => element.closest("[data-path]")?.dataset.path;

  function entries(paths) {
    const made = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === "string" && paths.has(name.split("|")[0])) made.append(name, value);
    return made;
  }

  // One question at a time and none lost; a change that is outdated is dropped, here and on the server.
  function send(action, extra = new URLSearchParams()) {
    clearTimeout(timer); clearTimeout(resting);
    changing?.abort();
    if (action !== "change") behind = true;
    counting.hidden = false;
    busy += 1;
    queue = queue.then(() => post(action, extra)).finally(() => { busy -= 1; counting.hidden = !busy; });
    return queue;
  }

  function question(action) {
    const body = entries(waiting);
    body.set("action", action);
    body.set("typed-in", document.documentElement.lang);
    body.set("seen", byId("seen").value);
    body.set("tab", tab);
    return body;
  }

  async function post(action, extra) {
    if (action === "change" && !waiting.size && !behind) return;
    const paths = new Map(waiting), body = question(action), dropped = new AbortController();
    const looking = document.activeElement;
    for (const [name, value] of extra) body.append(name, value);
    if (action === "change") changing = dropped;
    try {
      const answer = await fetch(form.getAttribute("action") + (behind ? "?redraw=1" : ""), {
        method: "POST", body, signal: dropped.signal, headers: { accept: "application/json" },
      });
      const text = await answer.text();
      await still();
      dropped.signal.throwIfAborted();
      if (answer.status === 409 || answer.status === 503) behind = true;
      if (answer.status === 409) again(PAUSE);
      if (answer.status === 503) again(2000);
      if (!answer.ok) return answer.status === 409 || refused(text);
      for (const [path, at] of paths) if (waiting.get(path) === at) waiting.delete(path);
      const told = JSON.parse(text), elsewhere = ![looking, document.body].includes(document.activeElement);
      steady(() => document.activeElement, () => show(told));
      const place = told.form && told.focus && (byId("at-" + told.focus) || byId("s-" + told.focus));
      if (place) reveal(place);
      if (place && !elsewhere) enter(place);
    } catch (error) {
      if (error.name !== "AbortError") still().then(lost);
    } finally {
      if (changing === dropped) changing = null;
    }
  }

  function again(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => send("change"), pause);
  }

  function lost() {
    if (byId("lost")) return;
    const told = Object.assign(document.createElement("p"), { id: "lost", className: "error", textContent: document.body.dataset.lost });
    told.setAttribute("role", "alert");
    result.prepend(told);
  }

  function put(html) {                   // the figures stay until they are drawn anew
    redrawn(result, html, () => false, () => result.querySelector("#figures")?.replaceWith(figures));
    const short = result.querySelector(".problems h2, .headline").textContent;
    byId("in-short").textContent = short;
    if (byId("spoken").textContent !== short) byId("spoken").textContent = short;
  }

  function refused(text) {               // what was typed stays in the form
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (main) result.innerHTML = main.innerHTML.replaceAll("<h1", "<h3").replaceAll("</h1", "</h3"); else result.textContent = text;
  }

  function show(told) {
    changes += 1;
    put(told.result);
    figures.classList.add("outdated");
    if (told.form) { behind = false; redraw(told.form); }
    for (const spot of form.querySelectorAll("[data-error]")) mark(spot, told.errors[spot.dataset.error] || "");
    for (const spot of form.querySelectorAll("[data-was]")) {
      spot.textContent = told.was[spot.dataset.was] || "";
      own(spot) === spot.dataset.was && spot.closest("[data-path]").classList.toggle("changed", spot.dataset.was in told.was);
    }
    for (const spot of form.querySelectorAll("[data-doubt]")) spot.textContent = told.doubts[spot.dataset.doubt] || "";
    for (const spot of form.querySelectorAll("[data-known]"))
      if (spot.dataset.known in told.known) spot.textContent = told.known[spot.dataset.known];
    byId("undo").disabled = !told.undo;
    byId("redo").disabled = !told.redo;
    byId("seen").value = told.seen;
    byId("state").textContent = told.state;
    byId("versus").hidden = !told.changed;
    document.querySelector("h1").textContent = told.title;
    const version = changes;
    resting = setTimeout(() => version === changes && rest(), REST);
  }

  function mark(spot, text) {
    spot.textContent = text;
    for (const input of spot.closest("[data-path]").querySelectorAll("[aria-describedby]"))
      if (own(input) === spot.dataset.error) text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    if (text) reveal(spot);
  }

  function redraw(html) {                // what was typed while this was answered stays
    redrawn(byId("fields"), html, (field) => waiting.has(own(field)));
    shortcuts(form);
    help();
  }

  function enter(place) {                // a section is entered at its heading, a part at its first field
    place.scrollIntoView({ block: "center" });
    const first = place.querySelector(place.id.startsWith("s-") ? "summary" : "input:not([type=hidden]), select, textarea, summary");
    first?.focus({ preventScroll: true });
    if (first?.type === "text") first.setSelectionRange(first.value.length, first.value.length);
  }

  async function rest() {                // all draws, then the figures, if nothing was typed meanwhile
    const version = changes;
    try {
      const whole = await fetch(form.dataset.full);
      const html = await whole.text();
      await still();
      if (!whole.ok || version !== changes || busy) return;
      put(html);
      const drawn = await fetch(form.dataset.figures), pictures = await drawn.text();
      await still();
      if (!drawn.ok || version !== changes) return;
      redrawn(figures, pictures, () => false);
      figures.classList.remove("outdated");
    } catch { /* the next change tells that the server is gone */ }
  }

  form.addEventListener("input", (event) => {
    const path = own(event.target);
    if (!path) return;
    waiting.set(path, ++typed);
    changing?.abort();                   // its answer would no longer be about what is typed
    clearTimeout(resting);
    if ("redraw" in event.target.dataset) behind = true;
    again(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const action = event.submitter?.value || "change", extra = new URLSearchParams();
    const adding = /^add ([\w.]+)$/.exec(action);
    if (adding) extra.set("add-" + adding[1], byId("add-" + adding[1]).value);
    send(action, extra);
  });
  form.addEventListener("keydown", (event) => {   // Enter in the name of a new part adds it
    const adding = event.key === "Enter" && /^add-([\w.]+)$/.exec(event.target.id);
    if (adding) { event.preventDefault(); form.requestSubmit(event.target.parentElement.querySelector("button")); }
  });
  byId("tools").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!("leaves" in event.target.dataset)) { send(event.submitter.value); return; }
    if (waiting.size) await send("change");      // what was just typed goes along
    if (!waiting.size) event.target.submit();
  });
  document.querySelector("main").addEventListener("click", async (event) => {   // what was just typed goes along
    const link = event.target.closest('a[href^="/"]');
    if (!link || !waiting.size || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await send("change");
    if (!waiting.size) location.href = link.href;
  });
  function lead(hash) {                  // to a field: its section is opened; false if there is none
    const place = /^#(at|s)-/.test(hash) && byId(decodeURIComponent(hash.slice(1)));
    if (place) { reveal(place); enter(place); }
    return Boolean(place);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#at-"], a[href^="#s-"]');
    if (link && lead(link.hash)) event.preventDefault();
  });
  remembered(form, `unfolded ${form.getAttribute("action")}`);
  shortcuts(form);
  if (lead(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  addEventListener("pagehide", () => {   // what was just typed goes along wherever one goes
    if (waiting.size) fetch(form.getAttribute("action"), { method: "POST", body: question("change"), keepalive: true, headers: { accept: "application/json" } });
  });
  rest();
}

const form = document.getElementById("form");
if (form) work(form);
