// The corners as a table: two fields each, and buttons to add, move up or take away. Whatever the map can, this can too.

import { readCorner } from "./hoekpunten.js";

export function cornerTable(box, changed) {
  function show(parts) {
    const held = document.activeElement?.closest?.(".hoekrij")?.dataset.plaats;
    const what = document.activeElement?.dataset?.wat;
    box.replaceChildren(...parts.map((part, index) => section(part, index, parts)));
    if (held && what) box.querySelector(`[data-plaats="${held}"] [data-wat="${what}"]`)?.focus();
  }

  function section(part, index, parts) {
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = `Deel ${index + 1}${part.hole ? ", een gat" : ""}: noord en oost`;
    group.append(legend, ...part.corners.map((corner, at) => row(part, index, corner, at)));
    if (!part.corners.length) group.append(document.createTextNode("Klik op de kaart voor het eerste punt."));
    return group;
  }

  function row(part, index, corner, at) {
    const line = document.createElement("div");
    line.className = "hoekrij";
    line.dataset.plaats = `${index}-${at}`;
    const number = document.createElement("b");
    number.textContent = at + 1;
    const north = input(corner[0], `Noord van hoekpunt ${at + 1}`, "noord");
    const east = input(corner[1], `Oost van hoekpunt ${at + 1}`, "oost");
    for (const field of [north, east]) {
      field.addEventListener("change", () => {
        const typed = readCorner(`${north.value.trim()} ${east.value.trim()}`);
        field.setAttribute("aria-invalid", String(!typed));
        if (!typed) return;
        part.corners[at] = typed;
        changed();
      });
    }
    line.append(
      number, north, east,
      button("Erna toevoegen", `Een punt na hoekpunt ${at + 1} toevoegen`, "erna", () => {
        const next = part.corners[(at + 1) % part.corners.length];
        part.corners.splice(at + 1, 0, [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2]);
        changed();
        box.querySelector(`[data-plaats="${index}-${at + 1}"] input`)?.focus();
      }),
      button("Naar boven", `Hoekpunt ${at + 1} een plaats naar boven`, "boven", () => {
        if (!at) return;
        part.corners.splice(at - 1, 2, part.corners[at], part.corners[at - 1]);
        changed();
        box.querySelector(`[data-plaats="${index}-${at - 1}"] [data-wat=boven]`)?.focus();
      }),
      button("Weghalen", `Hoekpunt ${at + 1} weghalen`, "weg", () => {
        part.corners.splice(at, 1);
        changed();
        box.querySelector(`[data-plaats="${index}-${Math.max(0, at - 1)}"] [data-wat=weg]`)?.focus();
      }),
    );
    return line;
  }

  function input(value, name, what) {
    const field = document.createElement("input");
    field.type = "text";
    field.inputMode = "decimal";
    field.autocomplete = "off";
    field.value = value.toFixed(6).replace(".", ",");
    field.setAttribute("aria-label", name);
    field.dataset.wat = what;
    return field;
  }

  function button(words, name, what, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "knop stil smal";
    element.textContent = words;
    element.setAttribute("aria-label", `${words}: ${name}`);
    element.dataset.wat = what;
    element.addEventListener("click", act);
    return element;
  }

  return { show };
}
