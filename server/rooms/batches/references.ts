import { refuse } from '@hufu/kit'

/** What earlier steps gave, by the names they were given. */
export type Given = ReadonlyMap<string, unknown>

/** Where a reference stands: `{ "$ref": name }`, or with `field` another field than `id`. */
type Reference = { readonly $ref: string; readonly field?: string }

// Any id will do to see early whether a step is well formed.
const PLACEHOLDER = '00000000-0000-7000-8000-000000000000'

/** The names that an input refers to. */
export function namesIn(input: unknown): readonly string[] {
  if (isReference(input)) return [input.$ref]
  if (typeof input !== 'object' || input === null) return []
  return Object.values(input).flatMap(namesIn)
}

/** The same input with some id for every reference: for reading it before anything was done. */
export const withPlaceholders = (input: unknown): unknown => replaced(input, () => PLACEHOLDER)

/** The same input with what the references stand for. Throws `batch/unknown-reference`. */
export const resolved = (input: unknown, given: Given): unknown =>
  replaced(input, ({ $ref: name, field = 'id' }) => {
    const result = given.get(name)
    const value =
      typeof result === 'object' && result !== null && Object.hasOwn(result, field)
        ? entryOf(result, field)
        : null
    if (typeof value !== 'string') throw refuse('batch/unknown-reference', { name, field })
    return value
  })

const entryOf = (result: object, field: string): unknown =>
  new Map<string, unknown>(Object.entries(result)).get(field)

function replaced(input: unknown, by: (reference: Reference) => unknown): unknown {
  if (isReference(input)) return by(input)
  if (Array.isArray(input)) return input.map((each) => replaced(each, by))
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, replaced(value, by)]))
}

function isReference(value: unknown): value is Reference {
  if (typeof value !== 'object' || value === null || !('$ref' in value) || typeof value.$ref !== 'string')
    return false
  return Object.keys(value).length === 1 || ('field' in value && typeof value.field === 'string')
}
