// The page works without this file; with it, numbers follow what is typed.
"use strict";

document.documentElement.classList.add("scripted");

// The list: one line per scenario, one after another so that the server is not flooded.
async function fillLines(inside) {
  for (const line of inside.querySelectorAll("[data-load]")) {
    const answer = await fetch(line.dataset.load).catch(() => ({}));
    delete line.dataset.load;
    if (answer.ok) line.innerHTML = await answer.text(); else line.textContent = document.body.dataset.unread;
  }
}

// One scenario: what is typed is sent, and the answer is put in its places.
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
    for (const [name, value] of extra) body.append(name, value);
    if (action === "change") changing = dropped;
    try {
      const answer = await fetch(form.getAttribute("action") + (behind ? "?redraw=1" : ""), {
        method: "POST", body, signal: dropped.signal, headers: { accept: "application/json" },
      });
      if (answer.status === 409 || answer.status === 503) behind = true;
      if (answer.status === 409) again(PAUSE);
      if (answer.status === 503) again(2000);
      if (!answer.ok) return answer.status === 409 || refused(await answer.text());
      const told = await answer.json();
      for (const [path, at] of paths) if (waiting.get(path) === at) waiting.delete(path);
      show(told);
    } catch (error) {
      if (error.name !== "AbortError") lost();
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
    const closed = result.querySelector("#warnings:not([open])");
    result.innerHTML = html;
    result.querySelector("#figures")?.replaceWith(figures);
    if (closed) result.querySelector("#warnings")?.removeAttribute("open");
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
    if (told.form) { behind = false; redraw(told); }
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
    if (text) for (let at = spot.parentElement.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  }

  function redraw(told) {
    const { id: focused, selectionStart: from, selectionEnd: to } = document.activeElement, open = new Set();
    const typing = [...entries(waiting)];  // while this was answered
    const name = (d) => d.id || `${d.className} ${own(d) || d.closest("[id]").id}`;
    for (const d of form.querySelectorAll("details")) if (d.open) open.add(name(d));
    byId("fields").innerHTML = told.form;
    for (const [path, value] of typing) if (form.elements[path]) form.elements[path].value = value;
    for (const d of form.querySelectorAll("details")) if (open.has(name(d))) d.open = true;
    const place = told.focus && (byId("at-" + told.focus) || byId("s-" + told.focus));
    if (place) {
      for (let d = place.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
      place.scrollIntoView({ block: "center" });
      const first = place.querySelector(place.id.startsWith("s-") ? "summary" : "input:not([type=hidden]), select");
      first?.focus();
      if (first?.type === "text") first.setSelectionRange(first.value.length, first.value.length);
    } else if (focused) {
      const again = byId(focused);
      again?.focus({ preventScroll: true });
      if (Number.isInteger(from)) again?.setSelectionRange?.(from, to);
    }
  }

  async function rest() {                // all draws, then the figures, if nothing was typed meanwhile
    const version = changes;
    try {
      const whole = await fetch(form.dataset.full);
      const html = await whole.text();
      if (!whole.ok || version !== changes || busy) return;
      put(html);
      const drawn = await fetch(form.dataset.figures), pictures = await drawn.text();
      if (!drawn.ok || version !== changes) return;
      figures.innerHTML = pictures;
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
    const adding = /^add (\w+)$/.exec(action);
    if (adding) extra.set("add-" + adding[1], byId("add-" + adding[1]).value);
    send(action, extra);
  });
  form.addEventListener("keydown", (event) => {   // Enter in the name of a new part adds it
    const adding = event.key === "Enter" && /^add-(\w+)$/.exec(event.target.id);
    if (adding) { event.preventDefault(); form.requestSubmit(event.target.parentElement.querySelector("button")); }
  });
  byId("tools").addEventListener("submit", (event) => { event.preventDefault(); send(event.submitter.value); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") { event.preventDefault(); send(key === "y" || event.shiftKey ? "redo" : "undo"); }
  });
  byId("tools").addEventListener("click", async (event) => {   // what was just typed goes along
    const link = event.target.closest("a");
    if (!link || !waiting.size) return;
    event.preventDefault();
    await send("change");
    if (!waiting.size) location.href = link.href;
  });
  function lead(hash) {                  // to a field: its section is opened; false if there is none
    const place = hash.startsWith("#at-") && byId(decodeURIComponent(hash.slice(1)));
    if (!place) return false;
    for (let d = place.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    place.scrollIntoView({ block: "center" });
    place.querySelector("input:not([type=hidden]), select, textarea, summary")?.focus({ preventScroll: true });
    return true;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#at-"]');
    if (link && lead(link.hash)) event.preventDefault();
  });
  lead(location.hash);
  for (const menu of document.querySelectorAll(".menu"))
    document.addEventListener("keydown", (event) => event.key === "Escape" && (menu.open = false));
  addEventListener("pagehide", () => {   // what was just typed goes along wherever one goes
    if (waiting.size) fetch(form.getAttribute("action"), { method: "POST", body: question("change"), keepalive: true, headers: { accept: "application/json" } });
  });
  rest();
}

// A comparison: sort by a column, hide rows, copy as a table.
function sortable(box) {
  const table = box.querySelector("table"), body = table.tBodies[0], words = box.dataset;
  const first = [...body.rows];
  const swedish = document.documentElement.lang === "sv";
  const number = (cell) => {
    const text = (cell?.firstChild?.textContent || "").replace("\u2212", "-").replace(/[\s\u00a0\u202f%]/g, "");
    const value = parseFloat(swedish ? text.replace(",", ".") : text.replace(/,/g, ""));
    return Number.isNaN(value) ? -Infinity : value;
  };
  const button = (text, name, act) => {
    const made = document.createElement("button");
    made.type = "button"; made.textContent = text; made.className = name; made.addEventListener("click", () => act(made));
    return made;
  };
  table.querySelectorAll("thead th").forEach((head, place) => {
    const text = head.textContent; head.textContent = "";
    head.append(button(text, "", () => {
      const now = head.getAttribute("aria-sort"), down = now !== "descending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      if (now === "ascending") { first.forEach((row) => body.append(row)); return; }  // as it was
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      [...body.rows].sort((a, b) => (number(a.cells[place + 1]) - number(b.cells[place + 1])) * (down ? -1 : 1)).forEach((row) => body.append(row));
    }));
    head.firstChild.title = words.sort;
  });
  for (const row of body.rows) {
    const hide = button("×", "hide", () => { row.hidden = true; all.hidden = false; });
    hide.setAttribute("aria-label", `${words.hide}: ${row.cells[0].textContent}`);
    row.cells[0].append(" ", hide);
  }
  const all = button(words.all, "", () => { for (const row of body.rows) row.hidden = false; all.hidden = true; });
  all.hidden = true;
  // Numbers for a spreadsheet: the value and its range in columns of their own, plain digits.
  const digits = (text) => text.replace(/\u2212/g, "-").replace(/(\d)[\u00a0\u202f ](?=\d)/g, "$1").trim();
  const ranged = [...(body.rows[0]?.cells || [])].map((_, at) => [...body.rows].some((row) => row.cells[at].querySelector("small")));
  const cells = (row) => [...row.cells].flatMap((cell, at) => {
    const copy = cell.cloneNode(true), range = copy.querySelector("small")?.textContent || "";
    copy.querySelectorAll(".hide, small, br").forEach((gone) => gone.remove());
    return ranged[at] ? [digits(copy.textContent), digits(range)] : [digits(copy.textContent)];
  }).join("\t");
  const copy = button(words.copy, "", async () => {
    const rows = [...table.rows].filter((row) => !row.hidden).map(cells);
    const text = [table.caption.textContent.trim(), ...rows].join("\n");
    try { await navigator.clipboard.writeText(text); }
    catch { const area = document.createElement("textarea"); area.value = text; box.append(area); area.select(); document.execCommand("copy"); area.remove(); }
    copy.textContent = words.copied;
  });
  const tools = document.createElement("p");
  tools.className = "table-tools"; tools.append(copy, all); box.prepend(tools);
}

document.querySelectorAll(".sortable").forEach(sortable);
const form = document.getElementById("form");
if (form) work(form);
for (const closed of document.querySelectorAll("main > details:not([open])"))
  closed.addEventListener("toggle", () => fillLines(closed), { once: true });
document.querySelectorAll("main > section, main > details[open]").forEach(fillLines);
