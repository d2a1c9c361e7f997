// Draws areas on the picture by dragging, and shows what is typed. Without this script areas are typed.

const holder = document.querySelector("[data-masking]");
const svg = holder.querySelector("svg");
const rows = [...document.querySelectorAll(".areas tbody tr")].map((row) => [...row.querySelectorAll("input")]);
const nothing = document.querySelector('input[type=checkbox][name="Input.Nothing"]');
document.querySelector("[data-drag]").hidden = false;
holder.classList.add("live");

const number = (input) => Number.parseFloat(input.value.replace(",", "."));
// Outwards to tenths of a percent, and never beyond the page.
const tenths = ([left, top, width, height]) => {
  const start = (value) => Math.floor(value * 10) / 10;
  const end = (value) => Math.min(100, Math.ceil(value * 10) / 10);
  const length = (from, to) => Math.round((to - from) * 10) / 10;
  return [start(left), start(top), length(start(left), end(left + width)), length(start(top), end(top + height))];
};

function rectangle([left, top, width, height]) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) made.setAttribute(name, value);
  return made;
}

function draw(extra) {
  for (const row of rows) row.clear.hidden = row.every((input) => input.value.trim() === "");
  const areas = rows.map((row) => row.map(number)).filter((row) => row.every(Number.isFinite) && row[2] > 0 && row[3] > 0);
  svg.replaceChildren(...areas.map(rectangle), ...(extra ? [rectangle(extra)] : []));
}

// A way out for an area that went wrong, beside its numbers.
for (const [i, row] of rows.entries()) {
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "linklike";
  clear.textContent = "Clear";
  clear.setAttribute("aria-label", `Clear area ${i + 1}`);
  clear.addEventListener("click", () => {
    for (const input of row) input.value = "";
    draw();
  });
  row[3].after(clear);
  row.clear = clear;
  for (const input of row) input.addEventListener("input", () => draw());
}

draw();

const place = (event) => {
  const box = holder.getBoundingClientRect();
  const within = (value) => Math.min(100, Math.max(0, value * 100));
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
};
const between = ([x1, y1], [x2, y2]) => [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];

let from = null;
holder.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !rows.some((row) => row.every((input) => input.value.trim() === ""))) return;
  event.preventDefault();
  from = place(event);
  holder.setPointerCapture(event.pointerId);
});
holder.addEventListener("pointermove", (event) => {
  if (from) draw(between(from, place(event)));
});
holder.addEventListener("pointerup", (event) => {
  if (!from) return;
  const area = between(from, place(event));
  from = null;
  if (area[2] >= 0.5 && area[3] >= 0.5) {
    const free = rows.find((row) => row.every((input) => input.value.trim() === ""));
    for (const [i, value] of tenths(area).entries()) free[i].value = String(value);
    if (nothing) nothing.checked = false;
  }
  draw();
});
holder.addEventListener("pointercancel", () => {
  from = null;
  draw();
});
