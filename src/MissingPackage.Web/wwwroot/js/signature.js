// The box to draw a signature in: pointer events, with the pen's pressure where it tells one, undo and clear. What is kept
// are the strokes and no picture: {"drawn":[[[x,y,pressure?],…],…],"aspect":width/height}, with x and y from 0 to 1 of the
// box. Without this script people type their name or print the statement.

const MAX_POINTS = 15000;
const NEAREST = 0.0015; // points closer than this part of the box's width say nothing new
const form = document.querySelector("[data-sign]");
const pad = form.querySelector("[data-pad]");
const canvas = form.querySelector("[data-canvas]");
const kept = form.querySelector("[data-drawing]");
const said = form.querySelector("[data-said]");
const pen = canvas.getContext("2d");
let strokes = [];
let aspect = 3;
let current = null;

form.querySelector("[data-without-script]").hidden = true;
pad.hidden = false;

const rounded = (value, digits = 4) => Number(value.toFixed(digits));
const count = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

function keep() {
  kept.value = strokes.length ? JSON.stringify({ drawn: strokes, aspect: rounded(aspect) }) : "";
  said.textContent = strokes.length === 0 ? "Empty" : strokes.length === 1 ? "1 line drawn" : `${strokes.length} lines drawn`;
}

function width(point) {
  const base = Math.max(1.6, canvas.clientHeight / 70);
  return point[2] === undefined ? base : base * (0.45 + 1.2 * point[2]);
}

/** Where the strokes' own box lies: when a phone is turned they keep their shape, and fit the height or the width. */
function frame() {
  const [w, h] = [canvas.clientWidth, canvas.clientHeight];
  const scale = Math.min(w / aspect, h);
  return [(w - scale * aspect) / 2, (h - scale) / 2, scale];
}

function at(point) {
  const [left, top, scale] = frame();
  return [left + point[0] * scale * aspect, top + point[1] * scale];
}

function line(stroke) {
  if (stroke.length === 1) {
    pen.beginPath();
    pen.arc(...at(stroke[0]), width(stroke[0]) * 0.7, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  for (let i = 1; i < stroke.length; i++) {
    const [from, here] = [at(stroke[i - 1]), at(stroke[i])];
    const before = i > 1 ? at(stroke[i - 2]) : from;
    pen.lineWidth = width(stroke[i]);
    pen.beginPath();
    pen.moveTo((before[0] + from[0]) / 2, (before[1] + from[1]) / 2);
    pen.quadraticCurveTo(...from, (from[0] + here[0]) / 2, (from[1] + here[1]) / 2);
    if (i === stroke.length - 1) pen.lineTo(...here);
    pen.stroke();
  }
}

function draw() {
  const density = Math.max(1, devicePixelRatio || 1);
  const [w, h] = [Math.round(canvas.clientWidth * density), Math.round(canvas.clientHeight * density)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  pen.setTransform(density, 0, 0, density, 0, 0);
  pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = pen.fillStyle = getComputedStyle(canvas).color;
  for (const stroke of strokes) line(stroke);
}

function add(event) {
  const box = canvas.getBoundingClientRect();
  const [left, top, scale] = frame();
  const inside = (value) => rounded(Math.min(1, Math.max(0, value)));
  const point = [inside((event.clientX - box.left - left) / (scale * aspect)), inside((event.clientY - box.top - top) / scale)];
  // A mouse reports half the pressure always, and many fingers none or all: only a pen's says something.
  if (event.pointerType === "pen" && event.pressure > 0) point.push(rounded(event.pressure, 2));
  const last = current.at(-1);
  if (last && Math.hypot(point[0] - last[0], (point[1] - last[1]) / aspect) < NEAREST) return;
  if (count() < MAX_POINTS) current.push(point);
}

canvas.addEventListener("pointerdown", (event) => {
  if (current || event.button !== 0) return; // a second finger or another button
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  if (strokes.length === 0) aspect = canvas.clientWidth / canvas.clientHeight;
  current = [];
  current.pointer = event.pointerId;
  strokes.push(current);
  add(event);
  draw();
});
canvas.addEventListener("pointermove", (event) => {
  if (current?.pointer !== event.pointerId) return;
  const between = event.getCoalescedEvents?.() ?? [];
  for (const each of between.length ? between : [event]) add(each);
  draw();
});
for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, (event) => {
    if (current?.pointer !== event.pointerId) return;
    current = null;
    keep();
    draw();
  });
}
form.querySelector("[data-undo]").addEventListener("click", () => {
  strokes.pop();
  keep();
  draw();
});
form.querySelector("[data-clear]").addEventListener("click", () => {
  strokes = [];
  keep();
  draw();
});

try {
  const before = JSON.parse(kept.value || "{}");
  if (Array.isArray(before.drawn)) {
    strokes = before.drawn;
    aspect = before.aspect;
  }
} catch {
  // Nothing to show again.
}
keep();
new ResizeObserver(draw).observe(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
