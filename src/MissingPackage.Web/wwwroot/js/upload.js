// Sends each file as soon as it is chosen, pasted, dropped or photographed. One at a time a document, with a preview
// from this device only, progress, cancel, and retry. The id of an upload is made here once, so that a repeat after a
// dropped connection is recognised and the file appears once. Without this script the form posts by itself.
import { pageOf } from "./page.js";

const RETRIES = 4;
// Without any byte sent, or an answer. A slow connection takes its time: there is no limit on the whole.
const STALLED_MS = 120_000;
const forms = [...document.querySelectorAll("form[data-upload]")];

/** Fetches the page again and swaps in the parts that say what has arrived. */
async function refresh() {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = await pageOf(answer);
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The lists are as they were; the verdict beside the file says the truth.
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** One file on its way: a line with a picture, a sentence, a bar and one button. */
class Upload {
  constructor(file, queue) {
    this.file = file;
    this.queue = queue;
    this.id = crypto.randomUUID?.() ?? ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
    this.tries = 0;
    this.line = element("li", "sending");
    this.text = element("p", "", "Waiting for its turn…");
    this.bar = element("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", `Sending ${file.name}`);
    this.button = element("button", "linklike", "Cancel");
    this.button.type = "button";
    this.button.addEventListener("click", () => (this.failed ? this.again() : this.cancel()));
    this.line.append(this.thumb(), element("b", "", file.name), this.text, this.bar, this.button);
    queue.list.append(this.line);
  }

  thumb() {
    const picture = element("img", "thumb");
    picture.alt = "";
    const address = URL.createObjectURL(this.file);
    picture.src = address;
    picture.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
    picture.addEventListener("error", () => {
      URL.revokeObjectURL(address);
      // HEIC and PDF: most browsers show no picture of them.
      picture.replaceWith(element("span", "thumb", this.file.name.split(".").pop().slice(0, 4).toUpperCase()));
    }, { once: true });
    return picture;
  }

  send() {
    const { form } = this.queue;
    this.failed = false;
    this.line.className = "sending";
    this.text.textContent = "Sending…";
    this.bar.hidden = false;
    this.bar.value = 0;
    this.button.textContent = "Cancel";
    const body = new FormData();
    // In the order of the form: what the server checks comes before the file.
    for (const [name, value] of new FormData(form)) {
      if (!(value instanceof File)) body.append(name, value);
    }
    body.append("uploadId", this.id);
    body.append("files", this.file, this.file.name);
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    this.watch();
    request.upload.addEventListener("progress", (event) => {
      this.watch();
      if (!event.lengthComputable) return;
      this.bar.value = event.loaded / event.total;
      if (event.loaded === event.total) this.text.textContent = "Sent. Checking the file…";
    });
    return new Promise((done) => {
      this.done = done;
      request.addEventListener("load", () => this.answered(request));
      request.addEventListener("error", () => this.lost());
      request.send(body);
    });
  }

  /** Calls the connection lost once nothing moves any more. */
  watch() {
    clearTimeout(this.stalled);
    this.stalled = setTimeout(() => {
      this.request.abort();
      this.lost();
    }, STALLED_MS);
  }

  answered(request) {
    clearTimeout(this.stalled);
    if (request.status >= 500) return this.lost();
    let note = null;
    try {
      note = JSON.parse(request.responseText)[0];
    } catch {
      // an error page
    }
    if (!note) {
      const why = {
        400: "This page was too old to send from. Reload it and choose the file again; what arrived is kept.",
        404: "This device may no longer open this request. Get a new link, then send the file again.",
        413: "That was too large. A file can be at most 15 MB.",
        429: "A little slower, please: wait a minute, then try again.",
      }[request.status] ?? "Something went wrong. Try again in a minute.";
      return this.stop(why, request.status === 429);
    }
    this.bar.hidden = true;
    this.button.remove();
    this.text.textContent = note.text;
    this.line.classList.add(note.kept ? "ok" : "bad");
    if (note.kept) this.queue.form.querySelector("[name=replaces]")?.remove();
    if (note.better) this.advise(note.better);
    refresh();
    this.done();
  }

  /** Advice is no wall: a better photo takes this one's place, or it stays as it is. */
  advise(address) {
    this.line.className = "sending held";
    const better = element("a", "linklike", "Send a better photo");
    better.href = address;
    const anyway = element("button", "linklike", "Use it anyway");
    anyway.type = "button";
    const choice = element("p", "row");
    choice.append(better, anyway);
    anyway.addEventListener("click", () => {
      choice.remove();
      this.line.className = "sending ok";
      this.text.textContent = "Received. Thank you.";
      this.line.tabIndex = -1;
      this.line.focus();
    });
    this.line.append(choice);
  }

  lost() {
    clearTimeout(this.stalled);
    this.tries++;
    if (this.tries > RETRIES) return this.stop("The connection is lost. Your file is still here: try again when you are back online.", true);
    const wait = navigator.onLine === false ? 30_000 : 1000 * 2 ** this.tries;
    this.text.textContent = "The connection was lost. Trying again…";
    this.line.className = "sending held";
    const resume = () => {
      clearTimeout(this.timer);
      removeEventListener("online", resume);
      const done = this.done;
      this.send().then(done);
    };
    this.timer = setTimeout(resume, wait);
    this.resume = resume;
    addEventListener("online", resume);
  }

  stop(text, retry) {
    this.failed = retry;
    this.text.textContent = text;
    this.bar.hidden = true;
    this.line.className = retry ? "sending held" : "sending bad";
    if (retry) this.button.textContent = "Try again";
    else this.button.remove();
    this.done();
  }

  again() {
    this.tries = 0;
    this.queue.add(this);
  }

  cancel() {
    clearTimeout(this.timer);
    clearTimeout(this.stalled);
    removeEventListener("online", this.resume);
    this.cancelled = true;
    this.request?.abort();
    this.line.remove();
    this.done?.();
    refresh(); // it may have arrived at the last moment
  }
}

class Queue {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("[data-verdicts]");
    this.waiting = [];
    form.querySelector("[data-send]").hidden = true;
    for (const input of form.querySelectorAll("input[type=file]")) {
      const take = () => {
        this.take([...input.files]);
        input.value = "";
      };
      input.addEventListener("change", take);
      take(); // what was chosen before this script was here: its button to send it is hidden now
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target.name === "idType") this.run();
    });
  }

  take(files) {
    for (const file of files) this.add(new Upload(file, this));
  }

  add(upload) {
    this.waiting.push(upload);
    this.run();
  }

  async run() {
    if (this.running) return;
    const type = this.form.elements.idType;
    if (type && !type.value && this.waiting.length > 0) {
      for (const upload of this.waiting) upload.text.textContent = "Say which ID it is, below, and it goes on its way.";
      type[0].focus();
      return;
    }
    this.running = true;
    while (this.waiting.length > 0) {
      const next = this.waiting.shift();
      if (!next.cancelled) await next.send();
    }
    this.running = false;
  }
}

const queues = new Map(forms.map((form) => [form, new Queue(form)]));

for (const [form, queue] of queues) {
  const zone = form.closest("section");
  const mark = form.querySelector("[data-drop]");
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  zone.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark.classList.add("dropping");
  });
  zone.addEventListener("dragleave", () => mark.classList.remove("dropping"));
  zone.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark.classList.remove("dropping");
    queue.take([...event.dataTransfer.files]);
  });
}

// A pasted picture goes to the document whose card holds the focus, else to the first document we ask for of which there is nothing
// yet.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0 || forms.length === 0) return;
  const near = document.activeElement?.closest("section")?.querySelector("form[data-upload]");
  const empty = forms.find((form) => !form.hasAttribute("data-optional") && !form.closest("section").querySelector(".files li"));
  event.preventDefault();
  queues.get(near ?? empty ?? forms[0]).take(files);
});

// A file left in quarantine is finished behind the scenes: look again now and then.
if (document.querySelector("[data-live] .tag.wait")) {
  setInterval(() => {
    if (!document.hidden && [...document.querySelectorAll("[data-live] .tag")].some((tag) => tag.textContent === "Being checked")) refresh();
  }, 20_000);
}
