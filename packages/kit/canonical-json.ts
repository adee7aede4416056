import { assert } from './refusal.ts'

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * Canonical JSON of RFC 8785, restricted to integers: the same value always gives the same bytes.
 * Members that are `undefined` are left out. Throws on floats, lone surrogates and non-JSON values: a bug of ours.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `canonical JSON takes safe integers only, not ${value}`)
    return String(value === 0 ? 0 : value)
  }
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'canonical JSON takes well-formed strings only')
    return JSON.stringify(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  assert(typeof value === 'object', `canonical JSON cannot hold a ${typeof value}`)
  const members = Object.keys(value)
    .toSorted(byCodeUnit)
    .flatMap((key) => {
      const member = value[key]
      return member === undefined ? [] : [`${canonicalJson(key)}:${canonicalJson(member)}`]
    })
  return `{${members.join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

// RFC 8785 sorts by UTF-16 code unit, which is what comparing JavaScript strings does.
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
