// The page: controls ⇄ answers. Everything typed is kept at once; nothing is sent.

const page = document.querySelector("form");
const by = (id) => document.getElementById(id);
const items = Object.create(null);
for (const item of [...asked.answers, ...asked.private]) items[item.key] = item;
const word = (key, values = {}) => filled(asked.words[key], values);
const wraps = Object.fromEntries([...page.querySelectorAll("[data-answer]")].map((wrap) => [wrap.dataset.answer, wrap]));
const wrapOf = (name) => wraps[name] || page.querySelector(`.rows [data-answer="${CSS.escape(name)}"]`);

// --- what stands in the controls -------------------------------------------------------------------------------------

function controls(name) {
  return [...wrapOf(name).querySelectorAll("input, textarea")];
}

// Gives a text, a list of texts, or "to discuss"; "" or [] where nothing is said.
function valueIn(name, item) {
  const all = controls(name);
  if (all.some((control) => control.matches("[data-talk]") && control.checked)) return TALK;
  if (item.type === "choice" || item.type === "scale") return all.find((control) => control.checked)?.value || "";
  if (item.type === "choices") return all.filter((control) => control.checked).map((control) => control.value);
  const typed = cleaned(all[0].value, item.type === "lines" || item.type === "text");
  return item.type === "lines" ? typed.split("\n").map((line) => line.trim()).filter(Boolean) : typed;
}

const isSaid = (value) => value.length > 0;

function setValue(name, item, value) {
  const hasTalk = controls(name).some((control) => control.matches("[data-talk]"));
  for (const control of controls(name)) {
    if (control.matches("[data-talk]")) control.checked = value === TALK;
    else if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = value !== TALK && [value].flat().includes(control.value);
    else control.value = value === TALK && hasTalk ? "" : [value].flat().join("\n");
  }
}

const rowsOf = (list) => [...list.querySelectorAll(".row")].map((row) => row.dataset.row);
const listOf = (key) => page.querySelector(`[data-list="${CSS.escape(key)}"]`);
const rowName = (key, row, part) => `${key}.${row}.${part}`;

function rowIn(item, row) {
  return Object.fromEntries(item.items.map((part) => [part.key, valueIn(rowName(item.key, row, part.key), part)]));
}

// Calls `each` with the name and the rule of everything that is asked, the parts of rows among them.
function forEachAnswer(each) {
  for (const item of Object.values(items)) {
    if (item.type !== "rows") each(item.key, item);
    else for (const row of rowsOf(listOf(item.key))) item.items.forEach((part) => each(rowName(item.key, row, part.key), part, item));
  }
}

// What is picked, or what the program has picked.
const now = (key) => (items[key] && valueIn(key, items[key])) || asked.given[key] || "";
const kindNow = () => now("relationship.kind") || asked.kind;
const isTalk = (key) => by(`talk-${key}`)?.checked || false;

// Gives what is said, by full key; rows as objects.
function answers(list) {
  const said = {};
  for (const item of list) {
    if (item.type === "rows") {
      const rows = rowsOf(listOf(item.key)).map((row) => rowIn(item, row));
      const filledIn = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => isSaid(value))));
      const whole = filledIn.filter((row) => Object.keys(row).length);
      if (isTalk(item.key)) said[item.key] = TALK;
      else if (whole.length) said[item.key] = whole;
    } else {
      const value = valueIn(item.key, item);
      if (isSaid(value)) said[item.key] = value;
    }
  }
  return said;
}

// --- what is kept in the browser -------------------------------------------------------------------------------------

function snapshot() {
  const typed = {};
  for (const control of page.querySelectorAll("input[name], textarea")) {
    if (control.matches("[type=radio], [type=checkbox]")) {
      if (control.checked && control.value) (typed[control.name] ||= []).push(control.value);
    } else if (control.value) typed[control.name] = control.value;
  }
  const rows = Object.fromEntries([...page.querySelectorAll("[data-list]")].map((list) => [list.dataset.list, rowsOf(list)]));
  return { typed, rows };
}

function restore({ typed, rows }) {
  for (const [key, names] of Object.entries(rows)) {
    if (items[key]) showRows(key, names);
  }
  for (const control of page.querySelectorAll("input[name], textarea")) {
    const value = typed[control.name];
    if (control.matches("[type=radio], [type=checkbox]")) control.checked = (value || [""]).includes(control.value);
    else control.value = value || "";
  }
}

let isKept = true;

function keep() {
  try {
    localStorage.setItem(asked.store, JSON.stringify(snapshot()));
  } catch {
    isKept = false;
  }
  by("kept").hidden = !isKept;
  by("not-kept").hidden = isKept;
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(asked.store));
  } catch {
    return null;
  }
}

// --- rows ------------------------------------------------------------------------------------------------------------

function addRow(key, row) {
  const list = listOf(key);
  const html = list.querySelector("template").innerHTML.replaceAll("%row%", row);
  list.querySelector(".rows").insertAdjacentHTML("beforeend", html);
  fitKind(kindNow(), list);
  numberRows(key);
}

function showRows(key, names) {
  listOf(key).querySelector(".rows").replaceChildren();
  names.forEach((row) => addRow(key, row));
  numberRows(key);
}

function numberRows(key) {
  const list = listOf(key);
  const rows = [...list.querySelectorAll(".row")];
  rows.forEach((row, at) => {
    const name = word("row", { name: items[key].name, number: at + 1 });
    row.querySelector("legend").textContent = name;
    row.querySelector("[data-remove]").textContent = word("remove", { name });
  });
  list.querySelector("[data-add]").disabled = rows.length >= items[key].most;
}

function addOnRequest(key) {
  const next = 1 + Math.max(0, ...rowsOf(listOf(key)).map(Number));
  addRow(key, String(next));
  const row = [...listOf(key).querySelectorAll(".row")].pop();
  row.querySelector("input, textarea").focus();
  announce(word("added", { name: row.querySelector("legend").textContent }));
}

function removeOnRequest(row) {
  const key = row.closest("[data-list]").dataset.list;
  const name = row.querySelector("legend").textContent;
  const isFilled = Object.values(rowIn(items[key], row.dataset.row)).some(isSaid);
  if (isFilled && !confirm(word("remove_sure", { name }))) return;
  row.remove();
  numberRows(key);
  listOf(key).querySelector("[data-add]").focus();
  announce(word("removed", { name }));
}

// --- what is shown ---------------------------------------------------------------------------------------------------

function announce(text) {
  by("said").textContent = "";
  setTimeout(() => (by("said").textContent = text));
}

function showError(name, text) {
  const wrap = wrapOf(name);
  const error = wrap.querySelector(".error");
  error.textContent = text;
  error.hidden = !text;
  for (const control of controls(name).filter((one) => !one.matches("[data-talk]"))) {
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  wrap.classList.toggle("wrong", Boolean(text));
}

function fault(name, item) {
  const value = valueIn(name, item);
  if (!isSaid(value) || value === TALK || item.type === "scale" || (item.type === "choice" && value)) return null;
  return check(item, value);
}

// Goes over everything and gives what is to be mended: name of the control, label, sentence.
function faults() {
  const found = new Map();
  forEachAnswer((name, item, list) => {
    const wrong = list && isTalk(list.key) ? null : fault(name, item);
    if (wrong) found.set(name, { label: item.label, text: say(wrong) });
  });
  for (const item of asked.answers.filter(({ type, key }) => type === "rows" && !isTalk(key))) titles(item, found);
  const said = answers(asked.answers.filter(({ key }) => !found.has(key)));
  for (const [key, wrong] of Object.entries(checkTogether(withGiven(said), { ...asked.settled, ...items }))) {
    // What the program has settled has no control; the days around it begin with the start.
    const name = items[key] ? key : "term.start";
    found.set(name, { label: items[name].label, text: say(wrong) });
  }
  return found;
}

// Whoever says when it ends needs no length of the program's, and the other way round.
function withGiven(said) {
  const { ...given } = asked.given;
  for (const [one, other] of [["term.end", "term.length"], ["term.length", "term.end"]]) {
    if (one in said && !(other in asked.settled)) delete given[other];
  }
  return { ...given, ...said };
}

// Every entry of a list has a title of its own.
function titles(item, found) {
  const seen = new Set();
  const first = item.items.find(({ key }) => key === item.short);
  for (const row of rowsOf(listOf(item.key))) {
    const name = rowName(item.key, row, item.short);
    const said = rowIn(item, row);
    const title = said[item.short];
    if (!isSaid(title)) {
      const isFilled = Object.values(said).some(isSaid);
      const text = say(refuse("AG123", { name: first.label, example: first.example }));
      if (isFilled) found.set(name, { label: first.label, text });
    } else if (seen.has(slugOf(title))) {
      found.set(name, { label: first.label, text: word("twice", { title }) });
    }
    seen.add(slugOf(title));
  }
}

function missing() {
  const said = answers(asked.answers);
  const lacking = (item) => item.required.includes(kindNow()) && !(item.key in said) && !(item.key in asked.given);
  return asked.answers.filter((item) => lacking(item) && !(item.key === "term.length" && withGiven(said)["term.end"]));
}

function progress() {
  const all = asked.answers.filter((item) => item.required.includes(kindNow()));
  by("progress").textContent = word("progress", { done: all.length - missing().length, all: all.length });
  for (const section of page.querySelectorAll("details[data-section]")) {
    const names = [...section.querySelectorAll("[data-answer]")].map((wrap) => wrap.dataset.answer);
    const count = names.filter((name) => items[name] && isSaid(valueIn(name, items[name]))).length;
    const rows = [...section.querySelectorAll("[data-list]")].flatMap(({ dataset }) => answers([items[dataset.list]])[dataset.list] || []).length;
    section.querySelector(".count").textContent = count + rows ? word("answered", { number: count + rows }) : "";
  }
}

let shownKind = "";

// What is usual depends on the kind.
function fitKind(kind, within = page) {
  if (within === page) shownKind = kind;
  for (const place of within.querySelectorAll("[data-usual]")) {
    const usual = JSON.parse(place.dataset.usual);
    place.textContent = usual[kind] || usual[""];
  }
  for (const offer of within.querySelectorAll("[data-offer]")) {
    const [, words] = JSON.parse(offer.dataset.offer)[kind] || [];
    offer.hidden = !words;
    offer.textContent = word("offer", { value: words || "" });
  }
}

// A place has no point where the two meet by video, nor has a text where the two talk first.
function fit() {
  if (kindNow() !== shownKind) fitKind(kindNow());
  for (const [key, { beside, values }] of Object.entries(asked.needless)) {
    const isNeedless = values.includes(fold(now(beside)));
    wrapOf(key).hidden = isNeedless && !isSaid(valueIn(key, items[key]));
  }
  for (const talk of page.querySelectorAll("[data-talk]")) {
    const asks = talk.closest("[data-answer], [data-list]");
    asks.classList.toggle("later", talk.checked);
    for (const control of asks.querySelectorAll("input, textarea, button")) {
      if (control !== talk && !control.matches("[type=radio], [type=checkbox]")) control.disabled = talk.checked;
    }
  }
  page.querySelectorAll("[data-list]").forEach((list) => isTalk(list.dataset.list) || numberRows(list.dataset.list));
  progress();
}

// A box of findings, with a link to each answer; the reader is taken to it.
function showFindings(id, title, lead, findings) {
  const box = by(id);
  box.hidden = !findings.length;
  box.querySelector("h2").textContent = title;
  box.querySelector("p").textContent = lead;
  const lines = findings.map(({ name, text }) => {
    const line = document.createElement("li");
    line.append(name ? Object.assign(document.createElement("a"), { href: `#${targetOf(name).id}`, textContent: text }) : text);
    return line;
  });
  box.querySelector("ul").replaceChildren(...lines);
}

const targetOf = (name) =>
  (wrapOf(name) || listOf(name)).querySelector("input:not([disabled]):not([hidden]), textarea:not([disabled]), button:not([disabled])");

function go(id) {
  const target = by(id);
  for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  target.focus();
  target.scrollIntoView({ block: "center" });
}

// --- begin anew ------------------------------------------------------------------------------------------------------

function clear() {
  if (!confirm(word("clear_sure"))) return;
  empty();
  by("saved").textContent = word("cleared");
}

function empty() {
  page.reset();
  for (const item of asked.answers.filter(({ type }) => type === "rows")) {
    showRows(item.key, Array.from({ length: Number(listOf(item.key).dataset.least) }, (_, at) => String(at + 1)));
  }
  forEachAnswer((name) => showError(name, ""));
  ["to-mend", "unanswered", "not-loaded"].forEach((id) => showFindings(id, "", "", []));
  fit();
  try {
    localStorage.removeItem(asked.store);
  } catch {
    isKept = false;
  }
  by("saved").textContent = "";
  by("loaded").textContent = "";
}

// --- begin -----------------------------------------------------------------------------------------------------------

page.addEventListener("submit", (event) => event.preventDefault());

page.addEventListener("input", ({ target }) => {
  // "None of these" and "let us talk about it" stand alone.
  if (target.type === "checkbox" && target.checked) {
    const all = [...target.closest("[data-answer], [data-list]").querySelectorAll("[type=checkbox]")];
    const isAlone = (box) => box.matches("[data-talk], [data-none]");
    if (target.closest("[data-answer]")) {
      all.filter((box) => box !== target && (isAlone(target) || isAlone(box))).forEach((box) => (box.checked = false));
    }
  }
  fit();
  keep();
});

page.addEventListener("change", ({ target }) => {
  const wrap = target.closest("[data-answer]");
  if (!wrap) return;
  const found = faults();
  const name = wrap.dataset.answer;
  const wrong = found.get(name);
  showError(name, wrong?.text || "");
  if (wrong) announce(`${wrong.label}: ${wrong.text}`);
  // What was wrong only beside this answer may be right now.
  for (const other of page.querySelectorAll("[data-answer].wrong")) {
    if (!found.has(other.dataset.answer)) showError(other.dataset.answer, "");
  }
});

page.addEventListener("click", ({ target }) => {
  const button = target.closest("button, .findings a");
  if (!button) return;
  if (button.matches("a")) go(button.hash.slice(1));
  else if (button.matches("[data-add]")) addOnRequest(button.closest("[data-list]").dataset.list);
  else if (button.matches("[data-remove]")) removeOnRequest(button.closest(".row"));
  else if (button.matches("[data-offer]")) takeOffer(button);
  else if (button.id === "save") save(false);
  else if (button.id === "save-private") save(true);
  else if (button.id === "clear") clear();
  if (!button.matches("a, #clear, #save, #save-private")) {
    fit();
    keep();
  }
});

function takeOffer(button) {
  const name = button.closest("[data-answer]").dataset.answer;
  const [value] = JSON.parse(button.dataset.offer)[kindNow()];
  setValue(name, items[name], value);
  showError(name, "");
  controls(name).find((control) => control.type !== "radio" || control.checked).focus();
}

by("load").addEventListener("change", ({ target }) => {
  if (target.files.length) load(target.files[0]).finally(() => (target.value = ""));
});

const unfolded = new Set();

// What is folded away is printed where something is written in it.
addEventListener("beforeprint", () => {
  for (const section of page.querySelectorAll("details:not([open])")) {
    if (section.querySelector(".count")?.textContent) {
      section.open = true;
      unfolded.add(section);
    }
  }
});
addEventListener("afterprint", () => {
  unfolded.forEach((section) => (section.open = false));
  unfolded.clear();
});

for (const list of page.querySelectorAll("[data-list]")) {
  showRows(list.dataset.list, Array.from({ length: Number(list.dataset.least) }, (_, at) => String(at + 1)));
}
by("zones").replaceChildren(...asked.zones.map((name) => new Option(name, name)));
const before = kept();
if (before?.typed && before.rows) restore(before);
fit();
by("kept").hidden = false;
try {
  localStorage.setItem(`${asked.store}?`, "");
  localStorage.removeItem(`${asked.store}?`);
} catch {
  by("kept").hidden = true;
  by("not-kept").hidden = false;
}
document.documentElement.classList.add("ready");
