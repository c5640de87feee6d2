// Works the schedule of this page out again, in the reader's own browser, and
// compares fingerprints: from the signed terms alone where nothing else made it,
// and from all versions of the terms and all that came in where something did.
// The engine is loaded when it is asked for.

const root = document.querySelector("[data-kg-recompute]");

if (root) {
  root.hidden = false;
  root.querySelector("button").addEventListener("click", (event) => check(event.currentTarget));
}

async function engine() {
  if (!globalThis.kaigongSchedule) {
    await import("./wasm_exec.js"); // leaves Go in the page
    const go = new globalThis.Go();
    const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL("./loan.wasm", import.meta.url)), go.importObject);
    go.run(instance); // stays as long as the page
  }
}

// found is the engine's own answer to what the page holds.
function found(asked) {
  if (asked.account) return globalThis.kaigongAccount(asked.account);
  const t = asked.terms;
  return globalThis.kaigongSchedule(t.amount_fen, t.rate_ppm, asked.disbursed_on, t.term_months, t.repayment, t.day_count, t.rounding, asked.instalments);
}

async function check(button) {
  button.disabled = true;
  say("wait", root.dataset.running);
  try {
    await engine();
    const asked = JSON.parse(root.querySelector("script").textContent);
    const own = found(asked);
    if (own.error) throw new Error(own.error);
    const same = own.fingerprint === asked.fingerprint;
    say(same ? "ok" : "risk", same ? root.dataset.same : root.dataset.differs, own.fingerprint);
  } catch (failure) {
    say("warn", root.dataset.failed + " " + failure.message);
  }
  button.disabled = false;
}

// say puts words, with their tone, where screen readers hear them.
function say(tone, words, fingerprint) {
  const out = root.querySelector("output");
  out.className = "kg-chip t-" + tone;
  out.textContent = words;
  root.querySelector("code").textContent = fingerprint || "";
}
