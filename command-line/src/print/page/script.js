"use strict";
// The page is whole without this; with it, tables sort.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const status = document.getElementById("status");
  for (const head of table.tHead.rows[0].cells) {
    if (head.hasAttribute("data-still")) continue;
    const column = head.cellIndex;
    const name = head.textContent;
    const numbers = head.classList.contains("n");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const descending = before ? before === "ascending" : numbers;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = (row) => {
        const cell = row.cells[column];
        const sort = cell.dataset.sort;
        return numbers ? Number(sort ?? NaN) : cell.textContent;
      };
      const compare = (a, b) => {
        const [x, y] = [value(a), value(b)];
        if (numbers) return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : descending ? y - x : x - y;
        return descending ? y.localeCompare(x) : x.localeCompare(y);
      };
      body.append(...[...body.rows].sort(compare));
      status.textContent = `sorted by ${name}, ${descending ? "descending" : "ascending"}`;
    });
  }
}
