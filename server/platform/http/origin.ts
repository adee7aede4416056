import { refuse } from '@hufu/kit'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Locale } from './call.ts'

/** The session cookie's plain name; over https it bears the prefix that binds it to this host and path. */
export const SESSION_COOKIE = 'hufu'

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** How a request proves who sends it. A cookie is sent by browsers on their own, a bearer token only by programs. */
export type Credential = { readonly token: string; readonly by: 'bearer' | 'cookie' }

// What a connection last brought, and what it came out as: most requests bring what the one before them brought.
const brought = Symbol('credential')
type Brought = {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  readonly credential: Credential | null
}
type Bringing = Socket & { [brought]?: Brought }

/** Finds the session token of a request; one that cannot be a token counts as none. One object for a connection's same. */
export function credentialOf(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { readonly socket: Bringing },
  secure: boolean,
): Credential | null {
  const { authorization, cookie } = headers
  const before = socket[brought]
  if (before !== undefined && before.authorization === authorization && before.cookie === cookie)
    return before.credential
  const credential = readCredential(headers, secure)
  socket[brought] = { authorization, cookie, credential }
  return credential
}

function readCredential(headers: IncomingHttpHeaders, secure: boolean): Credential | null {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return TOKEN.test(bearer) ? { token: bearer, by: 'bearer' } : null
  const token = cookieOf(headers, cookieName(SESSION_COOKIE, secure))
  return token !== null && TOKEN.test(token) ? { token, by: 'cookie' } : null
}

export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)

/** One cookie of a request. The first of several equal names wins, as browsers send the most specific first. */
export function cookieOf(headers: IncomingHttpHeaders, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key = '', ...value] = part.split('=')
    if (key.trim() === name) return value.join('=').trim()
  }
  return null
}

/** A Set-Cookie line no script can read and no other site can make a browser send with a write. */
export function cookieLine(name: string, value: string, ageSeconds: number, secure: boolean): string {
  const age = ageSeconds <= 0 ? 'Max-Age=0' : `Max-Age=${Math.floor(ageSeconds)}`
  return `${cookieName(name, secure)}=${value}; Path=/; HttpOnly; SameSite=Lax; ${age}${secure ? '; Secure' : ''}`
}

/**
 * Refuses a write that another site made a browser send. Browsers say where a request comes from; a program that says
 * nothing is let through only when it does not rest on a cookie.
 */
export function checkOrigin(
  headers: IncomingHttpHeaders,
  credential: Credential | null,
  publicUrl: string,
): void {
  if (credential?.by === 'bearer') return
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse('request/foreign-origin')
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, publicUrl))
    throw refuse('request/foreign-origin')
  if (credential !== null && site === undefined && headers.origin === undefined)
    throw refuse('request/foreign-origin')
}

/** Whether an Origin is this server, by its public address or by the host the request was sent to. */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (origin === publicUrl) return true
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

/** The language a caller asks for; Chinese when it asks for none of ours. */
export function localeOf(header: string | undefined): Locale {
  if (header === undefined) return 'zh-CN'
  const asked = header
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().split(/;\s*q=/)
      return { tag: tag.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
  for (const { tag } of asked.toSorted((a, b) => b.weight - a.weight)) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en-US'
  }
  return 'zh-CN'
}
