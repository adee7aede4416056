import type { Applied, Route } from '@hufu/contract'
import type { Kysely } from 'kysely'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Act, Actor, Kind, Performed, Rehearsed } from '../act/index.ts'
import type { Caller } from './caller.ts'
import type { PlatformTables } from '../feed/index.ts'
import type { Reading } from './reading.ts'
import type { Stream } from './streams.ts'
import type { Written } from './written.ts'

export type Locale = 'zh-CN' | 'en-US'

/** How a command is performed, where it differs from the usual. */
export type PerformOptions = {
  /** Who acts, when not the caller: signing in acts as the member whose password was right. */
  readonly actor?: Actor
  readonly workspaceId?: string
  readonly urgent?: boolean
  readonly batch?: boolean
  readonly founding?: boolean
  /** Recorded in the activity journal by the caller: sessions begun, tickets. */
  readonly journal?: 'activity'
  /** When the decision took effect in the world, on imports and replays. */
  readonly effectiveAt?: Date
  readonly statementMs?: number
  /** Id of what writers change one after the other: they queue for it before they take a number. */
  readonly turn?: string
  /** False keeps the result out of the table of remembered answers: it holds a secret. */
  readonly remember?: boolean
}

/** One request at a door: parsed input, who asks, and the two things one can do, read and perform. */
export type Call<R extends Route = Route> = {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: z.output<R['body']>
  /** The body of a route that takes bytes; ends with `request/too-large` past its limit. */
  readonly bytes: Readable
  /** The caller; on a route open to anyone it throws `identity/not-signed-in`. */
  readonly caller: Caller
  readonly locale: Locale
  readonly requestId: string
  /** The company of the caller, else the only one there is; throws `identity/not-set-up` before it exists. */
  readonly workspaceId: string
  /** Where the request came from: address of the client, what it calls itself, the origin the page was opened at. */
  readonly from: { readonly address: string; readonly device: string; readonly origin: string }
  /** Aborted when the connection is gone or was ended by a revocation. */
  readonly signal: AbortSignal
  readonly reading: Reading
  /** For reads of routes open to anyone; where a member asks, `reading` has it too. */
  readonly db: Kysely<PlatformTables>
  readonly publicUrl: string
  /** The result is kept for repeats when the request bears an Idempotency-Key: plain JSON, no dates. */
  readonly perform: <T>(
    kind: Kind,
    name: string,
    work: (act: Act) => Promise<T>,
    options?: PerformOptions,
  ) => Promise<Performed<T>>
  /** Works as if in earnest, looks at what would be recorded, and leaves everything as it was. */
  readonly rehearse: <L>(
    name: string,
    work: (act: Act) => Promise<unknown>,
    look: (rehearsed: Rehearsed) => L,
  ) => Promise<L>
  /** Waits for the barrier of the newest revision: for repeats that changed nothing. */
  readonly settled: () => Promise<Applied>
  /** From here on the answer is for this member; sets the session cookie. */
  readonly begin: (caller: Caller, token: string, withCookie: boolean) => Promise<void>
  /** The answer no longer needs the session, which this request has ended; takes the cookie away. */
  readonly end: () => void
  readonly cookie: (name: string) => string | null
  readonly setCookie: (name: string, value: string, ageSeconds: number) => void
  /** Answers with bytes in place of JSON. */
  readonly stream: (stream: Stream) => Stream
}

/** An answer may be built from readonly parts. */
export type Given<T> = T extends readonly (infer E)[]
  ? readonly Given<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Given<T[K]> }
    : T

export type AnswerOf<R extends Route> = Given<z.input<R['answer']>> | Stream | Written

export type Handler<R extends Route> = (call: Call<R>) => Promise<AnswerOf<R>>

/** Limits of one door, where they differ from the usual. */
export type DoorOptions = { readonly bodyBytesMax?: number }
