// Ctrl K (or ⌘ K) leads to the search field; on a narrow screen the menu that holds it opens first.
// Without this script the field is found with the mouse or the tab key, and works the same.

addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const fields = [...document.querySelectorAll("[data-zoek]")];
  if (!fields.length) return;
  event.preventDefault();
  let field = fields.find((one) => one.checkVisibility());
  if (!field) {
    field = fields.find((one) => one.closest("details")) ?? fields[0];
    const menu = field.closest("details");
    if (menu) menu.open = true;
  }
  field.focus();
  field.select();
});
