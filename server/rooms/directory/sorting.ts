import { fold } from './names.ts'

const collator = new Intl.Collator('zh-CN', { sensitivity: 'base', numeric: false })
const codeLength = 4

/**
 * `Intl.Collator` compares but gives no keys, and the database must not order Chinese (its collations change between
 * machines). So every character that names use gets its place among all of them once, about 40 ms, on first need.
 */
let places: ReadonlyMap<string, string> | null = null

const ranges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x4ff],
  [0x3041, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
]

function placesOf(): ReadonlyMap<string, string> {
  if (places !== null) return places
  const characters = ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, offset) => String.fromCodePoint(first + offset)),
  )
  characters.sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1))
  const found = new Map<string, string>()
  let place = 0
  for (const [index, character] of characters.entries()) {
    const before = characters[index - 1]
    if (before !== undefined && collator.compare(before, character) !== 0) place++
    found.set(character, place.toString(36).padStart(codeLength, '0'))
  }
  places = found
  return found
}

/**
 * A key in ASCII whose byte order is the order of `Intl.Collator('zh-CN')`: digits, Chinese by pinyin, then Latin.
 * Characters outside the common ranges come last, by code point.
 */
export function sortKey(name: string): string {
  const table = placesOf()
  let key = ''
  for (const character of fold(name)) {
    // `~` sorts behind every base-36 digit.
    key +=
      table.get(character) ?? `~${(character.codePointAt(0) ?? 0).toString(36).padStart(codeLength, '0')}`
  }
  return key
}

/** Compares two names as a Chinese reader expects; equal names give 0. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b)
}
