// HiGHS as a command where only its package of npm is installed (`npm install
// highs`, found through NODE_PATH): reads a program in LP format, writes "name
// value" a line. Its limit is wall time, since the solver counts no other.
//
//   node scripts/highs.cjs MODEL ANSWER SECONDS
const fs = require("node:fs");
const load = require("highs");

async function main([model, answer, seconds]) {
  const highs = await load();
  const found = highs.solve(fs.readFileSync(model, "utf8"), {
    time_limit: Number(seconds),
    output_flag: false,
  });
  const lines = Object.values(found.Columns).map((c) => `${c.Name} ${c.Primal}`);
  fs.writeFileSync(answer, lines.join("\n"));
}

main(process.argv.slice(2)).catch((e) => {
  console.error(e.message);
  process.exit(1);
});
