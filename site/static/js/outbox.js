// What could not be sent waits here, in this browser, until it is: {id, url, fields, owner, label, at}.
//
// `id` is the idempotency key of the answer, so that it is recorded once however often it is sent. A text that was refused
// stays, marked `refused`, until its author removes it; it is not sent again.

const STORE = "waiting";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("pomost-outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const changed = () => dispatchEvent(new CustomEvent("pomost:outbox"));

/** Resolves to true once the entry is stored, to false where the browser stores nothing. */
async function put(entry) {
  try {
    await run("readwrite", (store) => store.put({ at: new Date().toISOString(), ...entry }));
  } catch {
    return false;
  }
  changed();
  return true;
}

async function remove(id) {
  if (!id) return;
  try {
    await run("readwrite", (store) => store.delete(id));
  } catch {
    return;
  }
  changed();
}

/** The entries of one account, the oldest first. */
async function waiting(owner) {
  try {
    const all = await run("readonly", (store) => store.getAll());
    return all.filter((entry) => entry.owner === owner).sort((a, b) => a.at.localeCompare(b.at));
  } catch {
    return [];
  }
}

/**
 * Sends everything that waits. Returns what became of each entry: {entry, result}, where result is "saved", "later"
 * (another device answered later, and that answer is shown), "changed" (the exercise is another one now) or "refused".
 * Stops at the first that does not get through; it and the rest go on waiting.
 */
async function flush(owner, tokenUrl) {
  const results = [];
  const entries = (await waiting(owner)).filter((entry) => !entry.refused);
  if (!entries.length) return results;
  const token = await freshToken(owner, tokenUrl);
  if (!token) return results;
  for (const entry of entries) {
    const body = new FormData();
    for (const [name, value] of entry.fields) if (name !== "csrfmiddlewaretoken") body.append(name, value);
    body.append("csrfmiddlewaretoken", token);
    body.append("made_at", entry.at);
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(20000),
      });
    } catch {
      break;
    }
    if (response.status >= 500 || response.status === 429) break;
    const result = resultOf(response);
    results.push({ entry, result });
    if (result !== "saved" && textOf(entry)) await put({ ...entry, refused: true });
    else await remove(entry.id);
  }
  return results;
}

/** What somebody wrote in a form other than an answer; "" for the rest. */
function textOf(entry) {
  return (entry.form && entry.fields.find(([name]) => name === "text")?.[1]) || "";
}

function resultOf(response) {
  if (response.ok) return response.headers.get("X-Answer") === "later" ? "later" : "saved";
  return response.status === 422 || response.status === 404 ? "changed" : "refused";
}

/** A token of the session as it is now; null where nobody, or somebody else, is signed in. */
async function freshToken(owner, tokenUrl) {
  try {
    const response = await fetch(tokenUrl, { credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (!response.ok) return null;
    const answer = await response.json();
    return answer.owner === owner ? answer.token : null;
  } catch {
    return null;
  }
}

// A global, because the names of files have hashes, which an import cannot know.
globalThis.pomostOutbox = { put, remove, waiting, flush, freshToken, resultOf, textOf };
