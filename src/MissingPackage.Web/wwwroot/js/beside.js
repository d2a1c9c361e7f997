// A page of several forms: what was typed in the others while one is sent is there again on the page that answers. It
// stays in this tab, and only until then. Without this script each form is sent with what was typed before.
const KEY = "beside " + location.pathname;

const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
// What an answer with an error shows again was typed too.
const isFilled = (field) => isChoice(field) ? field.checked && !field.defaultChecked : field.value !== "";
const fields = () => [...document.querySelectorAll(":is(textarea, input):not([type=hidden])")].filter(field => field.name && field.form);

for (const [name, value] of JSON.parse(sessionStorage.getItem(KEY) ?? "[]")) {
  const field = fields().find(other => other.name === name && (!isChoice(other) || other.value === value));
  if (!field || isFilled(field)) continue;
  if (isChoice(field)) field.checked = true;
  else field.value = value;
  const holder = field.closest("details");
  if (holder) holder.open = true;
}
sessionStorage.removeItem(KEY);

document.addEventListener("submit", event => {
  // Closing the claim on this device leaves nothing behind.
  if (new URL(event.target.action).searchParams.get("handler") === "Leave") return;
  const typed = fields().filter(field => field.form !== event.target && isFilled(field)).map(field => [field.name, field.value]);
  if (typed.length > 0) sessionStorage.setItem(KEY, JSON.stringify(typed));
});
