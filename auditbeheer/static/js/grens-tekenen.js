// Drawing the outline of an area. The text field with corners is the truth and all that is sent: the map and the table
// show it and write into it, so whatever is drawn can also be typed. Needs Leaflet (window.L).

import { hectares, read, readNeighbours, write, writeCorner } from "./hoekpunten.js";
import { cornerTable } from "./hoekentabel.js";

const L = window.L;
const STEP = 1, LARGE_STEP = 10; // pixels that an arrow key moves a corner
const COLOUR = "#1d3f72", SOFT = "#6b7a90";

const box = document.querySelector("[data-tekenen]");
if (box && L) start(box, JSON.parse(box.dataset.tekenen));

function start(box, ground) {
  const corners = box.querySelector("textarea[name$=corners]");
  const around = box.querySelector("textarea[name$=around]");
  const field = box.querySelector(".tekenveld");
  const list = box.querySelector(".hoeken");
  field.hidden = list.hidden = false;
  const map = groundMap(box.querySelector(".tekenvlak"), ground);
  const drawn = L.layerGroup().addTo(map);
  const state = { parts: read(corners.value), active: -1, pointing: false };

  function changed(focus) {
    corners.value = write(state.parts);
    show(focus);
  }

  function show(focus) {
    drawn.clearLayers();
    state.parts.forEach((part, index) => drawPart(part, index, focus));
    for (const one of readNeighbours(around.value)) {
      L.marker(one.at, { icon: L.divIcon({ className: "buurpunt", iconSize: [14, 14] }), keyboard: false, interactive: false })
        .bindTooltip(label(one.name), { permanent: true, direction: "top", className: "kaartnaam" }).addTo(drawn);
    }
    table.show(state.parts);
    const count = state.parts.reduce((sum, part) => sum + part.corners.length, 0);
    const size = hectares(state.parts);
    field.querySelector("[role=status]").textContent = count
      ? `${count} ${count === 1 ? "hoekpunt" : "hoekpunten"}${size ? `, ongeveer ${size.toLocaleString("nl-NL", { maximumFractionDigits: 2 })} hectare` : ""}`
      : "Nog geen hoekpunten.";
  }

  function drawPart(part, index, focus) {
    const style = { color: COLOUR, weight: 3, fillOpacity: part.hole ? 0 : 0.15, dashArray: part.hole ? "6 4" : null };
    const line = part.corners.length > 2 ? L.polygon(part.corners, style) : L.polyline(part.corners, style);
    line.on("click", (event) => insert(event, part)).addTo(drawn);
    part.corners.forEach((corner, at) => {
      const name = `Hoekpunt ${at + 1}${state.parts.length > 1 ? ` van deel ${index + 1}` : ""}`;
      const marker = L.marker(corner, {
        icon: L.divIcon({ className: at ? "hoek" : "hoek eerste", iconSize: [18, 18] }),
        draggable: true, autoPan: true, title: name, alt: name,
      }).addTo(drawn);
      marker.getElement().setAttribute("aria-label", `${name}: ${writeCorner(corner)}`);
      marker.on("drag", () => { part.corners[at] = [marker.getLatLng().lat, marker.getLatLng().lng]; line.setLatLngs(part.corners); });
      marker.on("dragend", () => changed());
      marker.on("click", () => { state.active = index; });
      marker.getElement().addEventListener("keydown", (event) => byKey(event, index, at));
      if (focus && focus[0] === index && focus[1] === at) marker.getElement().focus();
    });
  }

  // A click on the line itself puts a corner between the two beside it.
  function insert(event, part) {
    const here = map.latLngToLayerPoint(event.latlng);
    const points = part.corners.map((corner) => map.latLngToLayerPoint(corner));
    const far = points.map((point, at) => L.LineUtil.pointToSegmentDistance(here, point, points[(at + 1) % points.length]));
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] > 12) return;
    L.DomEvent.stop(event);
    part.corners.splice(nearest + 1, 0, [event.latlng.lat, event.latlng.lng]);
    changed();
  }

  function byKey(event, index, at) {
    const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const part = state.parts[index];
    if (event.key in moves) {
      const far = event.shiftKey ? LARGE_STEP : STEP;
      const [x, y] = moves[event.key];
      const place = map.layerPointToLatLng(map.latLngToLayerPoint(part.corners[at]).add([x * far, y * far]));
      part.corners[at] = [place.lat, place.lng];
      changed([index, at]);
    } else if (event.key === "Delete") {
      part.corners.splice(at, 1);
      changed([index, Math.max(0, at - 1)]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function add(place) {
    if (!state.parts.length) state.parts.push({ hole: false, corners: [] });
    const part = state.parts.at(state.parts[state.active] ? state.active : -1);
    part.corners.push([place.lat, place.lng]);
    changed();
  }

  function point(place) {
    state.pointing = false;
    map.getContainer().classList.remove("wijst");
    const name = "Naam van de buur";
    const start = around.value ? `${around.value.trimEnd()}\n` : "";
    around.value = `${start}${name}: ${writeCorner([place.lat, place.lng])}`;
    around.focus();
    around.setSelectionRange(start.length, start.length + name.length);
    show();
  }

  const table = cornerTable(list.querySelector(".hoekenlijst"), (focus) => changed(focus));
  map.on("click", (event) => (state.pointing ? point(event.latlng) : add(event.latlng)));
  for (const text of [corners, around]) {
    text.addEventListener("input", () => { state.parts = read(corners.value); show(); });
  }
  press("[data-terug]", () => {
    const part = state.parts.at(-1);
    if (!part) return;
    part.corners.pop();
    if (!part.corners.length) state.parts.pop();
    changed();
  });
  press("[data-deel]", () => { state.parts.push({ hole: false, corners: [] }); state.active = state.parts.length - 1; show(); });
  press("[data-buur]", () => { state.pointing = true; map.getContainer().classList.add("wijst"); });
  press("[data-passend]", fit);

  function press(button, act) {
    field.querySelector(button).addEventListener("click", act);
  }

  function fit() {
    const places = state.parts.flatMap((part) => part.corners);
    if (places.length > 1) map.fitBounds(places, { padding: [30, 30], animate: false });
  }

  show();
  fit();
}

function groundMap(element, ground) {
  const map = L.map(element, { zoomControl: false, attributionControl: Boolean(ground.tegels), doubleClickZoom: false, zoomAnimation: false, fadeAnimation: false })
    .setView(ground.midden, 14, { animate: false });
  L.control.zoom({ zoomInTitle: "Dichterbij", zoomOutTitle: "Verder weg" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (ground.tegels) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(ground.tegels, { attribution: label(ground.bron).textContent, maxZoom: 19 }).addTo(map);
  }
  for (const one of ground.beside) {
    L.geoJSON(one.geometry, { interactive: false, style: { color: SOFT, weight: 1.5, fillOpacity: 0.05 } })
      .bindTooltip(label(one.name), { permanent: true, direction: "center", className: "kaartnaam" }).addTo(map);
  }
  return map;
}

function label(text) {
  const word = document.createElement("span");
  word.textContent = text;
  return word;
}
