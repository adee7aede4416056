import { isId, refuse } from '@hufu/kit'

/** The id before which the next page of a list begins; null for the first page. Refuses what is no id. */
export function idBefore(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  if (!isId(cursor))
    throw refuse('request/invalid', { fields: [{ path: 'query.cursor', problem: 'malformed' }] })
  return cursor
}
