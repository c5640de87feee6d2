// Turns a row of links to panels into a tab list: one panel shows, arrow keys
// move, and the address keeps the open tab so that a link to it works.

export function tabs(root) {
  for (const list of root.querySelectorAll("[data-kg-tabs]:not([role])")) {
    const all = [...list.querySelectorAll("a")].filter(panel);
    if (all.length > 0) build(list, all);
  }
}

function panel(tab) {
  return document.getElementById(tab.hash.slice(1));
}

function build(list, all) {
  list.setAttribute("role", "tablist");
  for (const tab of all) {
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel(tab).id);
    panel(tab).setAttribute("role", "tabpanel");
    panel(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      open(all, tab);
    });
    tab.addEventListener("keydown", (event) => move(event, all, tab));
  }
  const named = all.find((tab) => tab.hash === location.hash);
  show(all, named || all[0]);
  addEventListener("hashchange", () => {
    const tab = all.find((t) => t.hash === location.hash);
    if (tab) show(all, tab);
  });
}

function open(all, tab) {
  show(all, tab);
  history.replaceState(history.state, "", tab.hash);
}

function show(all, chosen) {
  for (const tab of all) {
    const on = tab === chosen;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    panel(tab).hidden = !on;
  }
  dispatchEvent(new Event("resize")); // charts in the panel learn their width
}

function move(event, all, tab) {
  const at = all.indexOf(tab);
  const to = {
    ArrowRight: (at + 1) % all.length,
    ArrowLeft: (at + all.length - 1) % all.length,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (event.key === " ") event.preventDefault(), open(all, tab);
  if (to === undefined) return;
  event.preventDefault();
  all[to].focus();
  open(all, all[to]);
}
