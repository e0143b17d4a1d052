// A long list of choices gets a field above it that filters while typing; the list itself stays a plain select.

function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f’'‘`]/g, "").toLowerCase();
}

for (const select of document.querySelectorAll("select[data-filter]")) {
  const options = [...select.options].map((option) => ({ option, text: fold(option.textContent) }));
  const label = document.createElement("label");
  label.className = "lijstzoek";
  const words = document.createElement("span");
  words.textContent = "Typ om te zoeken in de lijst";
  const search = document.createElement("input");
  search.type = "search";
  search.autocomplete = "off";
  label.append(words, search);
  const count = document.createElement("p");
  count.className = "klein";
  count.setAttribute("role", "status");
  select.before(label);
  select.after(count);

  search.addEventListener("input", () => {
    const wanted = fold(search.value).split(/\s+/).filter(Boolean);
    const chosen = select.value;
    const found = options.filter(({ text }) => wanted.every((word) => text.includes(word)));
    select.replaceChildren(...found.map(({ option }) => option));
    if (found.some(({ option }) => option.value === chosen)) select.value = chosen;
    select.size = wanted.length ? Math.min(Math.max(found.length, 2), 8) : 0;
    if (!wanted.length) count.textContent = "";
    else if (found.length) count.textContent = `${found.length} gevonden`;
    else count.textContent = `Niets gevonden voor ‘${search.value}’`;
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
