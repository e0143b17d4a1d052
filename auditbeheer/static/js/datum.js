// A whole date pasted into the first of the three boxes fills all three: 9-12-2026, 9/12/2026, 2026-12-09, 9 dec 2026.

const MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

function parts(text) {
  const iso = text.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (iso) return [Number(iso[3]), Number(iso[2]), iso[1]];
  const plain = text.match(/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/);
  if (plain) return [Number(plain[1]), Number(plain[2]), plain[3]];
  const worded = text.toLowerCase().replace("maart", "mrt").match(/^(?:[a-z]+ )?(\d{1,2}) ([a-z]{3})[a-z]*\.? (\d{4})$/);
  const month = worded ? MONTHS.indexOf(worded[2]) + 1 : 0;
  return month ? [Number(worded[1]), month, worded[3]] : null;
}

for (const group of document.querySelectorAll("[data-datum]")) {
  const boxes = group.querySelectorAll("input");
  boxes[0].addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\s+/g, " ").trim();
    const found = parts(text);
    if (!found) return;
    event.preventDefault();
    found.forEach((value, at) => { boxes[at].value = value; });
    boxes[2].focus();
  });
}
