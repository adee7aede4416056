/** What a terminal may be shown. Names and reasons come from others: nothing in them may move the cursor or turn a line around. */

// C0, DEL, C1, and everything that is formatting only: zero-width and bidirectional characters, lone surrogates.
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A text on one line without control and formatting characters. */
export const plain = (text: string): string => text.replaceAll(hidden, '')

// East Asian wide and full-width characters, and emoji.
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u
const nothing = /\p{M}/u

/** Columns that a plain text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += nothing.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}

/** JSON whose texts hold no hidden characters either: they stand there escaped. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(/[^\P{C}\n]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_each, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
