// What JavaScript adds to a page that is complete without it: tab lists, chart
// pictures, amounts read back while they are typed, focus on the error summary.

import { tabs } from "./tabs.js";
import { charts } from "./charts.js";
import { amounts } from "./amounts.js";
import { focus } from "./focus.js";

function wake(root) {
  tabs(root);
  charts(root);
  amounts(root);
  focus(root);
}

wake(document);
document.addEventListener("htmx:after:swap", (event) => wake(event.target));
