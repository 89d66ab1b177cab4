// One answer → what is wrong with it, in the words of `check`. The rules are those of the fields, handed over as data;
// what is accepted here is accepted there, and a test goes over both.

const TALK = "to discuss";
const forbidden = new RegExp(asked.forbidden, "u");
const suspect = new RegExp(`${asked.forbidden}|[\\u2066-\\u2069]`, "gu");

const fold = (text) => text.trim().toLowerCase().toUpperCase().toLowerCase().replace(/[\s_\-\u2010-\u2015]+/g, "_");
const cut = (text) => ([...text].length <= 40 ? text : `${[...text].slice(0, 39).join("")}…`);
const isNone = (text) => asked.none.includes(fold(text));
const among = (words, text) => words.some((word) => fold(word) === fold(text));

// Takes away what nobody can see and nobody meant, and puts line ends and letters into their one form.
function cleaned(text, lines) {
  const plain = text.replace(/[\ufeff\u2060]/g, "").replace(/\r\n?/g, "\n").replace(/[\u2028\u2029\x85]/g, lines ? "\n" : " ");
  return plain.normalize("NFC").trim();
}

function filled(text, values) {
  return text.replace(/\{([a-z_]+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// A refusal is a code with the values that its words take; `say` makes the sentence.
const refuse = (code, values = {}) => ({ code, values });

function say({ code, values }) {
  const { message, help } = asked.problems[code];
  return filled(asked.words.problem, { message: filled(message, values), help: filled(help, values).replace(/\.$/, "") });
}

function unseen(text) {
  for (const line of text.split("\n")) {
    const open = [];
    for (const [sign] of line.matchAll(suspect)) {
      if (!forbidden.test(sign) && sign !== "\u2069") open.push(sign);
      else if (forbidden.test(sign) || !open.pop()) return sign;
    }
    if (open.length) return open[0];
  }
  return "";
}

// `value` is a text, or a list of texts. Gives a refusal, or null.
function check(item, value) {
  const texts = Array.isArray(value) ? value : [value];
  for (const text of texts) {
    const sign = unseen(text);
    if (sign) {
      const point = sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      return refuse("AG011", { point: `U+${point}`, name: asked.characters[point] || "control character" });
    }
    if ([...text].length > 20000) return refuse("AG014", { length: [...text].length, most: 20000 });
  }
  if (item.most && texts.length > item.most) return refuse("AG122", { count: texts.length, most: item.most });
  if (texts.length > 1) {
    const alone = texts.find((text) => ["none", "to_discuss"].includes(fold(text)));
    return alone === undefined || item.type === "choices" ? null : refuse("AG133", { value: alone });
  }
  const text = texts[0];
  if (item.type === "lines" && !["none", "to_discuss"].includes(fold(text))) return null;
  return checkState(item, text) || (checkState.isState ? null : (READ[item.type] || (() => null))(item, text));
}

// What stands for itself and is no value: to discuss, none, and what says that nothing is known.
function checkState(item, text) {
  checkState.isState = true;
  if (fold(text) === "to_discuss") return item.open ? null : refuse("AG119");
  if (asked.unknown.includes(fold(text))) return refuse("AG136");
  checkState.isState = (item.many ? isNone(text) : fold(text) === "none") && !item.none;
  return checkState.isState && (item.blocks || item.defaulted) ? refuse("AG118", { example: item.example || "…" }) : null;
}

const onOneLine = (text) => (text.includes("\n") ? refuse("AG128") : null);

const READ = {
  line: (item, text) => onOneLine(text),
  number(item, text) {
    const amount = item.least === 0 && isNone(text) ? 0 : amountIn(text);
    const range = { value: cut(text), least: item.least, most: item.most_number };
    if (amount === null || amount % 1) return refuse("AG110", range);
    return amount < item.least || amount > item.most_number ? refuse("AG111", range) : null;
  },
  zone(item, text) {
    const wanted = text.toLowerCase().replaceAll(" ", "_");
    if (asked.zones.some((name) => name.toLowerCase() === wanted)) return null;
    const city = fold(text.replaceAll("/", " ").split(",")[0]);
    const near = asked.zones.find((name) => name.includes("/") && fold(name.split("/").pop()) === city);
    return refuse("AG113", { value: cut(text), nearest: near || "Europe/Lisbon" });
  },
  day: (item, text) => dayIn(text, "2026-04-05").refusal || null,
  month(item, text) {
    const example = `2026-04${asked.or}2026-04-05`;
    const [, year, month] = /^(\d{4})-(\d{2})$/.exec(text) || [];
    if (!year) return dayIn(text, example).refusal || null;
    return outOfYears(text, +year) || (month >= 1 && month <= 12 ? null : refuse("AG104", { value: text, example }));
  },
  moment(item, text) {
    const [, day, clock] = /^(\d[\d./-]{5,})(?:[Tt]|,?\s+)(\S.*)$/.exec(text) || [];
    const { iso, refusal } = dayIn(day || text, "2026-04-05 15:00", clock && likelyClock(clock));
    if (refusal || !clock) return refusal || null;
    const [, hour, minute] = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(clock) || [];
    if (hour < 24 && minute < 60) return null;
    return refuse("AG106", { value: cut(clock), example: `${iso} ${likelyClock(clock) || "15:00"}` });
  },
  cadence(item, text) {
    const known = asked.cadence;
    const wanted = fold(text.replace(/\.$/, ""));
    if (among(known.ambiguous, wanted)) return refuse("AG109", { value: cut(text) });
    const { ambiguous, every, on_day, ordinals, ...named } = known;
    if (Object.entries(named).some(([name, words]) => name === wanted || among(words, wanted))) return null;
    const plain = wanted.replaceAll("_", " ");
    const any = (words) => words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const [, number, unit] = new RegExp(`^(?:${any(every)}) (\\S+) (\\S+)$`).exec(plain) || [];
    const amount = number ? amountIn(number) : null;
    if (amount && amount % 1 === 0 && amount <= 52 && ["week", "month"].includes(unitIn(unit))) return null;
    const monthly = any(["monthly", ...known.monthly]);
    const [, day] = new RegExp(`^(?:${monthly}),? (?:${any(on_day)}) (\\d{1,2})(?:${any(ordinals)})?$`).exec(plain) || [];
    return day >= 1 && day <= 31 ? null : refuse("AG108", { value: cut(text) });
  },
  duration: (item, text) => durationIn(item, text).refusal || null,
};

function amountIn(text) {
  if (/^\d{1,9}([.,]\d{1,3})?$/.test(text)) return Number(text.replace(",", "."));
  const [number] = Object.entries(asked.numbers).find(([, words]) => among(words, text)) || [];
  return number === undefined ? null : Number(number);
}

const unitIn = (text) => (Object.entries(asked.units).find(([, words]) => among(words, text)) || [])[0];

const MINUTES = { minute: 1, hour: 60, day: 1440, week: 10080 };
const DAYS = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7, working_day: 1.4, month: 30.4, year: 365, meeting: 1 };
const FINER = { hour: [60, "minute"], week: [7, "day"], year: [12, "month"] };

function durationIn(item, text) {
  let [amount, unit] = partsOf(item, text);
  if (item.can_be_none && (amount === 0 || isNone(text))) return { amount: 0, unit: item.units[0] };
  const value = cut(text);
  if (amount === null) return { refusal: refuse("AG107", { value, example: item.length }) };
  if (!item.units.includes(unit)) return { refusal: refuse("AG132", { value, units: item.units_in_words, example: item.length }) };
  if (item.in_minutes) [amount, unit] = [amount * MINUTES[unit], "minute"];
  else if (amount % 1) {
    const [factor, finer] = FINER[unit] || [1, unit];
    [amount, unit] = [amount * factor, finer];
  }
  const days = amount * DAYS[unit];
  const fits = (item.in_minutes ? item.least : 0) <= amount && days > 0 && days <= item.longest * DAYS[item.units[0]] * 1.02;
  if (fits && amount % 1 === 0) return { amount, unit };
  return { refusal: refuse(fits ? "AG110" : "AG111", { value, least: item.least_in_words[unit], most: item.most_in_words }) };
}

function partsOf(item, text) {
  const bare = amountIn(text);
  if (bare !== null) return [bare, item.units[0]];
  const plain = text.replace(/\.$/, "");
  for (const shape of [/^([0-9.,]+|\p{L}+)[\s-]*(.+)$/u, /^(\S+ \S+) (.+)$/u]) {
    const [, number, word] = shape.exec(plain) || [];
    const amount = number ? amountIn(number) : null;
    const unit = word && unitIn(word);
    if (amount !== null && unit) return [amount, unit];
  }
  return [null, null];
}

// Days are text, year first, so that they compare as they stand.
const isoOf = (year, month, day) => {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const isThere = month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere && year >= 1 ? [String(year).padStart(4, "0"), ...[month, day].map((n) => String(n).padStart(2, "0"))].join("-") : "";
};
const outOfYears = (text, year) =>
  year >= 1900 && year <= 2199 ? null : refuse("AG111", { value: text, least: "1900-01-01", most: "2199-12-31" });

function dayIn(text, example, clock) {
  let match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match) {
    const [year, month, day] = match.slice(1).map(Number);
    const refusal = outOfYears(text, year);
    const iso = isoOf(year, month, day);
    return iso && !refusal ? { iso } : { refusal: refusal || refuse("AG104", { value: text, example }) };
  }
  match = /^(\d{1,4})[./\-\s]+(\d{1,2})[./\-\s]+(\d{1,4})\.?$/.exec(text);
  if (!match) return { refusal: refuse("AG105", { value: cut(text), example }) };
  const days = readings(...match.slice(1).map(Number), text.includes("-"));
  if (!days.length) return { refusal: refuse("AG104", { value: cut(text), example }) };
  const said = days.map((iso) => `${[iso, clock].filter(Boolean).join(" ")} (${dayInWords(iso)})`);
  return { refusal: refuse("AG103", { value: text, readings: joined(said) }) };
}

const joined = (texts) => [texts.slice(0, -1).join(asked.between), texts.at(-1)].filter(Boolean).join(asked.or);

function readings(one, two, three, byHyphens) {
  const orders = one > 31 ? [[one, two, three]] : [[three, two, one], [three, one, two]];
  if (byHyphens && three <= 31) orders.push([one, two, three]);
  const days = orders.map(([year, month, day]) => isoOf(year < 100 ? year + 2000 : year, month, day));
  return [...new Set(days)].filter((day) => day >= "1900" && day < "2200").sort();
}

function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const parts = { y: year, MMMM: asked.months[month - 1], d: day };
  return asked.day.replace(/MMMM|y|d/g, (name) => parts[name]);
}

function likelyClock(text) {
  const [, figure, minute, half] = /(\d{1,2})(?:[:.h]([0-5]\d)(?::[0-5]\d)?)?\s*(?:([ap])\.?m\b)?/.exec(text.toLowerCase()) || [];
  let hour = figure ? Number(figure) : 24;
  if (half && hour <= 12) hour = (hour % 12) + (half === "p" ? 12 : 0);
  return hour < 24 ? `${String(hour).padStart(2, "0")}:${minute || "00"}` : "";
}

// The last day of a term: the day before the one that is so much later.
function endOf(start, { amount, unit }) {
  const [year, month, day] = start.split("-").map(Number);
  if (unit === "week" || unit === "day") return isoAfter(start, amount * (unit === "week" ? 7 : 1) - 1);
  const months = month - 1 + amount * (unit === "year" ? 12 : 1);
  const [laterYear, laterMonth] = [year + Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(laterYear, laterMonth, 0)).getUTCDate();
  return day > last ? isoOf(laterYear, laterMonth, last) : isoAfter(isoOf(laterYear, laterMonth, day), -1);
}

function isoAfter(iso, days) {
  const date = new Date(`${iso}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

// What only several answers together can get wrong, by key. `said` holds answers that are right by themselves.
function checkTogether(said, items) {
  const day = (key) => (said[key] && /^\d{4}/.test(said[key]) ? said[key].slice(0, 10) : "");
  const [start, end, first, middle] = ["term.start", "term.end", "meetings.first", "review.mid_point"].map(day);
  const length = said["term.length"] ? durationIn(items["term.length"], said["term.length"]) : {};
  if (!start) return {};
  if (end && end < start) return { "term.end": refuse("AG125", { start: dayInWords(start) }) };
  const reckoned = length.amount ? endOf(start, length) : "";
  if (end && reckoned && end !== reckoned) {
    return { "term.end": refuse("AG126", { reckoned: dayInWords(reckoned), iso: reckoned }) };
  }
  const last = end || reckoned;
  const outside = (of) => refuse("AG129", { day: dayInWords(of), start: dayInWords(start), end: dayInWords(last) });
  const found = {};
  if (last && first > last) found["meetings.first"] = outside(first);
  if (last && middle && (middle < start || middle > last)) found["review.mid_point"] = outside(middle);
  return found;
}

// The name that an entry of a list is called by: case and punctuation do not count.
function slugOf(title) {
  const text = title.normalize("NFC").toLowerCase().toUpperCase().toLowerCase();
  const plain = text.replace(/[\p{P}\p{Z}\p{C}]/gu, " ").trim().split(/\s+/).filter(Boolean);
  return (plain.length ? plain : text.replaceAll(".", "").trim().split(/\s+/)).join("-");
}
