// While a name is typed: what is recorded already and looks like it stands under the field.
// Without this script the same is told when the form is sent.

const PAUSE = 400;

for (const place of document.querySelectorAll("[data-lijkt-op]")) {
  const form = place.closest("form");
  const name = form?.elements.namedItem(place.dataset.naam);
  const where = place.dataset.gemeente ? form?.elements.namedItem(place.dataset.gemeente) : null;
  if (!name) continue;
  let waiting = 0;
  let asked = "";

  const ask = async () => {
    const address = new URL(place.dataset.lijktOp, location.href);
    address.searchParams.set("naam", name.value);
    if (where?.value) address.searchParams.set("gemeente", where.value);
    if (address.href === asked) return;
    asked = address.href;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      // An answer from elsewhere is the page to log in on.
      const told = answer.ok && !answer.redirected ? await answer.text() : "";
      // A slower answer to what was typed before is too late.
      if (asked === address.href) place.innerHTML = told;
    } catch {
      // No line: the same is told when the form is sent.
      asked = "";
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  };

  name.addEventListener("input", soon);
  name.addEventListener("change", ask);
  where?.addEventListener("change", ask);
}
