// A document written by us is read by npm's Automerge with the same content, and the other way.

import * as Automerge from "@automerge/automerge";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "pilothouse-interop-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs our side; see documents.rs. */
function ours(...words) {
  const built = process.env.PILOTHOUSE_INTEROP;
  const build = ["run", "--quiet", "--package", "document", "--example", "interop", "--"];
  const [program, before] = built ? [built, []] : [process.env.CARGO ?? "cargo", build];
  return execFileSync(program, [...before, ...words], { cwd: join(import.meta.dirname, "../.."), encoding: "utf8" });
}

ours("write", folder);
const rows = JSON.parse(readFileSync(join(folder, "rows.json"), "utf8"));
const load = () => Automerge.load(readFileSync(join(folder, "document.automerge")));

/** One of their values as our JSON writes it. */
function asOurs(value, field) {
  if (value instanceof Automerge.ImmutableString) return { Line: value.toString() };
  if (value instanceof Date) return { Instant: value.getTime() };
  if (typeof value === "string") return { Prose: value };
  // Long prose that nobody has written into is its bytes.
  if (value instanceof Uint8Array) return { Prose: new TextDecoder().decode(value) };
  if (typeof value === "boolean") return { Flag: value };
  // JavaScript has one kind of number; only this field is a fraction.
  if (typeof value === "number") return field === "weekly_hours" ? { Decimal: value } : { Integer: value };
  assert.ok(Object.values(value).every((member) => member === true), `${field} is a set`);
  return { Set: Object.keys(value).sort() };
}

test("npm's Automerge reads our records", () => {
  const document = load();
  assert.equal(document.meta.format, 2);
  assert.equal(document.meta.document.toString(), "everyone/area/roster");
  const standing = Object.entries(document.records).filter(([, record]) => !record["@deleted"]);
  assert.deepEqual(standing.map(([id]) => id), rows.map((row) => row.id));
  for (const [index, [, { "@kind": kind, ...fields }]] of standing.entries()) {
    assert.equal(kind.toString(), rows[index].kind);
    const read = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, asOurs(value, field)]));
    assert.deepEqual(read, rows[index].fields);
  }
});

test("npm's Automerge reads a document as it lies on a disk, in a backup", () => {
  const chunks = Automerge.load(readFileSync(join(folder, "chunks.automerge")));
  assert.deepEqual(Automerge.getHeads(chunks), Automerge.getHeads(load()));
  assert.deepEqual(chunks, load());
});

test("npm's Automerge reads who did what, when", () => {
  const [genesis, ...rest] = Automerge.getHistory(load()).map(({ change }) => change);
  // Who unfolds a text says nothing and is nobody: a longer name than any device has.
  const steps = rest.filter(({ message }) => message);
  assert.deepEqual(rest.filter(({ message }) => !message).map(({ actor, time }) => [actor.length, time]), [[44, 0]]);
  assert.deepEqual([genesis.time, genesis.actor], [0, "0".repeat(32)]);
  assert.deepEqual(steps.map(({ message }) => JSON.parse(message).label), ["Add Zoë", "Add a team", "Write", "Plan", "Remove the team"]);
  assert.deepEqual(JSON.parse(steps[0].message).by, "07070707-0707-0707-0707-070707070707");
  assert.deepEqual([steps[0].time, steps[0].actor], [1795305600, "08".repeat(16)]);
});

test("we read what npm's Automerge wrote", () => {
  const [{ id, fields }] = rows;
  const edited = Automerge.change(load(), { time: 1795400000 }, (document) => {
    const person = document.records[id];
    person.name = new Automerge.ImmutableString("Zoë");
    person.level = 5;
    person.skills["🫖"] = true;
    delete person.lead;
    person.visits = new Automerge.Counter(3);
    // Counted in UTF-16 here and in characters with us; the teapot is two of theirs.
    Automerge.splice(document, ["records", id, "notes"], "Likes green tea 🫖".length, 0, ", always");
  });
  const file = join(folder, "edited.automerge");
  writeFileSync(file, Automerge.save(edited));
  const [row] = JSON.parse(ours("read", file));
  const { lead, ...kept } = fields;
  assert.ok(lead);
  assert.deepEqual(row.fields, {
    ...kept,
    name: { Line: "Zoë" },
    level: { Integer: 5 },
    skills: { Set: ["on-call", "rust", "🫖"] },
    notes: { Prose: "Likes green tea 🫖, always.\nKnows the harbour." },
  });
});
