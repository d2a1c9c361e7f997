// The review page without loading it again: a posted form's answer takes the place of the parts that changed, and the
// documents stay where they are, zoom and all. Without this script every button loads the page.
import { listen } from "./keys.js";
import { pageOf } from "./page.js";
import { Sheet } from "./viewer.js";

const review = document.querySelector(".review");
let running = null;
let sending = null; // the form of the post that is under way
let plain = false; // whether the browser sends the next form itself

const handlerOf = (form) => new URL(form.action).searchParams.get("handler");

const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");

const isChanged = (field) => {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (!field.matches("select")) return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max([...field.options].findIndex(option => option.defaultSelected), 0);
};

/** What was filled in in other forms than the one that was sent: it isn't in the answer. */
const filledBeside = (sent) => [...document.querySelectorAll("[data-swap] :is(textarea, select, input:not([type=hidden]))")]
  .filter(field => field.name && handlerOf(field.form) !== handlerOf(sent) && (isChanged(field) || "typed" in field.form.dataset));

/** Fills the same field of the answer's part, and shows it. */
const fillAgain = (was) => {
  const part = document.getElementById(was.closest("[data-swap]").id);
  const field = [...part?.querySelectorAll("textarea, select, input") ?? []].find(other => other.name === was.name
    && handlerOf(other.form) === handlerOf(was.form) && (!isChoice(was) || other.value === was.value));
  if (!field || field === was) return;
  if (isChoice(field)) field.checked = was.checked;
  else if (!field.matches("select") || [...field.options].some(option => option.value === was.value)) field.value = was.value;
  const holder = field.closest("details");
  if (holder && isChanged(field)) holder.open = true;
};

/** Puts the answer's parts in place of the page's own. */
const swap = (page, sent, isForm) => {
  const filled = filledBeside(sent);
  const focused = document.activeElement?.id;
  for (const old of document.querySelectorAll("[data-swap]")) {
    const fresh = page.getElementById(old.id);
    // The documents stay while they are the same, and what is in a part that was swapped came with it.
    if (!fresh || !old.isConnected || "files" in fresh.dataset && fresh.dataset.files === old.dataset.files) continue;
    old.replaceWith(fresh);
    for (const holder of fresh.querySelectorAll("[data-sheet]")) new Sheet(holder);
  }
  filled.forEach(fillAgain);
  const again = isForm ? [...document.querySelectorAll("[data-swap] form")].filter(form => handlerOf(form) === handlerOf(sent)) : [];
  for (const form of again) form.dataset.typed = "";
  document.title = page.title;
  enhance();
  if (sent.method === "get") document.getElementById(focused)?.focus();
  else lookAtAnswer(again);
};

/** Leads to what the answer says, or asks, or to the form that it shows again. */
const lookAtAnswer = (again) => {
  const confirm = document.querySelector("[data-confirm]");
  const first = confirm ?? document.querySelector("[data-ask]") ?? document.querySelector("#errors")
    ?? again.map(form => form.querySelector("textarea, select, input:not([type=hidden]), button")).find(field => field?.checkVisibility())
    ?? document.querySelector(".done");
  // The question begins above its button, which stays in view by itself.
  confirm?.closest(".confirm").scrollIntoView({ block: "start" });
  // Never the undo button itself: a second Enter would press it.
  if (first?.matches(".done")) first.tabIndex = -1;
  first?.focus({ preventScroll: first === confirm });
};

/** Lets the browser send a form and show the answer. */
const sendWithout = (form, submitter) => {
  // What was filled in beside goes along, so that a sign-in in between brings it back too. No handler reads it.
  for (const { name, value } of filledBeside(form).filter(field => field.name.includes(".") && (!isChoice(field) || field.checked))) {
    const beside = document.createElement("input");
    Object.assign(beside, { type: "hidden", name, value });
    form.append(beside);
  }
  plain = true;
  form.requestSubmit(submitter);
  plain = false;
};

const send = async (form, submitter) => {
  running?.abort();
  running = new AbortController();
  const mine = running;
  const body = new URLSearchParams(new FormData(form, submitter));
  const get = form.method === "get";
  const address = new URL(form.action);
  if (get) address.search = body;
  sending = get ? null : form;
  review.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: form.method, body: get ? null : body, headers: { Accept: "text/html" }, signal: mine.signal });
    const page = await pageOf(answer);
    if (!page.querySelector(".review")) {
      // Signed out, or something broke: the browser shows it.
      sendWithout(form, submitter);
      return;
    }
    // Where the answer lies: after a decision its address knows the place in the queue that the request has left.
    if (get || answer.redirected) history.replaceState(null, "", answer.url);
    swap(page, form, !answer.redirected && !get);
  } catch (failure) {
    if (failure.name !== "AbortError") sendWithout(form, submitter);
  } finally {
    if (running === mine) {
      sending = null;
      review.removeAttribute("aria-busy");
    }
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
  // What leads to another page is the browser's to send.
  if (plain || new URL(event.target.action).pathname !== location.pathname) return;
  event.preventDefault();
  // Pressed twice.
  if (event.target !== sending) send(event.target, event.submitter);
});
enhance();
// What is back after a sign-in was typed too.
if (document.querySelector("[data-signed-out]")) for (const form of review.querySelectorAll("form")) form.dataset.typed = "";

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
