import type { PermissionKey } from '@hufu/authority'
import type { ZodType, z } from 'zod'

/** Who may knock: `member` needs a live session, `anyone` is answered without one (and says why in `because`). */
export type Caller = { readonly type: 'member' } | { readonly type: 'anyone'; readonly because: string }

/** What travels: JSON by default; `bytes` for uploads and downloads. */
export type Media = 'json' | 'bytes'

/**
 * What whoever proves themselves at a route whose permission is not critical proves it for: what they prove with, the seat of
 * the creator, or that they stand behind somebody.
 */
export type ProvenAbout = 'factors' | 'seat' | 'half'

/** One door of the product, shared by server, web and command line. A route that asks nothing does not start. */
export type Route<
  Params extends ZodType = ZodType,
  Query extends ZodType = ZodType,
  Body extends ZodType = ZodType,
  Answer extends ZodType = ZodType,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path with `:name` parameters, from the root. */
  readonly url: string
  /** One line for people and for OpenAPI. */
  readonly summary: string
  /** The permissions this route asks; with several, the command asks those that its target needs. */
  readonly asks: readonly [PermissionKey, ...PermissionKey[]]
  /**
   * Permissions this route decides about and does not use: for others, who ask for them at the decision point; or to show
   * whoever holds one that is critical what it is for, which takes no proof.
   */
  readonly decides?: readonly PermissionKey[]
  /** Whoever does this proves once more who they are, whatever the risk of what is asked. */
  readonly proves?: ProvenAbout
  /** Open to a session whose member has not proved all that the company asks of them: what leads out of that. */
  readonly whileLimited?: true
  readonly caller: Caller
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly answer: Answer
  readonly sends: Media
  readonly answers: Media
}

/** What somebody asking sends as one part of a route: before it is parsed. */
export type Sent<R extends Route, Part extends 'params' | 'query' | 'body'> = z.input<R[Part]>
/** What somebody asking is answered: after it was parsed. */
export type Answered<R extends Route> = z.output<R['answer']>
