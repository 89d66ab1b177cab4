"use strict";

const form = document.getElementById("filter");
const find = document.getElementById("find");
const differing = document.getElementById("differing");
const shown = document.getElementById("shown");
const body = document.querySelector("tbody");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const today = new Date().toLocaleDateString("sv");

// What comes next stands first; what is over, last.
function turned(cell) {
  const days = [...cell.children];
  const next = days.findIndex((one) => one.firstChild.dateTime >= today);
  if (next < 0) return "9";
  days[next].className = "next";
  if (next) cell.append(...days.slice(0, next));
  return days[next].firstChild.dateTime;
}

const rows = [...body.rows].map((row, number) => ({
  row,
  number,
  status: row.className,
  differs: Number(row.dataset.differs),
  pair: plain(row.cells[0].textContent),
  open: Number(row.dataset.open),
  text: plain(`${row.cells[0].textContent} ${row.cells[1].textContent}`),
  dates: turned(row.cells[3]),
}));

function filter() {
  const wanted = plain(find.value).split(/\s+/).filter(Boolean);
  const status = form.elements.status.value;
  let count = 0;
  for (const one of rows) {
    const fits = (!status || one.status === status) && (!differing.checked || one.differs > 0)
      && wanted.every((word) => one.text.includes(word));
    if (one.row.hidden === fits) one.row.hidden = !fits;
    count += fits;
  }
  shown.textContent = count || !rows.length ? shown.dataset.words.replace("{shown}", count) : shown.dataset.none;
  shown.classList.toggle("some", count < rows.length);
}

// Once upwards, once downwards, and then in the order of the roster again.
function sort(head) {
  const before = head.getAttribute("aria-sort");
  for (const one of document.querySelectorAll("[aria-sort]")) one.removeAttribute("aria-sort");
  const way = before === "ascending" ? "descending" : before ? "" : "ascending";
  if (way) head.setAttribute("aria-sort", way);
  const key = way ? head.dataset.sort : "number";
  const sign = way === "descending" ? -1 : 1;
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const order = (one, other) => typeof one[key] === "number" ? one[key] - other[key] : compare(one[key], other[key]);
  const sorted = [...rows].sort((one, other) => sign * order(one, other) || one.number - other.number);
  body.append(...sorted.map((one) => one.row));
}

for (const head of document.querySelectorAll("[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  button.addEventListener("click", () => sort(head));
  head.append(button);
}
let waiting = 0;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
});
form.reset();
form.hidden = false;
filter();
document.documentElement.className = "ready";
