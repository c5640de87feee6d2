// Reads an amount back while it is typed, in 万元 and in the capitals of
// Chinese contracts, so that a zero too many is seen. The server says the same
// when the form comes back.

export function amounts(root) {
  for (const out of root.querySelectorAll("[data-kg-read]")) {
    const input = document.getElementById(out.dataset.kgRead);
    if (input) input.addEventListener("input", () => (out.value = readBack(input.value)));
  }
}

const digits = "零壹贰叁肆伍陆柒捌玖";
const units = ["", "拾", "佰", "仟"];
const groups = ["", "万", "亿", "万亿"];

export function readBack(typed, lang = document.documentElement.lang) {
  const fen = parse(typed);
  if (!(fen > 0)) return "";
  if (lang === "en") return "= ¥" + text(fen);
  if (fen < 1000000) return `= ${text(fen)} 元 · ${capital(fen)}`;
  return `= ${text(Math.floor((fen + 5000) / 10000))} 万元 · ${capital(fen)}`;
}

// parse gives fen, or NaN for what is not an amount. It counts in digits, not
// in floating point.
export function parse(typed) {
  let s = typed.replace(/[,，\s¥￥元]/g, "");
  let places = 2;
  if (s.endsWith("万")) {
    s = s.slice(0, -1);
    places = 6;
  }
  const m = /^(\d{1,13})(?:\.(\d*))?$/.exec(s);
  if (!m) return NaN;
  const rest = (m[2] || "").replace(/0+$/, "");
  if (rest.length > places) return NaN;
  const fen = Number(m[1] + rest.padEnd(places, "0"));
  return Number.isSafeInteger(fen) ? fen : NaN;
}

function text(fen) {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return whole + "." + String(fen % 100).padStart(2, "0");
}

export function capital(fen) {
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const cent = fen % 10;
  let s = "人民币";
  if (yuan > 0 || jiao + cent === 0) s += whole(yuan) + "元";
  if (jiao + cent === 0) return s + "整";
  if (jiao > 0) s += digits[jiao] + "角";
  else if (yuan > 0) s += "零";
  return cent > 0 ? s + digits[cent] + "分" : s + "整";
}

function whole(n) {
  if (n === 0) return digits[0];
  let out = "";
  let gap = false; // a zero between what was said and what follows
  for (let g = 3; g >= 0; g--) {
    const part = Math.floor(n / 10 ** (4 * g)) % 10000;
    if (part === 0) {
      gap = out !== "";
      continue;
    }
    if (out !== "" && (gap || part < 1000)) out += digits[0];
    out += four(part) + groups[g];
    gap = false;
  }
  return out;
}

function four(n) {
  let out = "";
  let gap = false;
  for (let i = 3; i >= 0; i--) {
    const d = Math.floor(n / 10 ** i) % 10;
    if (d === 0) {
      gap = out !== "";
      continue;
    }
    if (gap) out += digits[0];
    out += digits[d] + units[i];
    gap = false;
  }
  return out;
}
