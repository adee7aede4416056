import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  administratorsOf,
  apply,
  decide,
  emptyFacts,
  escalationOf,
  grantOf,
  permission,
  permissions,
  tierOf,
} from './index.ts'
import type { AdministratorRow, AuthorityEvent, Facts, PermissionKey, Target } from './index.ts'
import { isInGroup } from './people.ts'
import { find } from './ids.ts'
import { beginStory, continueStory } from './scenarios.ts'
import type { Story } from './scenarios.ts'
import { NOON, anyRight, anyScope, anySubject, laterThan, newIdOf, rarely, tell } from './story.ts'
import { covers, packScope, targetOf } from './scope.ts'
import { NOW, after, department, everyone, group, house, idOf, member, within } from './testing/house.ts'
import type { House } from './testing/house.ts'
import { everyCompany } from './testing/trial.ts'

const give = (
  company: House,
  subject: object,
  key: PermissionKey,
  from: string | null = null,
): AuthorityEvent =>
  ({
    name: 'grant.given@1',
    data: {
      grantId: idOf(`given ${key} ${JSON.stringify(subject)} ${company.events.length} ${from ?? 'now'}`),
      subject,
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      source: 'administrator',
      from,
      until: null,
    },
  }) as AuthorityEvent

function company(): House {
  const made = house()
  made.department('finance')
  made.member('creator', 'company')
  made.member('super', 'company')
  made.member('scoped', 'finance')
  made.member('wang', 'finance')
  made.member('outsider', 'company')
  made.seat('creator', [], { tier: 'creator' })
  made.seat('super', [], { tier: 'super' })
  made.seat('scoped', ['perm.grant', 'org.usergroup.manage', 'perm.restrict'], {
    scope: { type: 'workspace' },
    ceiling: { permissions: ['file.upload'], reach: within('finance') },
  })
  return made
}

test('E1 nobody but the creator gets more by what they do alone, not for later either', () => {
  const made = company()
  for (const [name, wanted] of [
    ['creator', undefined],
    ['super', 'authority/own-rights'],
    ['scoped', 'authority/own-rights'],
  ] as const)
    for (const subject of [member(name), ...(name === 'scoped' ? [] : [everyone])])
      for (const from of [null, after(86_400_000)])
        assert.equal(
          escalationOf(made.facts, idOf(name), [give(made, subject, 'file.upload', from)], NOW)?.because,
          wanted,
          `${name} ${JSON.stringify(subject)}`,
        )
})

test('a rule about somebody else that cannot be is no yes: it throws before anything is written', () => {
  const made = company()
  const { facts } = made
  const possible = give(made, member('wang'), 'file.upload')
  const nowhere = { ...possible.data, scope: { type: 'departments', ids: [idOf('never made')] } }
  const nobody = { ...possible.data, subject: { type: 'member', id: idOf('never hired') } }
  assert.equal(escalationOf(facts, idOf('super'), [possible], NOW), null)
  for (const data of [nowhere, nobody])
    assert.throws(() => escalationOf(facts, idOf('super'), [{ ...possible, data } as AuthorityEvent], NOW))
  assert.throws(() => escalationOf(facts, idOf('super'), [possible, possible], NOW))
})

test('E1 leaving a group that a restriction speaks of is getting something back', () => {
  const made = company()
  made.group('watched', 'super', 'wang')
  made.grant(everyone, 'file.download')
  made.restrict(group('watched'), 'file.download')
  const leave = (name: string): AuthorityEvent => ({
    name: 'group.member-removed@1',
    data: { groupId: idOf('watched'), memberId: idOf(name) },
  })
  assert.equal(
    escalationOf(made.facts, idOf('super'), [leave('super')], NOW)?.because,
    'authority/own-rights',
  )
  assert.equal(escalationOf(made.facts, idOf('super'), [leave('wang')], NOW), null)
  const scoped = escalationOf(made.facts, idOf('scoped'), [leave('wang')], NOW)
  assert.deepEqual(scoped, {
    memberId: idOf('wang'),
    permissions: ['file.download'],
    because: 'authority/over-ceiling',
  })
})

test('E1 what waits for its beginning, or is hidden until something ends, is growth too', () => {
  const made = company()
  made.department('lab')
  made.department('cellar', 'lab')
  made.grant(member('super'), 'file.upload', { scope: within('finance'), from: after(86_400_000) })
  const move = (to: string): AuthorityEvent => ({
    name: 'department.moved@1',
    data: { departmentId: idOf('cellar'), parentId: idOf(to) },
  })
  const because = (event: AuthorityEvent) => escalationOf(made.facts, idOf('super'), [event], NOW)?.because
  assert.equal(because(move('finance')), 'authority/own-rights')
  assert.equal(because(move('company')), undefined)
  made.grant(member('super'), 'file.download', { scope: within('company') })
  made.restrict(member('super'), 'file.download', { until: after(86_400_000) })
  made.restrict(member('super'), 'file.download', { scope: within('lab') })
  assert.equal(because(move('company')), 'authority/own-rights')
})

test('E2 of many beginnings in one change none is left unjudged', () => {
  const made = company()
  const later = (hours: number, key: PermissionKey) =>
    give(made, member('wang'), key, after(hours * 3_600_000))
  const judged = (events: readonly AuthorityEvent[]) =>
    escalationOf(made.facts, idOf('scoped'), events, NOW)?.because
  const fine = [1, 2, 3, 4, 5, 6].map((hours) => later(hours, 'file.upload'))
  assert.equal(judged(fine), undefined)
  assert.equal(judged([...fine, later(7, 'file.download')]), 'authority/over-ceiling')
  const many = Array.from({ length: 17 }, (_, hours) => later(hours + 1, 'file.upload'))
  assert.equal(judged(many), 'authority/over-ceiling')
})

test('E4 a scoped administrator lets people have what is in the ceiling, inside the reach, and no more', () => {
  const made = company()
  const beyond = (subject: object, key: PermissionKey): string | undefined =>
    escalationOf(made.facts, idOf('scoped'), [give(made, subject, key)], NOW)?.because
  assert.equal(beyond(member('wang'), 'file.upload'), undefined)
  assert.equal(beyond(member('wang'), 'file.download'), 'authority/over-ceiling')
  assert.equal(beyond(member('outsider'), 'file.upload'), 'authority/over-ceiling')
  assert.equal(beyond(department('finance'), 'file.upload'), 'authority/own-rights')
})

const suspendedOf = (made: House, grantId: string): void =>
  made.tell({ name: 'grant.suspended@1', data: { grantId } })
const resume = (grantId: string): AuthorityEvent => ({ name: 'grant.resumed@1', data: { grantId } })
const extend = (grantId: string, until: string): AuthorityEvent => ({
  name: 'grant.extended@1',
  data: { grantId, until },
})

test('E1 E4 A46 an extension gives at the former end, and is judged there', () => {
  const made = company()
  const end = { until: after(3_600_000) }
  const own = made.grant(member('super'), 'file.upload', end)
  const fine = made.grant(member('wang'), 'file.upload', { ...end, scope: within('finance') })
  const above = made.grant(member('wang'), 'file.download', end)
  const outside = made.grant(member('outsider'), 'file.upload', end)
  const judged = (author: string, ...grantIds: readonly string[]) =>
    escalationOf(
      made.facts,
      idOf(author),
      grantIds.map((id) => extend(id, after(7_200_000))),
      NOW,
    )?.because
  assert.equal(judged('super', own), 'authority/own-rights')
  assert.equal(judged('super', fine, above), undefined)
  assert.equal(judged('creator', own), undefined)
  assert.equal(judged('scoped', fine), undefined)
  assert.equal(judged('scoped', above), 'authority/over-ceiling')
  assert.equal(judged('scoped', outside), 'authority/over-ceiling')
  assert.equal(judged('scoped', fine, above), 'authority/over-ceiling')
})

test('E1 A46 an extension of one’s own that another rule hides at first is growth still', () => {
  const made = company()
  const own = made.grant(member('super'), 'file.upload', { until: after(1000) })
  made.grant(member('super'), 'file.upload', { until: after(2000) })
  const judged = (until: number) =>
    escalationOf(made.facts, idOf('super'), [extend(own, after(until))], NOW)?.because
  assert.equal(judged(2000), undefined)
  assert.equal(judged(3000), 'authority/own-rights')
})

test('E1 E4 A45 resuming is giving, also what has not begun; suspending only takes', () => {
  const made = company()
  const own = made.grant(member('super'), 'file.upload')
  const later = made.grant(member('wang'), 'file.download', { from: after(3_600_000) })
  const fine = made.grant(member('wang'), 'file.upload')
  const judged = (author: string, event: AuthorityEvent) =>
    escalationOf(made.facts, idOf(author), [event], NOW)?.because
  for (const grantId of [own, later, fine])
    assert.equal(judged('scoped', { name: 'grant.suspended@1', data: { grantId } }), undefined)
  for (const grantId of [own, later, fine]) suspendedOf(made, grantId)
  assert.equal(judged('super', resume(own)), 'authority/own-rights')
  assert.equal(judged('super', resume(later)), undefined)
  assert.equal(judged('scoped', resume(later)), 'authority/over-ceiling')
  assert.equal(judged('scoped', resume(fine)), undefined)
})

// Every target that is no person: people stand in several places at once.
const placesOf = ({ world }: Story): readonly Target[] => [
  { type: 'workspace' },
  ...[...world.parents.keys()].map((id): Target => ({ type: 'department', id })),
  ...[...world.resources.keys()].map((key): Target => {
    const space = key.indexOf(' ')
    return { type: 'resource', kind: key.slice(0, space), id: key.slice(space + 1) }
  }),
]

const isLive = ({ from, until }: AdministratorRow, at = NOON): boolean =>
  (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until))

// Something that gives: a longer end, a grant resumed, or a new one.
function giveSomething(story: Story): void {
  const [grantId, until] = pickEnding(story)
  const [suspended] = story.world.suspendedGrants
  if (grantId !== undefined && until !== undefined && rarely(story, 0.3))
    return tell(story, {
      name: 'grant.extended@1',
      data: { grantId, until: laterThan(story, until) },
    })
  if (suspended !== undefined && rarely(story, 0.3)) return tell(story, resume(suspended))
  tell(story, {
    name: 'grant.given@1',
    data: {
      grantId: newIdOf(story),
      subject: anySubject(story),
      right: anyRight(story),
      scope: anyScope(story),
      source: 'administrator',
      from: null,
      until: null,
    },
  })
}

const pickEnding = ({ world }: Story): readonly [string | undefined, string | undefined] => {
  const open = [...world.grants.values()].filter(
    ({ grantId, until }) => until !== null && Date.parse(until) > NOON && !world.suspendedGrants.has(grantId),
  )
  return [open[0]?.grantId, open[0]?.until ?? undefined]
}

// The instants at which a change may let somebody have more: now, and where an extended grant would have ended.
const momentsOf = (before: Facts, events: readonly AuthorityEvent[]): readonly number[] => [
  NOON,
  ...events.flatMap((event) => {
    if (event.name !== 'grant.extended@1') return []
    const until = grantOf(before, event.data.grantId)?.until ?? null
    return until === null || Date.parse(until) <= NOON ? [] : [Date.parse(until)]
  }),
]

// Whether a seat may let somebody have a permission at a place: the rule of ceilings in plain words.
function mayHandOut(
  facts: Facts,
  seat: AdministratorRow,
  to: string,
  key: PermissionKey,
  at: Target,
): boolean {
  const { kind, creatorOnly } = permission(key)
  if (creatorOnly || key === 'sys.org.found') return false
  if (seat.tier !== 'scoped') return true
  const holder = find(facts.members.ids, seat.memberId)
  const reaches = (scope: AdministratorRow['scope'], target: Target): boolean =>
    covers(facts, packScope(facts, scope), targetOf(facts, target), holder, false)
  if (!reaches(seat.scope, at)) return false
  const person: Target = { type: 'member', id: to }
  if (kind === 'administration') return seat.permissions.includes(key) && reaches(seat.scope, person)
  const { reach, permissions: keys } = seat.ceiling
  const inGroup =
    reach.type === 'resource' &&
    reach.kind === 'group' &&
    isInGroup(facts, find(facts.groupIds, reach.id), find(facts.members.ids, to))
  return keys.includes(key) && (inGroup || reaches(reach, person))
}

test('E1 E2 E3 E5 whatever happens in a company, what passes gives nobody more than its author could', () => {
  let passed = 0
  let stopped = 0
  let later = 0
  everyCompany(80, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 80)
    const before = emptyFacts()
    for (const event of story.events) apply(before, event)
    const places = placesOf(story)
    const known = story.events.length
    if (rarely(story, 0.7)) giveSomething(story)
    else continueStory(story, 2)
    const events = story.events.slice(known)
    const facts = emptyFacts()
    for (const event of story.events) apply(facts, event)
    const moments = momentsOf(before, events)
    const authors = [
      ...new Set(
        administratorsOf(before)
          .filter((seat) => isLive(seat))
          .map(({ memberId }) => memberId),
      ),
    ]
    for (const authorId of authors) {
      const tier = tierOf(before, authorId, NOON)
      if (tier === 'creator' || tier === null) continue
      const passes = escalationOf(before, authorId, events, NOON) === null
      if (passes) passed++
      else stopped++
      if (!passes) continue
      for (const memberId of story.world.statuses.keys())
        for (const [at, key] of moments.flatMap((at) => permissions.map(({ key }) => [at, key] as const))) {
          const seats = administratorsOf(before, authorId).filter((seat) =>
            isLive(seat, tier === 'super' ? NOON : at),
          )
          for (const target of places) {
            const asked = { memberId, permission: key, target, at }
            const was = decide(before, asked)
            // Who comes in or comes back gets what waited for them.
            if (was.because === 'authority/unknown-member' || was.because === 'member/inactive') continue
            if (was.allowed || was.because === 'authority/unknown-target') continue
            if (!decide(facts, asked).allowed) continue
            const text = `${authorId} (${tier}) ${JSON.stringify(asked)} ${JSON.stringify(events)}`
            assert.notEqual(memberId, authorId, text)
            if (tier === 'super' && permission(key).kind === 'administration' && permission(key).creatorOnly)
              continue
            assert.ok(
              seats.some((seat) => mayHandOut(before, seat, memberId, key, target)),
              text,
            )
            later += Number(at !== NOON)
          }
        }
    }
  })
  assert.ok(passed > 20 && stopped > 20, `${passed} changes passed, ${stopped} were stopped`)
  assert.ok(later > 5, `${later} rights were had longer`)
})
