import { refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Client } from './client.ts'
import type { Terminal } from './terminal.ts'
import type { WordKey } from './words.ts'

/** What a verb is given: what was typed after it, the terminal, and the way to the server. */
export type Typed = {
  readonly terminal: Terminal
  readonly words: readonly string[]
  readonly option: (name: string) => string | undefined
  readonly flag: (name: string) => boolean
  /** The server that was asked for, signed in or not. */
  readonly server: () => Promise<string>
  /** A client of whoever is signed in. Refuses when nobody is. */
  readonly connect: () => Promise<Client>
}

/** One command: how it is written, and what it does. Answers the exit status. */
export type Verb = {
  readonly name: string
  readonly about: WordKey
  readonly usage: readonly string[]
  readonly options: ParseArgsOptionsConfig
  readonly run: (typed: Typed) => Promise<number>
}

/** Something is wrong with what was typed. */
export const misused = (words: string): Refusal => refuse('cli/misused', { words })

/** The word at a place. Refuses when it is missing, naming it. */
export function wordAt({ words, terminal }: Typed, at: number, what: string): string {
  const word = words[at]
  if (word === undefined) throw misused(terminal.say('missing', { what }))
  return word
}

/** The value of an option. Refuses when it is missing. */
export function needed({ option, terminal }: Typed, name: string): string {
  const value = option(name)
  if (value === undefined) throw misused(terminal.say('missing', { what: `--${name}` }))
  return value
}

/** Refuses words beyond those a verb takes. */
export function atMost({ words, terminal }: Typed, count: number): void {
  if (words.length > count) throw misused(terminal.say('tooMuch', { what: words.slice(count).join(' ') }))
}
