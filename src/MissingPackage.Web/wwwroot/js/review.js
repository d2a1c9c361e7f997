// The review page without loading it again: a posted form's answer takes the place of the parts that changed, and the
// documents stay where they are, zoom and all. Without this script every button loads the page.
import { listen } from "./keys.js";
import { pageOf } from "./page.js";
import { Sheet } from "./viewer.js";

const review = document.querySelector(".review");
let running = null;

/** What was typed into other forms than the one that was sent: it isn't in the answer. */
const typedBeside = (sent) => [...document.querySelectorAll("[data-swap] textarea, [data-swap] input[type=text]")]
  .filter(field => field.id && field.form !== sent && field.value !== field.defaultValue)
  .map(field => [field.id, field.value]);

/** Puts the answer's parts in place of the page's own. */
const swap = (page, sent) => {
  const typed = typedBeside(sent);
  for (const old of document.querySelectorAll("[data-swap]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || fresh.dataset.files !== undefined && fresh.dataset.files === old.dataset.files && !fresh.querySelector(".err")) continue;
    old.replaceWith(fresh);
    for (const holder of fresh.querySelectorAll("[data-sheet]")) new Sheet(holder);
  }
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (!field || field.value !== field.defaultValue || field.value === value) continue;
    field.value = value;
    const holder = field.closest("details");
    if (holder) holder.open = true;
  }
  document.title = page.title;
  enhance();
  const first = document.querySelector("[data-confirm]") ?? document.querySelector("#errors") ?? document.querySelector(".done");
  // Never the undo button itself: a second Enter would press it.
  if (first?.matches(".done")) first.tabIndex = -1;
  first?.focus();
};

const send = async (form, submitter) => {
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(new FormData(form, submitter));
  const get = form.method === "get";
  const address = new URL(form.action);
  if (get) address.search = body;
  review.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: form.method, body: get ? null : body, headers: { Accept: "text/html" }, signal: running.signal });
    const page = await pageOf(answer);
    if (!page.querySelector(".review")) {
      // Signed out, or something broke: let the browser show it.
      form.submit();
      return;
    }
    if (get) history.replaceState(null, "", address);
    swap(page, form);
  } catch (failure) {
    if (failure.name !== "AbortError") form.submit();
  } finally {
    review.removeAttribute("aria-busy");
  }
};

const tick = async (form) => {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Requested-With": "fetch" }, keepalive: true });
    if (!answer.ok || answer.redirected) throw new Error();
    form.querySelector("[data-compare-save]").hidden = true;
  } catch {
    // Not kept: the button does it, and says so if it can't either.
    form.querySelector("[data-compare-save]").hidden = false;
  }
};

/** Counts down while a decision can be undone, then takes the button away. */
const countDown = () => {
  const line = document.querySelector("[data-undo]");
  if (!line || line.dataset.running) return;
  line.dataset.running = "true";
  const until = performance.now() + Number(line.dataset.undo) * 1000;
  const step = () => {
    if (!line.isConnected) return;
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left <= 0) {
      const button = line.parentElement.querySelector("form");
      if (button?.contains(document.activeElement)) document.querySelector("#main").focus();
      button?.remove();
      line.textContent = "The customer is told now.";
      return;
    }
    line.textContent = `The customer is told in ${left} s.`;
    setTimeout(step, 250);
  };
  step();
};

const enhance = () => {
  for (const form of document.querySelectorAll("[data-compare]")) {
    form.querySelector("[data-compare-save]").hidden = true;
    form.addEventListener("change", () => tick(form));
  }
  for (const list of document.querySelectorAll("[data-submits]")) {
    list.form.querySelector("[data-submit]").hidden = true;
    list.addEventListener("change", () => list.form.requestSubmit());
  }
  countDown();
};

review.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});
enhance();

const open = (name) => {
  const details = document.querySelector(`[data-key-${name}]`);
  if (!details) return;
  details.open = true;
  details.querySelector("input:not([type=hidden]), select, textarea")?.focus();
};

// Keys only open what is to be confirmed.
listen({
  a: () => document.querySelector("[data-key-accept]")?.click(),
  p: () => open("ask"),
  d: () => open("decline"),
  j: () => document.querySelector("[data-next]")?.click(),
  k: () => document.querySelector("[data-previous]")?.click(),
});
