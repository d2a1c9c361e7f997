// A file dropped anywhere on the page is checked at once. Without this script it is chosen, or dropped on the field.
const form = document.querySelector("[data-check]");
const field = form.querySelector("input[type=file]");
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer?.files.length !== 1) return;
  field.files = event.dataTransfer.files;
  form.requestSubmit();
});
