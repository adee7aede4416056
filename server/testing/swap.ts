/** One well-formed request of a route, whose ids can be exchanged one by one. */
import type { Route } from '@hufu/contract'

/** Kinds of things that ids stand for. What stands outside the caller's reach is described where they are made. */
export type Thing =
  | 'department'
  | 'empty'
  | 'person'
  | 'resting'
  | 'appointment'
  | 'grant'
  | 'ending'
  | 'paused'
  | 'own'
  | 'restriction'
  | 'seat'
  | 'group'
  | 'inner'
  | 'role'
  | 'position'
  | 'rule'
  | 'upload'
  | 'chat'
  | 'chatter'
  | 'contact'
  | 'file'
  | 'session'
  | 'notice'
  | 'revocation'
  | 'plan'
  | 'reporter'
  | 'offered'
  | 'asked'
  | 'taken'
  | 'backup'
  | 'sealed'
  | 'request'
  | 'deputy'
  | 'problem'
  | 'passkey'
  | 'link'
  | 'transfer'
  | 'half'
  | 'act'
  | 'claim'

/** Gives the id of a thing of the caller's own. */
export type The = (kind: Thing) => string

/** A request whose ids can be exchanged one by one. */
export type Swap = {
  readonly route: Route
  /** Who asks: an administrator of one department, or, for what belongs to the whole company, a super administrator. */
  readonly by: 'scoped' | 'super'
  readonly request: (
    the: The,
    word: string,
  ) => {
    readonly params?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string>>
    readonly body?: unknown
  }
  /** False where the request needs more than well-formed ids to succeed. */
  readonly succeeds: boolean
  /** Answers with success to what is not one's own, and does nothing. */
  readonly silent: boolean
  /** A status beside 403 and 404: the request is refused for another good reason before anybody's scope matters. */
  readonly also?: number
}

/** What tells a request from the usual one. */
export type Options = Partial<Pick<Swap, 'by' | 'succeeds' | 'silent' | 'also'>>
/** A request by an administrator of one department that succeeds, unless told otherwise. */
export const swap = (route: Route, request: Swap['request'], options: Options = {}): Swap => ({
  route,
  request,
  by: 'scoped',
  succeeds: true,
  silent: false,
  ...options,
})
