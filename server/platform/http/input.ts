import { isUtf8 } from 'node:buffer'
import { refuse } from '@hufu/kit'
import type { ZodError, ZodType, z } from 'zod'

export const JSON_DEPTH_MAX = 32

const FIELDS_MAX = 20

/** Parses one part of a request; unknown, missing and wrong fields are all named. Throws `request/invalid`. */
export function parsePart<T extends ZodType>(
  shape: T,
  value: unknown,
  part: 'path' | 'query' | 'body',
): z.output<T> {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw refuse('request/invalid', { fields: fieldsOf(parsed.error, part) })
}

function fieldsOf(
  error: ZodError,
  part: string,
): readonly { readonly path: string; readonly problem: string }[] {
  return error.issues.slice(0, FIELDS_MAX).flatMap((issue) => {
    const path = [part, ...issue.path.map(String)]
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), problem: problemOf(issue) }]
    return issue.keys
      .slice(0, FIELDS_MAX)
      .map((key) => ({ path: [...path, key.slice(0, 60)].join('.'), problem: 'unknown' }))
  })
}

// `login-characters` and the like are our own words given with the shape; zod's are its codes.
const problemOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_format' || issue.code === 'custom' ? issue.message : issue.code.replaceAll('_', '-')

/** Decodes and bounds a JSON text before anything walks it. Throws `request/invalid` for bad UTF-8 or too much depth. */
export function jsonText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw refuse('request/invalid', { fields: [{ path: 'body', problem: 'not-utf-8' }] })
  const text = bytes.toString('utf8')
  // Every letter one byte, and none escaped.
  const isPlain = text.length === bytes.length && !text.includes('\\')
  if ((isPlain ? plainDepthOf(bytes, text) : depthOf(bytes)) > JSON_DEPTH_MAX)
    throw refuse('request/invalid', { fields: [{ path: 'body', problem: 'too-deep' }] })
  return text
}

/**
 * What a JSON text says, where it cannot name the prototype of an object, spelled out or with escapes. Nothing where it
 * might, or is no JSON: Fastify's own parser then searches what came of it, or says what is wrong.
 */
export function parsedPlain(text: string): unknown {
  if (text.includes('proto') || text.includes('\\')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const QUOTE = 0x22
const ESCAPE = 0x5c
/** What a byte outside a string does to the depth: brackets of both kinds. */
const steps = new Int8Array(256)
for (const open of '[{') steps[open.charCodeAt(0)] = 1
for (const close of ']}') steps[close.charCodeAt(0)] = -1

// Counts brackets outside strings; stops as soon as the answer is clear.
function depthOf(bytes: Buffer): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) at = endOfString(bytes, at + 1)
    const step = steps[byte] ?? 0
    if (step === 0) continue
    depth += step
    if (depth <= deepest) continue
    deepest = depth
    if (deepest > JSON_DEPTH_MAX) return deepest
  }
  return deepest
}

// The same of a text without escapes: a string ends at the next quote, which the engine finds quicker than a loop.
function plainDepthOf(bytes: Buffer, text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      at = text.indexOf('"', at + 1)
      if (at < 0) return deepest
      continue
    }
    depth += steps[byte] ?? 0
    if (depth <= deepest) continue
    deepest = depth
    if (deepest > JSON_DEPTH_MAX) return deepest
  }
  return deepest
}

// Where the quote stands that ends a string, or the end of the text.
function endOfString(bytes: Buffer, first: number): number {
  let at = first
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === ESCAPE ? 2 : 1
  return at
}
