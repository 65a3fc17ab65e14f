// The HTTP contract, spoken from the browser: sign-in, JSON, event streams, and files behind the token.
import { h } from "./dom.js";

const KEY = location.pathname === "/staff" ? "milepost-staff" : "milepost-session";
let session = JSON.parse(sessionStorage.getItem(KEY) || "null");

export class Problem extends Error {
  constructor(document) {
    super(document.detail || "Something went wrong. Please try again.");
    this.document = document;
  }
}

const OFFLINE = { status: 0, detail: "The server cannot be reached. Check the connection; your words are kept." };

const LEAST = 60_000; // milliseconds; a session with less left is at its end, and is not renewed again

export const me = () => session;

function keep(next) {
  session = next;
  sessionStorage.setItem(KEY, JSON.stringify(session));
  renewInTime();
  return session;
}

let renewal;

// A guest whose token runs out comes back as somebody else: it is renewed when a fifth of its time is left.
function renewInTime() {
  clearTimeout(renewal);
  const left = session && session.expires_at ? new Date(session.expires_at) - Date.now() : 0;
  if (left > LEAST) renewal = setTimeout(renew, left * 0.8);
}

async function renew() {
  const { token } = session;
  const next = await json("POST", "/api/session/refresh", undefined, { again: true }).catch(() => null);
  if (session.token !== token) return; // somebody else signed in meanwhile
  if (next) keep({ ...session, ...next });
  else renewInTime();
}

renewInTime();

export const useToken = (token) => keep({ token, name: "You", subject: "host" });

export async function signIn(customerId) {
  const wish = customerId ? { customer_id: customerId } : {};
  return keep({ ...(await json("POST", "/api/session", wish, { anonymous: true })), customerId });
}

export const signInAsStaff = async (key) => keep(await json("POST", "/api/session", { staff_key: key }, { anonymous: true }));

export function signOut() {
  session = null;
  sessionStorage.removeItem(KEY);
  clearTimeout(renewal);
}

async function send(method, path, { body, accept, type, anonymous, again } = {}) {
  const headers = { Accept: accept || "application/json" };
  if (type) headers["Content-Type"] = type;
  if (!anonymous && session) headers.Authorization = `Bearer ${session.token}`;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body });
  } catch {
    throw new Problem(OFFLINE);
  }
  if (answer.status === 401 && !anonymous && !again && session?.role === "customer") {
    await signIn(session.customerId); // the token grew old: sign in as the same person and carry on
    return send(method, path, { body, accept, type, again: true });
  }
  if (!answer.ok) throw new Problem(await answer.json().catch(() => ({ status: answer.status })));
  return answer;
}

export async function json(method, path, body, options = {}) {
  const type = body === undefined ? undefined : "application/json";
  const answer = await send(method, path, { body: type && JSON.stringify(body), type, ...options });
  return answer.status === 204 ? null : answer.json();
}

// Saves what is behind the token as a file of the reader's.
export async function save(path, accept, name) {
  const address = URL.createObjectURL(await (await send("GET", path, { accept })).blob());
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const files = new Map(); // address → blob address, so that a picture is fetched once

export async function file(path, accept) {
  const key = `${session.token}${path}`;
  if (!files.has(key)) {
    files.set(key, send("GET", path, { accept }).then((answer) => answer.blob()).then((blob) => URL.createObjectURL(blob)));
    files.get(key).catch(() => files.delete(key));
  }
  return files.get(key);
}

// Yields {name, data} for each event of a turn; a failure of any kind arrives as a `problem` event.
export async function* turn(path, body, type) {
  try {
    const answer = await send("POST", path, { body, type, accept: "text/event-stream" });
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const [, name, data] = block.match(/^event: (.*)\ndata: (.*)$/);
        if (name !== "done") yield { name, data: JSON.parse(data) };
      }
    }
  } catch (problem) {
    yield { name: "problem", data: problem.document || OFFLINE };
  }
}

export const say = (text) => turn("/api/messages", JSON.stringify({ text }), "application/json");
export const sayAloud = (recording) => turn("/api/speech", recording, recording.type || "application/octet-stream");
