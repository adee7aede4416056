/** The things that probes speak of, found among those of the company. Nothing is made for a try. */
import {
  administratorsOf,
  departmentContains,
  departmentsOf,
  grantsOf,
  membersOf,
  appointmentsOf,
  resourcesOf,
  rootOf,
  seatsInForce,
  statusOf,
} from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { kyselyOver, togetherIn } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { PROBED_KIND } from '../../../platform/http/index.ts'
import type { Need, Probe, Things } from '../../../platform/http/index.ts'
import type { HufuNode } from '../../../platform/nodes/index.ts'
import { filesKnownTo } from '../../files/index.ts'
import { conversations, conversationsOf, heldOf } from '../../messaging/index.ts'
import type { Conversations } from '../../messaging/index.ts'
import type { RevocationRow } from '../store.ts'
import type { Trying } from './surfaces.ts'
import type { Place } from '../vectors.ts'

/** Finds what a probe speaks of where the right was lost; null where there is no such thing. */
export type Finder = {
  (trying: Trying, probe: Probe): Promise<Things | null>
  /** Files whose address somebody may still have: the newest. */
  readonly files: (row: RevocationRow) => Promise<readonly string[]>
  /** Conversations in which they are still listed. */
  readonly conversations: (row: RevocationRow) => readonly string[]
}

const LINKS_MAX = 20
/** So many people are looked at for what they have; whoever looks further finds the same. */
const PEOPLE_MAX = 200
const WEEK_MS = 7 * 86_400_000

const freshWord = (): string => `w${newId().replaceAll('-', '').slice(-14)}`

/** Where a thing is looked for, and for whom. */
type Looking = {
  readonly self: string
  readonly facts: Facts
  readonly place: Place
  readonly department: string
  readonly talks: Conversations
  readonly row: RevocationRow
  readonly files: () => Promise<readonly string[]>
}
type Find = (looking: Looking) => string | undefined | Promise<string | undefined>

/** Makes the finder of one node. */
export function newFinder(node: HufuNode): Finder {
  const db = kyselyOver<PlatformTables>(node.pool)
  const talksOf = (workspaceId: string) => node.feed.projection(workspaceId, conversations)
  const known = togetherIn<readonly string[]>((workspaceId, ids) => {
    const talks = talksOf(workspaceId)
    const knowing = ids.map((memberId) => ({ memberId, places: conversationsOf(talks, memberId) }))
    return filesKnownTo(db, workspaceId, knowing, LINKS_MAX)
  }, [])
  const files = ({ workspaceId, memberId }: RevocationRow) => known(workspaceId, memberId)
  const find = async (trying: Trying, { permission, needs }: Probe): Promise<Things | null> => {
    const { row, lost } = trying
    const facts = trying.facts()
    const place = lost.find((one) => one.permission === permission)?.place ?? { type: 'workspace' }
    const looking: Looking = {
      self: row.memberId,
      facts,
      place,
      department: place.type === 'department' ? place.id : (rootOf(facts) ?? ''),
      talks: talksOf(row.workspaceId),
      row,
      files: () => files(row),
    }
    const found: Record<string, string> = {}
    for (const need of needs) {
      const id = await finders[need](looking)
      if (id === undefined) return null
      found[need] = id
    }
    const inAWeek = new Date(Date.now() + WEEK_MS).toISOString()
    // A probe reads only what it has named in `needs`: the compiler holds it to that where it is made.
    return { ...found, self: row.memberId, word: freshWord(), inAWeek } as unknown as Things
  }
  return Object.assign(find, {
    files,
    conversations: ({ workspaceId, memberId }: RevocationRow) =>
      conversationsOf(talksOf(workspaceId), memberId),
  })
}

const finders: Readonly<Record<Need, Find>> = {
  department: ({ department }) => department,
  emptyDepartment: ({ facts, department }) => {
    const below = resourcesOf(facts, 'department').filter(
      (id) => id !== department && departmentContains(facts, department, id),
    )
    return below.find((id) => peopleIn(facts, id).length === 0) ?? below[0]
  },
  person: (looking) => peopleAt(looking)[0],
  // Whether they report to the person is asked after the permission.
  report: (looking) => peopleAt(looking)[1],
  grant: (looking) =>
    peopleAt(looking)
      .flatMap((id) => grantsOf(looking.facts, id).filter(({ subject }) => subject.type === 'member'))
      .map(({ grantId }) => grantId)[0],
  ownGrant: ({ facts, self }) =>
    grantsOf(facts, self).find(({ subject }) => subject.type === 'member')?.grantId,
  seat: ({ facts, self }) =>
    seatsInForce(facts, Date.now()).find(({ memberId, tier }) => memberId !== self && tier !== 'creator')
      ?.administratorId,
  position: (looking) =>
    peopleAt(looking)
      .flatMap((id) => appointmentsOf(looking.facts, id).map(({ positionId }) => positionId))
      .find((id) => id !== null) ?? undefined,
  resource: ({ facts, place }) =>
    place.type === 'resource' && place.kind === PROBED_KIND ? place.id : resourcesOf(facts, PROBED_KIND)[0],
  colleague: (looking) => strangersTo(looking).find((id) => shareDepartment(looking, id)),
  stranger: (looking) => strangersTo(looking).find((id) => !shareDepartment(looking, id)),
  chat: ({ talks, self, place }) => {
    const held = conversationsOf(talks, self)
      .map((id) => heldOf(talks, id))
      .filter((one) => one?.kind === 'group')
    const here = held.find((one) => place.type === 'resource' && one?.id === place.id)
    return (here ?? held.find((one) => one?.ownerId === self) ?? held[0])?.id
  },
  file: async ({ files }) => (await files())[0],
  revocation: ({ row }) => row.id,
}

const peopleIn = (facts: Facts, departmentId: string): readonly string[] =>
  membersOf(facts, { type: 'department', id: departmentId })

/** Active people of the department, those first who administer nothing. */
function peopleAt({ facts, department, self }: Looking): readonly string[] {
  const people = peopleIn(facts, department)
    .filter((id) => id !== self && statusOf(facts, id) === 'active')
    .slice(0, PEOPLE_MAX)
  const plain = people.filter((id) => administratorsOf(facts, id).length === 0)
  return plain.length > 0 ? plain : people
}

/** People with whom there is no conversation yet: one that is there is opened without asking. */
function strangersTo({ facts, talks, self }: Looking): readonly string[] {
  const known = new Set(
    conversationsOf(talks, self).flatMap((id) => {
      const held = heldOf(talks, id)
      return held?.kind === 'dm' ? held.memberIds : []
    }),
  )
  return peopleIn(facts, rootOf(facts) ?? '').filter(
    (id) => id !== self && !known.has(id) && statusOf(facts, id) === 'active',
  )
}

const shareDepartment = ({ facts, self }: Looking, other: string): boolean => {
  const own = new Set(departmentsOf(facts, self))
  return departmentsOf(facts, other).some((id) => own.has(id))
}
