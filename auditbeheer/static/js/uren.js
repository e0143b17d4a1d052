// The sum of the hours of an audit and the part on location, while they are being typed. Without this script nothing
// is missing: the same is told after saving.

const block = document.querySelector("[data-uren]");
const number = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 2 });
const share = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 1 });

function read(input) {
  const typed = input.value.trim().replace(",", ".");
  return typed === "" ? NaN : Number(typed);
}

// "8 uur samen, 50 % op locatie": what is not as it is meant to be stands behind it.
function inWords([review, there, report], { afgesproken, laag, hoog }) {
  const total = review + there + report;
  if (!(total > 0)) return "";
  const part = Math.round((there * 1000) / total) / 10;
  const words = [`Samen ${number.format(total)}\u00a0uur.`, `Op locatie: ${share.format(part)}\u00a0%.`];
  if (afgesproken && total < Number(afgesproken)) {
    words.push(`Dat is ${number.format(Number(afgesproken) - total)}\u00a0uur minder dan is afgesproken.`);
  }
  if (laag && (part < Number(laag) || part > Number(hoog))) {
    words.push(`Bedoeld is ${share.format(Number(laag))} tot en met ${share.format(Number(hoog))}\u00a0%.`);
  }
  return words.join(" ");
}

if (block) {
  const inputs = [...block.querySelectorAll("input")];
  const place = block.querySelector("[data-urensom]");
  const show = () => {
    place.textContent = inWords(inputs.map(read), block.dataset);
    place.hidden = place.textContent === "";
  };
  for (const input of inputs) input.addEventListener("input", show);
  show();
}
