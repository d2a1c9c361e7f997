// The queue by keyboard, and ticking all rows of a page at once. Every one of these is a link, a box or a button too.
import { listen } from "./keys.js";

const rows = [...document.querySelectorAll(".queue tbody tr")];
const links = rows.map((row) => row.querySelector("a"));
const boxes = rows.map((row) => row.querySelector("input[type=checkbox]"));

const current = () => rows.findIndex((row) => row.contains(document.activeElement));
const go = (step) => {
  const at = current();
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  links[next]?.focus();
};

// One box more, in the table's head, ticks them all; its words and how many are ticked are told.
const ticked = document.querySelector("[data-ticked]");
const head = document.querySelector(".queue th.pick");
if (head && ticked) {
  const label = document.createElement("label");
  const all = document.createElement("input");
  const words = document.createElement("span");
  all.type = "checkbox";
  words.className = "sr";
  words.textContent = "Tick all of this page";
  label.append(all, words);
  head.replaceChildren(label);
  const count = () => {
    const n = boxes.filter((box) => box.checked).length;
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    ticked.textContent = n ? `(${n})` : "";
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
  // The browser ticks boxes again that were ticked before somebody went on and came back.
  addEventListener("pageshow", count);
}

const actions = {
  j: () => go(1),
  k: () => go(-1),
  x: () => boxes[Math.max(current(), 0)]?.click(),
};
listen(actions);
// From the search key of another page.
if (location.hash === "#find") document.querySelector("#find")?.select();
