// Answers ⇄ files: what is saved into the downloads, and what an earlier file puts into the controls.

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
const head = asked.head ? `# ${asked.head}\n` : "";
const interview = () => `${head}schema: 1\nanswered_by: ${asked.person}\n${textOf(asked.answers)}`;
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
  const open = missing().map((item) => ({ name: item.key, text: item.label }));
  showFindings("unanswered", word("unanswered"), word("unanswered_lead"), open);
}

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

// Gives the answers of a file, by the name of their control, or throws; `lost` takes what has no place here.
function taken(tree, lost) {
  const found = new Map();
  const take = (node, key) => {
    const item = items[key];
    if (Object.hasOwn(asked.settled, key)) {
      if (!isSettledSo(key, node)) lost.push({ key, text: shown(node) });
      return;
    }
    if (node === "" || (Array.isArray(node) && !node.length)) return;
    if (Object.hasOwn(asked.shorts, key) && typeof node === "string") take(node, asked.shorts[key]);
    else if (!item && !Array.isArray(node) && typeof node === "object") {
      Object.entries(node).forEach(([part, inner]) => take(inner, key ? `${key}.${part}` : part));
    } else if (!item || !takeInto(found, item, node)) lost.push({ key, text: shown(node) });
  };
  take(tree, "");
  return found;
}

// Tells whether a file says of what the program locks what the program says; nothing said is no other answer.
function isSettledSo(key, node) {
  const item = asked.settled[key];
  const said = item.type === "rows" ? null : fitting(item, node);
  return !isSaidIn(node) || (said !== null && JSON.stringify(said) === JSON.stringify(fitting(item, asked.given[key])));
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
  // Which program it is, this page knows; beside the saved file, its own need not lie.
  if (asked.program) delete tree.include;
  if (schema && schema !== "1") problems.push(say(refuse("AG127", { version: shown(schema), known: 1 })));
  if (person && fold(shown(person)) !== asked.person) problems.push(word("other_person", { person: shown(person) }));
  const lost = [];
  const found = taken(tree, lost);
  lost.forEach(({ key, text: said }) => {
    const words = { program: asked.program, name: key, text: cut(said) };
    problems.push(Object.hasOwn(asked.settled, key) ? word("settled_otherwise", words) : word("no_place", words));
  });
  return found;
}
