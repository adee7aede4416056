import { readFileSync } from 'node:fs'

export type JsonRecord = Readonly<Record<string, unknown>>

/** Reads a JSON file whose top is an object. Throws when it is not there or is something else. */
export function readJson(path: string): JsonRecord {
  return record(JSON.parse(readFileSync(path, 'utf8')))
}

/** Takes a value out of parsed JSON as an object; what is missing counts as an empty one. */
export function record(value: unknown): JsonRecord {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('expected an object')
  // An object that came out of JSON.parse has string keys and nothing else to say.
  return value as JsonRecord
}
