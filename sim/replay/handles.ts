import { assert } from '@hufu/kit'

/** What a step will have made, before the server has given it an id. */
export type Handle = { readonly as: string; readonly field?: string }

/** How a handle stands in a step: the id once it is known, until then a reference to the step that makes it. */
export type IdOrReference = string | { readonly $ref: string; readonly field?: string }

/** Ids that the server has given, by handle. */
export type Handles = {
  readonly write: (handle: Handle) => IdOrReference
  readonly id: (handle: Handle) => string
  /** Takes over what the named steps of a batch gave. */
  readonly learn: (names: readonly (string | undefined)[], results: readonly unknown[]) => void
}

const keyOf = ({ as, field = 'id' }: Handle): string => `${as} ${field}`

/** Starts with nothing known. */
export function newHandles(): Handles {
  const known = new Map<string, string>()
  return {
    write: (handle) => known.get(keyOf(handle)) ?? referenceOf(handle),
    id(handle) {
      const id = known.get(keyOf(handle))
      assert(id !== undefined, `the id of ${keyOf(handle)} is not known yet`)
      return id
    },
    learn(names, results) {
      for (const [index, as] of names.entries()) {
        const result = results[index]
        if (as === undefined || typeof result !== 'object' || result === null) continue
        for (const [field, value] of Object.entries(result))
          if (typeof value === 'string') known.set(keyOf({ as, field }), value)
      }
    },
  }
}

const referenceOf = ({ as, field }: Handle): IdOrReference =>
  field === undefined ? { $ref: as } : { $ref: as, field }
