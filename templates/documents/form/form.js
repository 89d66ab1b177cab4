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

const kindNow = () => valueIn("relationship.kind", items["relationship.kind"]) || asked.kind;
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
  for (const [key, wrong] of Object.entries(checkTogether(said, items))) {
    found.set(key, { label: items[key].label, text: say(wrong) });
  }
  return found;
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
  const lacking = (item) => item.required.includes(kindNow()) && !(item.key in said);
  return asked.answers.filter((item) => lacking(item) && !(item.key === "term.length" && said["term.end"]));
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
    const isNeedless = values.includes(fold(valueIn(beside, items[beside])));
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

// --- save and load ---------------------------------------------------------------------------------------------------

function treeOf(said) {
  const tree = {};
  for (const [key, value] of Object.entries(said)) {
    const path = key.split(".");
    const last = path.pop();
    path.reduce((branch, part) => (branch[part] ||= {}), tree)[last] = written(value);
  }
  return tree;
}

function written(value) {
  if (!Array.isArray(value)) return typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, written(v)])) : value;
  const isAlone = value.length === 1 && ["none", "to_discuss"].includes(typeof value[0] === "string" ? fold(value[0]) : "");
  return isAlone ? value[0] : value.map(written);
}

const textOf = (list) => toYaml(treeOf(answers(list)));
const interview = () => `schema: 1\nanswered_by: ${asked.person}\n${textOf(asked.answers)}`;
const privately = () => `answered_by: ${asked.person}\n${textOf(asked.private)}`;

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function save(isPrivate) {
  const found = faults();
  forEachAnswer((name) => showError(name, found.get(name)?.text || ""));
  const concerns = [...found].filter(([name]) => name.startsWith("private.") === isPrivate);
  const findings = concerns.map(([name, { label, text }]) => ({ name, text: `${label}: ${text}` }));
  const text = isPrivate ? privately() : interview();
  const size = Math.ceil(new Blob([text]).size / 1024);
  if (size > asked.largest) findings.push({ text: say(refuse("AG002", { size, most: asked.largest })) });
  if (text.split("\n").length > 4000) findings.push({ text: say(refuse("AG010", { most: 10000 })) });
  showFindings("to-mend", word("to_mend"), word("to_mend_lead"), findings);
  by("saved").textContent = "";
  showFindings("unanswered", "", "", []);
  if (findings.length) {
    by("to-mend").focus();
    return;
  }
  const name = isPrivate ? asked.private_file : asked.file;
  download(name, text);
  by("saved").textContent = word(isPrivate ? "saved_private" : "saved", { file: name });
  if (isPrivate) return;
  const open = missing().map((item) => ({ name: item.key, text: filled(asked.problems.AG140.message, { topic: item.label }) }));
  showFindings("unanswered", word("unanswered"), word("unanswered_lead"), open);
}

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

// Gives the answers of a file, by the name of their control, or throws; `lost` takes what has no place here.
function taken(tree, lost) {
  const found = new Map();
  const take = (node, key) => {
    const item = items[key];
    if (node === "" || (Array.isArray(node) && !node.length)) return;
    if (Object.hasOwn(asked.shorts, key) && typeof node === "string") take(node, asked.shorts[key]);
    else if (!item && !Array.isArray(node) && typeof node === "object") {
      Object.entries(node).forEach(([part, inner]) => take(inner, key ? `${key}.${part}` : part));
    } else if (!item || !takeInto(found, item, node)) lost.push({ key, text: shown(node) });
  };
  take(tree, "");
  return found;
}

function takeInto(found, item, node) {
  const value = item.type === "rows" ? rowsIn(item, node) : fitting(item, node);
  if (value === null) return false;
  found.set(item.key, value);
  return true;
}

function rowsIn(item, node) {
  if (typeof node === "string" && fold(node) === "to_discuss") return TALK;
  const nodes = Array.isArray(node) ? node : [node];
  const rows = nodes.filter(isSaidIn).map((entry) => {
    const parts = typeof entry === "string" ? { [item.short]: entry } : entry;
    const inner = Object.entries(parts).filter(([, said]) => isSaidIn(said)).map(([name, said]) => {
      const part = item.items.find(({ key }) => key === name);
      return part ? [name, fitting(part, said)] : [name, null];
    });
    return inner.some(([, said]) => said === null) ? null : Object.fromEntries(inner);
  });
  return rows.includes(null) || rows.length > item.most ? null : rows;
}

const isSaidIn = (node) => (typeof node === "object" ? Object.values(node).some(isSaidIn) : node !== "");

// Gives a value as its control holds it, or null where it has none for it.
function fitting(item, node) {
  if (Array.isArray(node) && node.length === 1) return fitting(item, node[0]);
  const isList = Array.isArray(node) && node.every((entry) => typeof entry === "string");
  if (typeof node !== "string" && !isList) return null;
  if (typeof node === "string" && item.open && fold(node) === "to_discuss") return TALK;
  if (item.type === "lines") {
    const lines = [node].flat().map((line) => cleaned(line, true));
    return lines.some((line) => line.includes("\n")) ? null : lines;
  }
  if (item.values) {
    const texts = isList ? node : item.many ? node.split(/[,;]/) : [node];
    const known = texts.map((text) => choiceOf(item, text));
    return known.includes(null) || (known.length > 1 && (!item.many || known.includes("none"))) ? null : item.many ? known : known[0];
  }
  if (isList || (item.type !== "text" && cleaned(node, true).includes("\n"))) return null;
  return cleaned(node, true);
}

function choiceOf(item, text) {
  const wanted = fold(text);
  const [value] = Object.entries(item.values).find(([name, words]) => fold(name) === wanted || words.includes(wanted)) || [];
  if (value === undefined && item.many && item.none && isNone(text)) return "none";
  return value === undefined ? null : value;
}

function show(found) {
  const isPrivate = [...found.keys()].some((key) => key.startsWith("private."));
  for (const item of isPrivate ? asked.private : asked.answers) {
    const value = found.get(item.key) ?? "";
    if (item.type !== "rows") {
      setValue(item.key, item, value);
      showError(item.key, "");
      continue;
    }
    by(`talk-${item.key}`) && (by(`talk-${item.key}`).checked = value === TALK);
    const rows = value === TALK ? [] : [...value];
    while (rows.length < Number(listOf(item.key).dataset.least)) rows.push({});
    showRows(item.key, rows.map((_, at) => String(at + 1)));
    rows.forEach((row, at) =>
      item.items.forEach((part) => setValue(rowName(item.key, at + 1, part.key), part, row[part.key] ?? "")),
    );
  }
}

async function load(file) {
  const problems = [];
  let found = new Map();
  try {
    if (file.size > asked.largest * 1024) problems.push(word("too_large"));
    else found = read(await file.text(), problems);
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    problems.push(word("not_yaml", { line: error.line, text: cut(error.text) }));
  }
  if (!problems.length && !found.size) problems.push(word("not_ours"));
  const findings = problems.map((text) => ({ text }));
  showFindings("not-loaded", word("not_loaded"), word("not_loaded_lead"), findings);
  by("loaded").textContent = "";
  if (problems.length) {
    by("not-loaded").focus();
    return;
  }
  if (Object.keys(answers(Object.values(items))).some((key) => key !== "relationship.kind") && !confirm(word("load_sure"))) return;
  show(found);
  fit();
  keep();
  by("loaded").textContent = word("loaded", { file: file.name });
}

function read(text, problems) {
  const { schema, answered_by: person = "", ...tree } = fromYaml(text);
  if (schema && schema !== "1") problems.push(say(refuse("AG127", { version: shown(schema), known: 1 })));
  if (person && fold(shown(person)) !== asked.person) problems.push(word("other_person", { person: shown(person) }));
  const lost = [];
  const found = taken(tree, lost);
  lost.forEach(({ key, text: said }) => problems.push(word("no_place", { name: key, text: cut(said) })));
  return found;
}

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
