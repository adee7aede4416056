import { NAME_MAX } from '@hufu/contract'

/** Why a text cannot be a name. */
export type NameFault = 'empty' | 'too-long' | 'control-characters'

/** Controls, format characters (zero-width, bidi), lone surrogates, line separators, and U+FFFD, left by a wrong decoding. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/u
/** Letters that print nothing: two names could look the same, or like no name at all. */
const blank = /[\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u
/** More marks on one letter than any language writes: they cover the lines around them. */
const piledMarks = /\p{M}{4,}/u

/** Most names by far: letters, digits and common Chinese characters, which no folding changes but for case. */
const isPlain = (text: string): boolean => /^[0-9A-Za-z\u4E00-\u9FFF]*$/.test(text)

/** What people mean by a typed name: composed, trimmed, inner runs of spaces made one. It may still have a fault. */
export function tidyName(text: string): string {
  return isPlain(text)
    ? text
    : text
        .normalize('NFC')
        .trim()
        .replaceAll(/[\p{Zs}]+/gu, ' ')
}

/** Tells why a tidied text cannot be a name of a person, department, position or group; `null` when it can. */
export function nameFault(text: string, max: number = NAME_MAX): NameFault | null {
  if (text === '') return 'empty'
  if (text.length > max) return 'too-long'
  return hasHidden(text) || piledMarks.test(text) ? 'control-characters' : null
}

/** True when a text holds characters that nobody sees. */
export function hasHidden(text: string): boolean {
  return hidden.test(text) || blank.test(text)
}

/**
 * The key under which two names count as one: compatibility forms folded (full-width, ligatures), case folded,
 * spaces made one. INVARIANT: folding a key again changes nothing (names.test.ts).
 */
export function nameKey(text: string): string {
  return isPlain(text) ? text.toLowerCase() : tidyName(fold(text))
}

/** Upper case first: `ß` and `ſ` must fold with `SS` and `S`. Lower case can undo a composition, hence the second NFKC. */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase()
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}
