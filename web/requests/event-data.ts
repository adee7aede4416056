import { rejection } from '@hufu/contract'
import type { Rejection } from '@hufu/contract'

type Data = Readonly<Record<string, unknown>>

/** The names of those whom something went to, where an event says so. */
export function namesIn(data: Data): readonly string[] {
  const names = data['names']
  return Array.isArray(names) ? names.filter((each) => typeof each === 'string') : []
}

/** The reason code of a refusal, where an event says one that is known. */
export function codeIn(data: Data): Rejection | null {
  return rejection.options.find((each) => each === data['code']) ?? null
}
