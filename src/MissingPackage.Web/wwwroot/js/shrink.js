// We keep a photo at 2,400 pixels at the most. Made so on the phone already, it costs a slow line a fraction. Whatever speaks
// against it, the original goes: what is wrong with a file is for the server to say.

// Below this nothing is gained.
const SMALL = 900_000;
const QUALITIES = [0.82, 0.76, 0.7];
const START = 0xda;
const END = 0xd9;

let last = Promise.resolve();

/** One after the other, whoever asks: a phone hasn't the memory for two. See {@link smaller}. */
export const shrink = (file, side) => (last = last.then(() => smaller(file, side)));

/**
 * @param {File} file as it was chosen
 * @param {number} side the longest side that is kept, in pixels
 * @returns {Promise<Blob>} a smaller JPEG of the same picture, or the file itself
 */
async function smaller(file, side) {
  let picture;
  try {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || !isWholeAndStill(new Uint8Array(await file.arrayBuffer()))) return file;
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    if ((scale === 1 && file.size <= SMALL) || !canvasIsFaithful()) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "white"; // behind what is transparent
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    let made = null;
    for (const quality of QUALITIES) {
      made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (!made || made.size <= SMALL) break;
    }
    canvas.width = canvas.height = 0; // gives its memory back at once
    return made && made.size < file.size ? made : file;
  } catch {
    return file; // no picture that this browser opens, or no memory for it
  } finally {
    picture?.close();
  }
}

/** Browsers that hide who they are may give back noise, or nothing, instead of what was drawn. */
function canvasIsFaithful() {
  const side = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const colour = (x) => [x * side, 255 - x * side, 128];
  for (let x = 0; x < side; x++) {
    context.fillStyle = `rgb(${colour(x)})`;
    context.fillRect(x, 0, 1, side);
  }
  const drawn = context.getImageData(0, 0, side, side).data;
  return drawn.every((value, i) => Math.abs(value - [...colour((i >> 2) % side), 255][i & 3]) < 8);
}

/** A browser shows half a picture without a word: it must not become a whole one here. Nor may a moving one become a still. */
function isWholeAndStill(bytes) {
  const text = (at, word) => [...word].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  const has = (word, from, to) => {
    for (let at = Math.max(0, from); at < Math.min(to, bytes.length - 3); at++) if (text(at, word)) return true;
    return false;
  };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return endsInJpeg(bytes);
  if (text(1, "PNG")) return has("IEND", bytes.length - 1024, bytes.length) && !has("acTL", 0, 4096);
  if (text(0, "RIFF") && text(8, "WEBP")) {
    const length = new DataView(bytes.buffer).getUint32(4, true) + 8;
    return length <= bytes.length + 1 && !(text(12, "VP8X") && bytes[20] & 2);
  }
  return false;
}

/** Whether the picture itself comes to its end: phones put films and further pictures behind it. */
function endsInJpeg(bytes) {
  let at = 2;
  let inScan = false;
  while (at >= 0 && at < bytes.length) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return false;
    const marker = bytes[at + 1];
    at += 2;
    if (marker === 0xff) at--;
    else if (marker === END) return inScan;
    else if (marker > 0 && marker !== 1 && (marker < 0xd0 || marker > 0xd7)) {
      inScan ||= marker === START;
      at += (bytes[at] << 8) | bytes[at + 1];
    }
  }
  return false;
}
