// The error summary takes the focus when the page opens, and a link in it puts
// the cursor into the field.

export function focus(root) {
  const summary = root.querySelector("[data-kg-focus]");
  if (!summary) return;
  summary.focus();
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".kg-field") || field).scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }
}
