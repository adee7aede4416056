import { pinyin } from 'pinyin-pro'
import { fold } from './names.ts'

/** Stands before the words of a login or number, so that a search can leave them out. What is typed never begins with it. */
export const ACCOUNT_MARK = '~'

/** Longest token kept, in characters, and most tokens of one member: enough for every real name. */
const TOKEN_MAX = 40
const TOKENS_MAX = 64
const TERMS_MAX = 6
/** Surnames with several readings are searched under each; more than this are not real. */
const READINGS_MAX = 3

const han = /\p{Script=Han}/u
const runs = /\p{Script=Han}+|[^\p{Script=Han}\s]+/gu

export type Searchable = {
  readonly name: string
  readonly login: string
  readonly employeeNo: string | null
}

/**
 * The words under which a member is found by their beginnings: the name from each character on, its pinyin from each
 * syllable on (compound and polyphonic surnames read as surnames), initials, login and employee number. No phone: a
 * number found by its beginning could be guessed digit by digit.
 */
export function searchTokens(member: Searchable): readonly string[] {
  const tokens = new Set<string>()
  const add = (token: string): void => {
    if (token !== '' && tokens.size < TOKENS_MAX) tokens.add(token.slice(0, TOKEN_MAX))
  }
  add(ACCOUNT_MARK + fold(member.login))
  if (member.employeeNo !== null) add(ACCOUNT_MARK + fold(member.employeeNo))
  const name = fold(member.name)
  const characters = [...name.replaceAll(/\s/gu, '')]
  for (const [index, character] of characters.entries())
    if (index === 0 || han.test(character)) add(characters.slice(index).join(''))
  for (const reading of readingsOf(name)) {
    for (const ending of endingsOf(reading)) add(ending)
    // A single initial is the beginning of its own syllable already.
    for (const ending of endingsOf(reading.map((syllable) => [...syllable][0] ?? '')))
      if (ending.length > 1) add(ending)
  }
  for (const part of fold(member.login).split(/[._@+-]/u)) if (part !== '') add(ACCOUNT_MARK + part)
  return [...tokens]
}

/** What was typed, as beginnings that must all be found: `王xm` asks for 王… and xm…. Empty: nothing to look for. */
export function searchTerms(typed: string): readonly string[] {
  const terms = (fold(typed).match(runs) ?? [])
    .map((term) => term.replace(/^~+/u, ''))
    .filter((term) => term !== '')
  return terms.slice(0, TERMS_MAX).map((term) => term.replaceAll(/[ü]/gu, 'v').slice(0, TOKEN_MAX))
}

/** Syllables of a name, each Latin word as one; the first reading is the likeliest. */
function readingsOf(name: string): readonly (readonly string[])[] {
  if (!han.test(name)) return [name.split(/\s+/u).filter((word) => word !== '')]
  const likely = syllables(name)
  const first = [...name][0] ?? ''
  const others = han.test(first) ? otherReadings(first, likely[0] ?? '') : []
  const all = [likely, ...others.map((reading) => [reading, ...likely.slice(1)])]
  // ü is typed as v, and by many people as u.
  const withU = all.flatMap((each) =>
    each.some((syllable) => /^[ln]ve?$/.test(syllable))
      ? [each.map((syllable) => syllable.replace('v', 'u'))]
      : [],
  )
  return [...all, ...withU]
}

const syllables = (name: string): readonly string[] =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.trim())
    .filter((syllable) => syllable !== '')

const otherReadings = (character: string, likely: string): readonly string[] =>
  [...new Set(pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }))]
    .filter((reading) => reading !== likely)
    .slice(0, READINGS_MAX)

const endingsOf = (parts: readonly string[]): readonly string[] =>
  parts.map((_, index) => parts.slice(index).join(''))
