// Plays spoken replies one after the other; whoever starts to speak silences what is older.
import { file } from "./api.js";

let generation = 0;
let queue = Promise.resolve();
let audio = null;

export function silence() {
  generation += 1;
  queue = Promise.resolve();
  if (audio) audio.pause();
  audio = null;
  document.dispatchEvent(new CustomEvent("milepost-silence"));
}

export function play(message) {
  const mine = generation;
  queue = queue.then(async () => {
    if (mine !== generation) return;
    let address;
    try {
      address = await file(message.speech_url, "audio/wav");
    } catch {
      return; // the text is there to read
    }
    if (mine !== generation) return;
    audio = new Audio(address);
    document.dispatchEvent(new CustomEvent("milepost-playing", { detail: message.id }));
    await new Promise((finished) => {
      audio.onended = audio.onerror = audio.onpause = finished;
      audio.play().catch(finished); // a browser may refuse to play before the first click
    });
    document.dispatchEvent(new CustomEvent("milepost-played", { detail: message.id }));
  });
  return queue;
}
