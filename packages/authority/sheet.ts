/** A short list of masks by scope, kept flat and used again: what one compilation gathers. */
import { WORDS, int } from './bits.ts'

/** The first `count` scopes, in the order in which they came, and for each the words of its mask one after the other. */
export type Sheet = {
  count: number
  scopes: Int32Array
  masks: Int32Array
  /** Places of scopes, once there are so many that looking for one is slow. */
  readonly places: Map<number, number>
}

const MANY = 16

export const emptySheet = (): Sheet => ({
  count: 0,
  scopes: new Int32Array(MANY),
  masks: new Int32Array(MANY * WORDS),
  places: new Map(),
})

/** Forgets what is in a sheet, keeping its room. */
export function clearSheet(sheet: Sheet): void {
  if (sheet.count > MANY) sheet.places.clear()
  sheet.count = 0
}

/** The index in `masks` of the mask of a scope; an empty one when the scope is new. */
export function maskFor(sheet: Sheet, scope: number): number {
  const known = placeOf(sheet, scope)
  if (known >= 0) return known * WORDS
  const place = sheet.count++
  if (place >= sheet.scopes.length) lengthen(sheet)
  sheet.scopes[place] = scope
  sheet.masks.fill(0, place * WORDS, (place + 1) * WORDS)
  if (place === MANY) for (let at = 0; at < place; at++) sheet.places.set(int(sheet.scopes, at), at)
  if (place >= MANY) sheet.places.set(scope, place)
  return place * WORDS
}

function placeOf(sheet: Sheet, scope: number): number {
  if (sheet.count > MANY) return sheet.places.get(scope) ?? -1
  for (let at = 0; at < sheet.count; at++) if (int(sheet.scopes, at) === scope) return at
  return -1
}

function lengthen(sheet: Sheet): void {
  const scopes = new Int32Array(sheet.scopes.length * 2)
  const masks = new Int32Array(sheet.masks.length * 2)
  scopes.set(sheet.scopes)
  masks.set(sheet.masks)
  sheet.scopes = scopes
  sheet.masks = masks
}
