// Answers ⇄ the text of a file. Written is what every reader of YAML reads alike; read is what this page, the starter and
// most people write. Whatever else YAML may be is refused with its line, never guessed at.

const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N} .,'’()/+@_-]|:(?=\S))*$/u;

function scalar(text) {
  const isPlain = PLAIN.test(text) && text.length < 100 && !text.endsWith(" ");
  return isPlain ? text : JSON.stringify(text);
}

function toYaml(tree, indent = "") {
  return Object.entries(tree)
    .map(([key, value]) => `${indent}${key}:${valueInYaml(value, indent)}\n`)
    .join("");
}

function valueInYaml(value, indent) {
  if (typeof value === "string") return ` ${scalar(value)}`;
  const inner = `${indent}  `;
  if (!Array.isArray(value)) return `\n${toYaml(value, inner).trimEnd()}`;
  const items = value.map((item) => {
    const text = typeof item === "string" ? scalar(item) : toYaml(item, `${inner}  `).trim();
    return `\n${inner}- ${text}`;
  });
  return items.join("");
}

class Unread extends Error {
  constructor(line, text) {
    super(text);
    this.line = line;
    this.text = text;
  }
}

// Gives nested objects, lists and texts; a key without an answer holds "". Throws `Unread`.
function fromYaml(text) {
  const lines = [];
  text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/).forEach((raw, row) => {
    const line = withoutNote(raw);
    if (line.trim()) lines.push({ indent: line.search(/\S/), text: line.trim(), row: row + 1, raw });
  });
  const reader = { lines, at: 0 };
  const tree = lines.length ? block(reader, lines[0].indent) : {};
  if (reader.at < lines.length) fail(lines[reader.at]);
  return tree;
}

const fail = (line) => {
  throw new Unread(line.row, line.raw.trim());
};

function withoutNote(line) {
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (quote) {
      if (sign === "\\" && quote === '"') at += 1;
      else if (sign === quote) quote = "";
    } else if (/["']/.test(sign) && /(^|[[{,]|[:-]\s)\s*$/.test(line.slice(0, at))) quote = sign;
    else if (sign === "#" && (at === 0 || /\s/.test(line[at - 1]))) return line.slice(0, at);
  }
  return line;
}

function block(reader, indent) {
  const line = reader.lines[reader.at];
  if (/^\s*\t/.test(line.raw)) fail(line);
  return /^-(\s|$)/.test(line.text) ? list(reader, indent) : map(reader, indent);
}

function map(reader, indent) {
  // Without the names that every object has: a key may be called like one of them.
  const found = Object.create(null);
  for (let line; (line = reader.lines[reader.at]) && line.indent === indent; ) {
    const [, key, rest] = /^([\w-]+):(?:\s+(.*))?$/.exec(line.text) || fail(line);
    if (Object.hasOwn(found, key)) fail(line);
    reader.at += 1;
    found[key] = rest ? flow(rest, line) : nested(reader, indent);
  }
  const next = reader.lines[reader.at];
  if (next && next.indent > indent) fail(next);
  return found;
}

// Lists may stand in the column of their key.
function nested(reader, indent) {
  const next = reader.lines[reader.at];
  const goesOn = next && (next.indent > indent || (next.indent === indent && /^-(\s|$)/.test(next.text)));
  return goesOn ? block(reader, next.indent) : "";
}

function list(reader, indent) {
  const found = [];
  for (let line; (line = reader.lines[reader.at]) && line.indent === indent && /^-(\s|$)/.test(line.text); ) {
    const rest = line.text.slice(1).trim();
    if (/^[\w-]+:(\s|$)/.test(rest)) {
      const column = indent + line.text.length - rest.length;
      reader.lines[reader.at] = { ...line, indent: column, text: rest };
      found.push(map(reader, column));
    } else {
      reader.at += 1;
      const next = reader.lines[reader.at];
      if (rest) found.push(flow(rest, line));
      else found.push(next && next.indent > indent ? block(reader, next.indent) : "");
    }
  }
  const next = reader.lines[reader.at];
  if (next && next.indent > indent) fail(next);
  return found;
}

// An answer on one line: text, with or without quotes, [a, b] or {a: b}.
function flow(text, line) {
  let at = 0;
  const skip = () => {
    while (text[at] === " ") at += 1;
  };
  const value = (stops) => {
    skip();
    const sign = text[at];
    if (sign === '"' || sign === "'") return quoted(sign);
    if (sign === "[") return inBrackets("]", () => value(/[,[\]{}]/));
    if (sign === "{") return inBraces();
    const start = at;
    while (at < text.length && !(stops && stops.test(text[at]))) at += 1;
    const plain = text.slice(start, at).trim();
    if (/^[&*!|>%@`?]|^[-?:](\s|$)|:\s|:$/.test(plain)) fail(line);
    return plain;
  };
  const quoted = (sign) => {
    const shape = sign === '"' ? /"(?:[^"\\]|\\.)*"/y : /'(?:[^']|'')*'/y;
    shape.lastIndex = at;
    const [whole] = shape.exec(text) || fail(line);
    at = shape.lastIndex;
    try {
      return sign === '"' ? JSON.parse(whole.replaceAll("\t", "\\t")) : whole.slice(1, -1).replaceAll("''", "'");
    } catch {
      return fail(line);
    }
  };
  const inBrackets = (end, take) => {
    const found = [];
    at += 1;
    for (;;) {
      skip();
      if (text[at] === end) break;
      found.push(take());
      skip();
      if (text[at] === ",") at += 1;
      else if (text[at] !== end) fail(line);
    }
    at += 1;
    return found;
  };
  const inBraces = () => {
    const entries = inBrackets("}", () => {
      const key = /([\w-]+)\s*:(?=[\s,}])/y;
      key.lastIndex = at;
      const [, name] = key.exec(text) || fail(line);
      at = key.lastIndex;
      return [name, value(/[,[\]{}]/)];
    });
    if (new Set(entries.map(([name]) => name)).size < entries.length) fail(line);
    return Object.assign(Object.create(null), Object.fromEntries(entries));
  };
  const found = value(null);
  skip();
  if (at < text.length) fail(line);
  return found;
}
