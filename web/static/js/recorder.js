// Records the microphone until the speaker stops, and shows that it listens.
import { h } from "./dom.js";

const LONGEST_MS = 60_000;
const SILENCE_MS = 1_500; // the pause that ends an utterance
const SPEECH_MS = 350; // shorter sounds are not taken for speech
const FLOOR = 0.012; // quieter than this is never speech, however quiet the room

export class Recorder {
  // `send(blob)` gets each finished recording; `tell(words)` explains why there is none.
  constructor({ send, tell, changed }) {
    Object.assign(this, { send, tell, changed });
    this.level = h("meter", { min: 0, max: 0.3, "aria-label": "Loudness" });
    this.clock = h("time", {}, "0:00");
    this.words = h("span", {}, "Listening…");
    this.bar = h("div", { class: "recording", role: "status", hidden: true },
      h("span", { class: "dot", "aria-hidden": "true" }), this.words, this.clock, this.level,
      this.cancelButton = h("button", { class: "plain", type: "button", onclick: () => this.stop(false) }, "Cancel"),
      this.sendButton = h("button", { class: "primary", type: "button", onclick: () => this.stop(true) }, "Send"));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.stop(false));
  }

  get active() { return Boolean(this.recorder); }

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) {
      return this.tell("This browser gives no microphone here: it needs HTTPS or localhost. You can type instead.");
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch {
      return this.tell("The microphone is not allowed or not there. Allow it in the browser, or type instead.");
    }
    const parts = [];
    this.recorder = new MediaRecorder(stream);
    this.recorder.ondataavailable = ({ data }) => parts.push(data);
    this.recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      clearInterval(this.watcher);
      this.context.close();
      const type = this.recorder.mimeType.split(";")[0];
      const keep = this.keep;
      this.recorder = null;
      this.bar.hidden = true;
      this.changed(false);
      if (keep) this.send(new Blob(parts, { type }));
    };
    this.watch(stream);
    this.recorder.start();
    this.show("Listening…", false);
    this.changed(true);
  }

  // Follows the loudness: shows it, and ends the recording when speech was followed by a pause.
  watch(stream) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const started = performance.now();
    let [last, spoken, quiet, room] = [started, 0, 0, FLOOR];
    const look = () => {
      const now = performance.now();
      const passed = now - last;
      last = now;
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      if (loudness < room * 3) room = Math.max(FLOOR / 3, room * 0.98 + loudness * 0.02);
      if (loudness > Math.max(FLOOR, room * 3)) [spoken, quiet] = [spoken + passed, 0];
      else quiet += passed;
      const seconds = Math.floor((now - started) / 1000);
      this.level.value = loudness;
      this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if ((spoken > SPEECH_MS && quiet > SILENCE_MS) || now - started > LONGEST_MS) this.stop(true);
    };
    this.watcher = setInterval(look, 50);
  }

  stop(keep) {
    if (!this.recorder || this.recorder.state === "inactive") return;
    this.keep = keep;
    this.recorder.stop();
  }

  // The bar while the recording is being understood.
  show(words, hearing) {
    this.words.textContent = words;
    this.bar.hidden = false;
    this.bar.classList.toggle("hearing", hearing);
    for (const part of [this.clock, this.level, this.cancelButton, this.sendButton]) part.hidden = hearing;
  }

  hide() { this.bar.hidden = true; }
}
