import { createHash } from 'node:crypto'
import type { Applied } from '@hufu/contract'
import { assert, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { Kysely } from 'kysely'
import { actorText } from '../act/index.ts'
import type { Act, Actor, Command, Half, Kind, Perform, Performed, Proof } from '../act/index.ts'
import type { PlatformTables } from '../feed/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import type { PerformOptions } from './call.ts'
import { claimKey, findAnswer, isKeyTaken, keepAnswer } from './store.ts'
import type { Remembered } from './store.ts'

export const KEY_CHARACTERS_MAX = 100

export type Performing = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly db: Kysely<PlatformTables>
  readonly requestId: string
  /** The Idempotency-Key of the request, if it bore one. */
  readonly key: string | null
  /** What tells this request from others with the same key; only asked for where there is a key. */
  readonly bodyHash: () => string
  readonly actor: () => Actor
  /** Whether the session of the request may still act: asked again at the fence of each write. */
  readonly stands: () => Refusal | null
  /** What the caller brought to prove once more who they are. */
  readonly proof: Proof | null
  /** What the caller brought to show that a second person stands behind it. */
  readonly half: Half | null
  readonly workspaceId: () => string
}

export type CallPerform = <T>(
  kind: Kind,
  name: string,
  work: (act: Act) => Promise<T>,
  options?: PerformOptions,
) => Promise<Performed<T>>

/** The `perform` of one request: with an Idempotency-Key the same write is done once and answered the same again. */
export function callPerform(own: Performing): CallPerform {
  let count = 0
  return async (kind, name, work, options = {}) => {
    // All of them speak of the caller; whoever acts as somebody else rests on none.
    const stands = options.actor === undefined ? { stands: own.stands } : {}
    const proof = options.actor === undefined && own.proof !== null ? { proof: own.proof } : {}
    const half = options.actor === undefined && own.half !== null ? { half: own.half } : {}
    const { remember = true, actor = own.actor(), workspaceId = own.workspaceId(), ...rest } = options
    const command: Command = {
      name,
      kind,
      workspaceId,
      requestId: own.requestId,
      channel: 'http',
      ...stands,
      ...proof,
      ...half,
      ...rest,
    }
    count += 1
    if (own.key === null || !remember || command.founding === true) return own.perform(actor, command, work)
    const key = count === 1 ? own.key : `${own.key} ${count}`
    return once({ ...own, key }, actor, command, work)
  }
}

async function once<T>(
  own: Performing & { readonly key: string },
  actor: Actor,
  command: Command,
  work: (act: Act) => Promise<T>,
): Promise<Performed<T>> {
  const { key } = own
  const bodyHash = own.bodyHash()
  const whose = { workspaceId: command.workspaceId, actor: actorText(actor), key }
  try {
    return await own.perform(actor, command, async (act) => {
      const revision = act.facts.revision + (command.kind === 'authority' ? 1 : 0)
      const claim = { actor: whose.actor, key, bodyHash, revision }
      await claimKey(act, claim)
      const result = await work(act)
      assert(isPlain(result), `${command.name} gives something that does not survive JSON`)
      await keepAnswer(act, claim, result)
      return result
    })
  } catch (error) {
    if (!isKeyTaken(error)) throw error
    const before = await findAnswer(own.db, whose)
    if (before === null) throw refuse('node/busy')
    return again<T>(own, command, before, bodyHash)
  }
}

// INVARIANT D7: a repeat is answered only when the barrier of what it repeats is through.
async function again<T>(
  own: Performing,
  command: Command,
  before: Remembered,
  bodyHash: string,
): Promise<Performed<T>> {
  if (before.bodyHash !== bodyHash) throw refuse('request/key-reused')
  const { workspaceId, kind } = command
  const applied =
    kind === 'content' ? at(before.revision) : await settled(own.node, workspaceId, before.revision)
  // The hash of the request is the same, so this is what the same work gave; it was plain when it was kept.
  return { result: before.result as T, applied }
}

const at = (revision: number): Applied => ({ state: 'applied', revision, tookMs: 0, nodes: [] })

/** Answers at once when the barrier of a revision is known to be through, else sees it through once more. */
export async function settled(node: HufuNode, workspaceId: string, revision: number): Promise<Applied> {
  if (node.barrier.through(workspaceId) >= revision) return at(revision)
  await node.feed.catchUp(workspaceId, revision)
  return node.barrier.wait(workspaceId, node.feed.state(workspaceId).revision, node.clock.mono())
}

/** What makes two requests the same: address and body. */
export const hashOf = (method: string, url: string, body: Buffer | null): string =>
  createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(body ?? '')
    .digest('base64url')

/** Whether a value comes back from JSON as it went in. */
function isPlain(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isPlain)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}
