import type { PermissionKey } from '@hufu/authority'
import type { ZodType } from 'zod'
import { empty, nothing } from './common.ts'
import type { Caller, Media, ProvenAbout, Route } from './route.ts'

type Words = {
  readonly summary: string
  readonly asks: readonly [PermissionKey, ...PermissionKey[]]
  readonly decides?: readonly PermissionKey[]
  readonly openBecause?: string
  readonly proves?: ProvenAbout
  readonly whileLimited?: true
  readonly sends?: Media
  readonly answers?: Media
}
type Shapes<P extends ZodType, Q extends ZodType, B extends ZodType, A extends ZodType> = {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer: A
}

/** Builds one route; what is left out is empty and stays refused when sent. */
export function route<
  A extends ZodType,
  P extends ZodType = typeof nothing,
  Q extends ZodType = typeof nothing,
  B extends ZodType = typeof empty,
>(method: Route['method'], url: string, words: Words, shapes: Shapes<P, Q, B, A>): Route<P, Q, B, A> {
  const caller: Caller =
    words.openBecause === undefined ? { type: 'member' } : { type: 'anyone', because: words.openBecause }
  return {
    method,
    url,
    summary: words.summary,
    asks: words.asks,
    ...(words.decides === undefined ? {} : { decides: words.decides }),
    ...(words.proves === undefined ? {} : { proves: words.proves }),
    ...(words.whileLimited === undefined ? {} : { whileLimited: words.whileLimited }),
    caller,
    // The three defaults are exactly the type parameters' defaults, which the compiler cannot see.
    params: shapes.params ?? (nothing as unknown as P),
    query: shapes.query ?? (nothing as unknown as Q),
    body: shapes.body ?? (empty as unknown as B),
    answer: shapes.answer,
    sends: words.sends ?? 'json',
    answers: words.answers ?? 'json',
  }
}
