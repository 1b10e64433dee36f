// A table of a comparison: sort by a column, hide rows, copy.
"use strict";

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
