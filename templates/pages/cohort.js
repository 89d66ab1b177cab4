"use strict";

// So many rows are drawn at once: tens of thousands would take a browser a minute.
const AT_ONCE = 500;

document.documentElement.className = "loading";
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const today = new Date().toLocaleDateString("sv");

// What comes next stands first; what is over, last.
function turned(cell) {
  const days = [...cell.children];
  const over = days.filter((one) => one.lastChild.dateTime < today);
  for (const one of over) one.className = "past";
  const next = days[over.length];
  if (!next) return "9";
  next.className = "next";
  if (over.length) cell.append(...over);
  return next.lastChild.dateTime;
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("filter");
  const find = document.getElementById("find");
  const differing = document.getElementById("differing");
  const shown = document.getElementById("shown");
  const more = document.getElementById("more");
  const body = document.querySelector("tbody");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const all = [...body.rows].map((row, number) => ({
    row,
    number,
    status: row.className,
    differs: Number(row.dataset.differs),
    pair: plain(row.cells[0].textContent),
    open: Number(row.dataset.open),
    text: plain(`${row.cells[0].textContent} ${row.cells[1].textContent}`),
    dates: turned(row.cells[3]),
  }));
  let sorted = all;
  let found = all;
  let limit = AT_ONCE;

  function draw() {
    body.replaceChildren(...found.slice(0, limit).map((one) => one.row));
    const left = Math.min(AT_ONCE, found.length - limit);
    more.hidden = left <= 0;
    more.textContent = more.dataset.words.replace("{count}", left);
  }

  function filter() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    const status = form.elements.status.value;
    found = sorted.filter((one) => (!status || one.status === status) && (!differing.checked || one.differs > 0)
      && words.every((word) => one.text.includes(word)));
    shown.textContent = found.length ? shown.dataset.words.replace("{shown}", found.length) : shown.dataset.none;
    shown.classList.toggle("some", found.length < all.length);
    limit = AT_ONCE;
    draw();
  }

  // Once upwards, once downwards, and then in the order of the roster again.
  function sort(head) {
    const before = head.getAttribute("aria-sort");
    for (const one of document.querySelectorAll("[aria-sort]")) one.removeAttribute("aria-sort");
    const way = before === "ascending" ? "descending" : before ? "" : "ascending";
    if (way) head.setAttribute("aria-sort", way);
    const key = way ? head.dataset.sort : "number";
    const sign = way === "descending" ? -1 : 1;
    const order = (one, other) => key === "pair" ? collator.compare(one.pair, other.pair)
      : one[key] < other[key] ? -1 : Number(one[key] > other[key]);
    sorted = [...all].sort((one, other) => sign * order(one, other) || one.number - other.number);
    filter();
  }

  for (const head of document.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  more.addEventListener("click", () => {
    const first = found[limit].row;
    limit += AT_ONCE;
    draw();
    // Whoever goes on by keyboard goes on there.
    (first.querySelector("a, summary") || find).focus();
  });
  let waiting = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  // On paper stands all that was found.
  let drawn = limit;
  addEventListener("beforeprint", () => {
    [drawn, limit] = [limit, found.length];
    draw();
  });
  addEventListener("afterprint", () => {
    limit = drawn;
    draw();
  });
  form.reset();
  form.hidden = false;
  filter();
  document.documentElement.className = "ready";
});
