// Sends each file as soon as it is chosen, pasted, dropped or photographed. One at a time a document, with a preview
// from this device only, progress, cancel, and retry. The id of an upload is made here once, so that a repeat after a
// dropped connection is recognised and the file appears once. Without this script the form posts by itself.
import { pageOf } from "./page.js";
import { shrink } from "./shrink.js";

const RETRIES = 4;
// Without any byte sent, or an answer. A slow connection takes its time: there is no limit on the whole.
const STALLED_MS = 120_000;
const UNREADABLE = "This device can’t read the file any more. Choose it again.";
const forms = [...document.querySelectorAll("form[data-upload]")];

const announcer = document.querySelector("[data-said]");

/** One sentence a change for those who hear the page. */
const say = (sentence) => {
  if (announcer) announcer.textContent = sentence;
};

const done = () => document.querySelector("[data-done]")?.textContent.trim() ?? "";

/** What a part says, without what differs each time or belongs to who looks at it. */
const wordsOf = (part) => part.textContent.replace(/\s+/g, " ").trim();

let asked = 0;

/** Fetches the page again and swaps in the parts that say what has arrived. Where the line is down, a few more times. */
async function refresh(tries = 0) {
  clearTimeout(refresh.later);
  const mine = ++asked;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = await pageOf(answer);
    if (mine !== asked) return; // a later question brings a newer answer
    const before = done();
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && wordsOf(part) !== wordsOf(fresh)) part.replaceChildren(...fresh.childNodes);
    }
    if (done() && !before) say(done());
  } catch {
    // The lists are as they were; the verdict beside the file says the truth.
    if (mine === asked && tries < RETRIES) refresh.later = setTimeout(() => refresh(tries + 1), 2000 * 2 ** tries);
  }
}

// Files that are not there yet, and not given up: they would be lost with the page, so leaving it asks first. Only then: a browser
// keeps no page that always asks for its "Back".
const onTheirWay = new Set();
const ask = (event) => event.preventDefault();

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
    this.waits = true;
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

  set waits(value) {
    if (value) onTheirWay.add(this);
    else onTheirWay.delete(this);
    if (onTheirWay.size > 0) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
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

  /** Says where it stands, to the eye and to the ear. */
  tell(sentence) {
    this.text.textContent = sentence;
    say(`${this.file.name}: ${sentence}`);
  }

  async send() {
    const { form } = this.queue;
    this.failed = false;
    this.waits = true;
    this.line.className = "sending";
    if (this.tries > 0) this.text.textContent = "Sending…";
    else this.tell("Sending…");
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.button.textContent = "Cancel";
    if (!this.content && !(await this.isReadable())) return this.stop(UNREADABLE, false);
    // Once: a repeat has to bring the same bytes.
    this.content ??= await shrink(this.file, Number(form.dataset.maxSide));
    if (this.cancelled) return;
    const most = Number(form.dataset.maxBytes);
    if (this.content.size > most) {
      const size = (bytes) => `${Math.round(bytes / 1024 / 102.4) / 10} MB`;
      const smaller = "A screenshot of it, or of a PDF only the pages that matter, is smaller.";
      return this.stop(`This file is ${size(this.content.size)}; ${size(most)} is the most. ${smaller}`, false);
    }
    const body = new FormData();
    // In the order of the form: what the server checks comes before the file.
    for (const [name, value] of new FormData(form)) {
      if (!(value instanceof File)) body.append(name, value);
    }
    body.append("uploadId", this.id);
    body.append("files", this.content, this.file.name);
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
      request.addEventListener("error", async () => {
        const readable = this.content !== this.file || (await this.isReadable());
        if (this.cancelled) return;
        if (readable) this.lost();
        else this.stop(UNREADABLE, false);
      });
      request.send(body);
    });
  }

  /** A photo in the cloud or on a card may be gone since it was chosen. */
  async isReadable() {
    try {
      const reader = this.file.stream().getReader(); // a slice of a file that is gone is read without a word
      await reader.read();
      await reader.cancel();
      return true;
    } catch {
      return false;
    }
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
    this.status = request.status;
    let note = null;
    try {
      note = JSON.parse(request.responseText)[0];
    } catch {
      // no answer of ours: an error page, or something between us
    }
    if (typeof note?.text !== "string") {
      if (request.status >= 500) return this.lost();
      const [why, again] = {
        400: ["This page was too old to send from. Reload it and choose the file again; what arrived is kept.", false],
        403: ["Something between us, such as a filter, refused this file. It is still here: try again, or use another network.", true],
        408: ["The connection is too slow for this file just now. It is still here: try again where it is better.", true],
        404: ["This device may no longer open this request. Get a new link, then send the file again.", false],
        413: ["Something between us refused this file because of its size. It is still here: try again, or use another network.", true],
        429: ["A little slower, please: wait a minute, then try again.", true],
      }[request.status] ?? ["Something went wrong. Your file is still here: try again in a minute.", true];
      return this.stop(why, again);
    }
    this.waits = false;
    this.bar.hidden = true;
    this.button.remove();
    this.tell(note.text);
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
      this.tell("Received. Thank you.");
      this.line.tabIndex = -1;
      this.line.focus();
    });
    this.line.append(choice);
  }

  lost() {
    clearTimeout(this.stalled);
    this.tries++;
    if (this.tries > RETRIES) {
      return this.stop(this.status >= 500
        ? "Our server can’t be reached just now. Your file is still here: try again in a few minutes."
        : "The connection is lost. Your file is still here: try again when you are back online.", true);
    }
    const wait = navigator.onLine === false ? 30_000 : 1000 * 2 ** this.tries;
    if (this.tries > 1) this.text.textContent = "The connection was lost. Trying again…";
    else this.tell("The connection was lost. Trying again…");
    this.line.className = "sending held";
    this.status = 0;
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
    this.waits = retry;
    this.tell(text);
    this.bar.hidden = true;
    this.line.className = retry ? "sending held" : "sending bad";
    if (retry) this.button.textContent = "Try again";
    else this.button.remove();
    this.done?.();
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
    this.waits = false;
    this.request?.abort();
    this.line.remove();
    this.queue.form.querySelector("input[type=file]").focus();
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
    for (const file of files) {
      this.add(new Upload(file, this));
    }
  }

  add(upload) {
    this.waiting.push(upload);
    this.run();
  }

  async run() {
    if (this.running) return;
    const type = this.form.elements.idType;
    if (type && !type.value && this.waiting.length > 0) {
      for (const upload of this.waiting) upload.tell("Say which ID it is, below, and it goes on its way.");
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

// Back on line, or back at the page: what the lists say may be old.
addEventListener("online", () => refresh());
addEventListener("pageshow", (event) => event.persisted && refresh());
document.addEventListener("visibilitychange", () => document.hidden || refresh());

// A file left in quarantine is finished behind the scenes: look again now and then.
if (document.querySelector("[data-live] .tag.wait")) {
  setInterval(() => {
    if (!document.hidden && [...document.querySelectorAll("[data-live] .tag")].some((tag) => tag.textContent === "Being checked")) refresh();
  }, 20_000);
}
