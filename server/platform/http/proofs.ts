import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { SECOND_HALF_HEADER, STEP_UP_HEADER } from '@hufu/contract'
import { isId, refuse } from '@hufu/kit'

const TOKEN_CHARACTERS_MAX = 100

/** What a proof is bound to: the method, the address with its query, and the hash of the bytes of the body. */
export type ActAsked = { readonly method: string; readonly path: string; readonly bodySha256: string }

/** One hash for exactly one act, the same whether a page says what it will send or the request itself has come. */
export const actHashOf = ({ method, path, bodySha256 }: ActAsked): Buffer =>
  createHash('sha256').update(`${method} ${path}\n${bodySha256}`).digest()

/** Lower-case hex of a body as it came in; no body is an empty one. */
export const bodySha256 = (body: Buffer | null): string =>
  createHash('sha256')
    .update(body ?? '')
    .digest('hex')

/** The token that a request brings; null without one. Throws `request/invalid`. */
export function stepUpTokenOf(headers: IncomingHttpHeaders): string | null {
  const token = headers[STEP_UP_HEADER.toLowerCase()]
  if (token === undefined) return null
  if (typeof token !== 'string' || token.length > TOKEN_CHARACTERS_MAX || !/^[\w-]+$/.test(token))
    throw refuse('request/invalid', { fields: [{ path: STEP_UP_HEADER, problem: 'malformed' }] })
  return token
}

/** The id of the half that a request brings; null without one. Throws `request/invalid`. */
export function halfIdOf(headers: IncomingHttpHeaders): string | null {
  const id = headers[SECOND_HALF_HEADER.toLowerCase()]
  if (id === undefined) return null
  if (typeof id !== 'string' || !isId(id))
    throw refuse('request/invalid', { fields: [{ path: SECOND_HALF_HEADER, problem: 'malformed' }] })
  return id
}
