// Checks the proof of one act in the browser: nothing is sent anywhere.
"use strict";

(() => {
  const form = document.getElementById("proof-form");
  if (!form) return;
  const result = document.getElementById("proof-result");
  const words = result.dataset;

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const utf8 = (text) => new TextEncoder().encode(text);
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const sha256 = async (...parts) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  const same = (one, other) =>
    one.length === other.length && one.every((byte, at) => byte === other[at]);
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // RFC 9162, section 2.1.3.2. Division instead of shifts: numbers may be longer than 32 bits.
  async function rootFrom(index, size, leaf, proof) {
    let at = index;
    let last = size - 1;
    let root = leaf;
    const half = (number) => Math.floor(number / 2);
    for (const sibling of proof) {
      if (last === 0) return null;
      if (at % 2 === 1 || at === last) {
        root = await sha256([1], sibling, root);
        while (at % 2 === 0 && at !== 0) {
          at = half(at);
          last = half(last);
        }
      } else {
        root = await sha256([1], root, sibling);
      }
      at = half(at);
      last = half(last);
    }
    return last === 0 ? root : null;
  }

  function noteOf(written) {
    const cut = written.lastIndexOf("\n\n");
    const text = written.slice(0, cut + 1);
    const lines = written.slice(cut + 2).split("\n").filter(Boolean);
    const signatures = lines.map((line) => {
      const [, name, encoded] = line.split(" ");
      const content = bytesOf(encoded);
      return { name, identity: hex(content.slice(0, 4)), signature: content.slice(4) };
    });
    const [origin, size, root] = text.split("\n");
    return { text, origin, size: Number(size), root: bytesOf(root), signatures };
  }

  function keyOf(written) {
    const [name, identity, ...encoded] = written.trim().split("+");
    const content = bytesOf(encoded.join("+"));
    return { name, identity, kind: content[0], content, bytes: content.slice(1) };
  }

  // True, false, or null where the browser does not know Ed25519.
  async function signed(key, message, signature) {
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    } catch {
      return null;
    }
    return crypto.subtle.verify("Ed25519", imported, signature, message);
  }

  async function fits(key) {
    const identity = await sha256(utf8(key.name), [10], key.content);
    return hex(identity.slice(0, 4)) === key.identity;
  }

  // The log's Ed25519 keys that are trusted; SM2 is checked by the Python file alone.
  async function signature(note, keys) {
    for (const key of keys.filter((one) => one.kind === 1 && one.name === note.origin)) {
      const line = note.signatures.find(
        (one) => one.name === key.name && one.identity === key.identity,
      );
      if (line && (await fits(key))) return signed(key, utf8(note.text), line.signature);
    }
    return false;
  }

  async function cosignatures(note, keys) {
    const found = [];
    for (const key of keys.filter((one) => one.kind === 4)) {
      const line = note.signatures.find(
        (one) => one.name === key.name && one.identity === key.identity,
      );
      if (!line) continue;
      const seconds = line.signature.slice(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
      const message = utf8(`cosignature/v1\ntime ${seconds}\n${note.text}`);
      const good = await signed(key, message, line.signature.slice(8));
      const at = new Date(seconds * 1000).toLocaleString();
      found.push([`${words.cosignature}: ${key.name} ${at}`, good]);
    }
    return found;
  }

  // A stamp must hold the digest of the checkpoint; its moment is the GeneralizedTime after it.
  async function stamps(note, given) {
    const digest = hex(await sha256(utf8(note.text)));
    return given.map((stamp) => {
      const answer = hex(bytesOf(stamp.answer));
      const at = answer.indexOf(digest);
      const time = at < 0 ? null : answer.slice(at).match(/180f((?:3[0-9]){14})5a/);
      const digits = time ? time[1].replace(/3(.)/g, "$1") : "";
      const moment = digits.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3 $4:$5:$6 UTC");
      return [`${words.stamp}: ${moment} ${stamp.authority}`, at >= 0];
    });
  }

  async function checked(bundle, trusted) {
    const note = noteOf(bundle.checkpoint);
    const entry = JSON.parse(bundle.entry);
    const leaf = await sha256([0], utf8(bundle.entry));
    const proof = bundle.inclusion.map(bytesOf);
    const root = await rootFrom(entry.sequence - 1, note.size, leaf, proof);
    const witnesses = bundle.keys.map(keyOf);
    const checks = [
      [words.entry, entry.sequence === bundle.sequence],
      [words.inclusion, root !== null && same(root, note.root)],
      [words.signature, await signature(note, trusted)],
      ...(await stamps(note, bundle.timestamps)),
      ...(await cosignatures(note, witnesses)),
    ];
    return { entry, checks };
  }

  function shown(verdict, good, checks, entry) {
    const heading = document.getElementById("proof-verdict");
    heading.textContent = verdict;
    heading.className = good ? "ledger-good" : "ledger-bad";
    const list = document.getElementById("proof-checks");
    list.replaceChildren(
      ...checks.map(([text, fine]) => {
        const item = document.createElement("li");
        const says = fine === null ? words.unknown : fine ? words.yes : words.no;
        item.textContent = `${fine === null ? "?" : fine ? "✓" : "✗"} ${text}: ${says}`;
        item.className = fine === false ? "ledger-bad" : "";
        return item;
      }),
    );
    const facts = document.getElementById("proof-facts");
    const named = entry
      ? [
          [words.number, entry.sequence],
          [words.at, new Date(entry.at).toLocaleString()],
          [words.act, entry.act],
          [words.subject, entry.subject],
          [words.details, entry.details],
        ]
      : [];
    facts.replaceChildren(
      ...named.map(([name, value]) => {
        const group = document.createElement("div");
        const term = document.createElement("dt");
        const fact = document.createElement("dd");
        term.textContent = name;
        fact.textContent = value;
        group.append(term, fact);
        return group;
      }),
    );
    result.hidden = false;
    heading.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.crypto || !crypto.subtle) return shown(words.insecure, false, [], null);
    const file = document.getElementById("proof-file").files[0];
    const given = document.getElementById("proof-key").value;
    let found;
    try {
      const trusted = given.split("\n").filter((line) => line.trim()).map(keyOf);
      found = await checked(JSON.parse(await file.text()), trusted);
    } catch {
      return shown(words.unreadable, false, [], null);
    }
    const results = found.checks.map(([, fine]) => fine);
    if (results.includes(false)) return shown(words.bad, false, found.checks, null);
    const verdict = results.includes(null) ? words.partly : words.ok;
    return shown(verdict, true, found.checks, found.entry);
  });
})();
