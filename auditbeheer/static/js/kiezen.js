// Ticks in a list: one tick for all rows, and a bar that counts. Without this script every tick and button works too.

for (const form of document.querySelectorAll("form[data-kiezen]")) {
  const all = form.querySelector("[data-kies-alles]");
  const bar = form.querySelector(".kiesbalk");
  const ticks = () => [...form.querySelectorAll("td.kies input")];

  function count() {
    const chosen = ticks().filter((tick) => tick.checked).length;
    const told = bar?.querySelector("b");
    if (told) told.textContent = chosen || !bar.dataset.kies ? `${chosen} gekozen` : bar.dataset.kies;
    const take = form.querySelector("[data-neem]");
    if (take) take.querySelector("button").textContent = `Neem ${chosen || take.dataset.neem} over`;
    if (all) {
      all.checked = chosen > 0 && chosen === ticks().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
  }

  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks()) tick.checked = all.checked;
      count();
    });
  }
  form.addEventListener("change", count);
  count();
}
