import type { AuthorityEvent, Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { HufuNode } from '../nodes/index.ts'
import type { Act, Actor } from './act.ts'
import { authorityEventsOf, refuseEscalation } from './escalation.ts'
import { asRefusal } from './failures.ts'
import { TRIES_MAX, actAt, begin, rollback } from './perform.ts'
import type { Command } from './perform.ts'
import { rehearse } from './proof.ts'
import { openPages } from './record.ts'
import type { Pages } from './record.ts'
import { secondsWanted } from './second.ts'
import type { Wanted } from './second.ts'
import { newWitness } from './witness.ts'

/** What a command would record, were it performed, and the facts at the fence, as they are without it. */
export type Rehearsed = {
  readonly events: readonly AuthorityEvent[]
  readonly facts: Facts
  /** The database's time, in ms since 1970. */
  readonly at: number
}

/** Works as if in earnest, then `look`s at what would be recorded, in the same synchronous stretch. */
export type Rehearse = <L>(
  actor: Actor,
  command: Omit<Command, 'kind' | 'batch' | 'proof' | 'half'>,
  work: (act: Act) => Promise<unknown>,
  look: (rehearsed: Rehearsed) => L,
) => Promise<L>

/** A command that is only tried: proofs, halves and founding have no place in it. */
type Tried = Omit<Command, 'proof' | 'half' | 'turn' | 'founding'>

/**
 * Works as if in earnest and leaves everything as it was; gives what of it a second person would have to stand behind.
 * Throws what the command would have thrown.
 */
export type Try = (
  actor: Actor,
  command: Tried,
  work: (act: Act) => Promise<unknown>,
) => Promise<readonly Wanted[]>

/** Performs a command of either kind up to the moment before it would be written, then rolls back; no proof is asked. */
export function tryOn(node: HufuNode): Try {
  return async (actor, command, work) => {
    let wanted: readonly Wanted[] = []
    const tried = async (act: Act): Promise<void> => {
      await work(act)
      wanted = secondsWanted(act)
    }
    await steadily(node, () => rehearseOnce(node, actor, command, tried, () => null))
    return wanted
  }
}

/**
 * Performs an authority command up to the moment before it would be written, then rolls back: everything is asked and
 * refused as in earnest. It takes no lock on the workspace, because nothing it does can stay; when a change of somebody
 * else comes in between, it begins again.
 */
export function rehearseOn(node: HufuNode): Rehearse {
  return (actor, command, work, look) =>
    steadily(node, () =>
      rehearseOnce(node, actor, { ...command, kind: 'authority', batch: true }, work, look),
    )
}

/** Begins again for as long as changes of others come in between. */
async function steadily<L>(node: HufuNode, once: () => Promise<{ readonly at: L } | null>): Promise<L> {
  if (!node.lease.fresh()) throw refuse('node/not-fresh')
  for (let round = 1; round <= TRIES_MAX; round += 1) {
    const looked = await once()
    if (looked !== null) return looked.at
  }
  throw refuse('authority/busy')
}

async function rehearseOnce<L>(
  node: HufuNode,
  actor: Actor,
  command: Tried,
  work: (act: Act) => Promise<unknown>,
  look: (rehearsed: Rehearsed) => L,
): Promise<{ readonly at: L } | null> {
  const client = await node.pool.connect()
  try {
    const begun = await begin(client, { ...command, kind: 'content' })
    const act = await actAt(node, client, actor, command, begun, newWitness())
    const { facts } = node.feed.state(command.workspaceId)
    const fallen = command.stands?.() ?? null
    if (fallen !== null) throw fallen
    const pages = openPages(act, command.batch === true)
    rehearse(act)
    await work(act)
    // The facts go on living while a rehearsal reads; what it found out is about those of its fence.
    const steady = facts.revision === begun.revision && facts === node.feed.state(command.workspaceId).facts
    const at = steady ? lookAt(act, pages, facts, look) : null
    await client.query('rollback')
    client.release()
    return at === null ? null : { at: at.seen }
  } catch (error) {
    await rollback(client, error)
    throw asRefusal(error, command.kind)
  }
}

function lookAt<L>(
  act: Act,
  pages: Pages,
  facts: Facts,
  look: (rehearsed: Rehearsed) => L,
): { readonly seen: L } {
  refuseEscalation(act, pages, facts)
  return { seen: look({ events: authorityEventsOf(pages), facts, at: act.at.getTime() }) }
}
