import assert from 'node:assert/strict'
import { test } from 'node:test'
import { administratorsOf, behindOf, decide, permissions, secondersOf, statusOf, tierOf } from './index.ts'
import { apply, emptyFacts } from './index.ts'
import { beginStory, continueStory, questionsAbout } from './scenarios.ts'
import { NOW, everywhere, house, idOf, member, within } from './testing/house.ts'
import type { House } from './testing/house.ts'
import { everyCompany } from './testing/trial.ts'

const critical = permissions.filter(({ risk }) => risk === 'critical')
const workspace = { type: 'workspace' } as const

/** Ada founded it; Ben and Cyd are supers; Dee administers sales alone, where Fay works; Eve may administer everything. */
function company(): House {
  const built = house()
  built.department('sales')
  for (const name of ['ada', 'ben', 'cyd', 'dee', 'eve']) built.member(name, 'company')
  built.member('fay', 'sales')
  built.seat('ada', [], { tier: 'creator', id: 'seat of ada' })
  const all = permissions.flatMap(({ key, kind, creatorOnly }) =>
    kind === 'administration' && !creatorOnly ? [key] : [],
  )
  for (const name of ['ben', 'cyd'])
    built.seat(name, all, { tier: 'super', by: 'ada', id: `seat of ${name}` })
  built.seat('dee', all, { by: 'ben', scope: within('sales'), id: 'seat of dee' })
  built.seat('eve', all, { by: 'ben', scope: everywhere, id: 'seat of eve' })
  return built
}

const namesOf = (ids: readonly string[]): readonly string[] =>
  ['ada', 'ben', 'cyd', 'dee', 'eve', 'fay'].filter((name) => ids.includes(idOf(name)))

const behindIds = (built: House, name: string): readonly string[] =>
  secondersOf(built.facts, {
    memberId: idOf(name),
    permission: 'admin.role.manage',
    target: workspace,
    at: NOW,
  })

/** Whether a seat was given by somebody who stands above all scopes and is not this member. */
const isFromAbove = (
  facts: House['facts'],
  { appointedBy }: { readonly appointedBy: string | null },
  memberId: string,
  at: number,
): boolean =>
  appointedBy === null ||
  (appointedBy !== memberId && ['creator', 'super'].includes(tierOf(facts, appointedBy, at) ?? ''))

const behind = (built: House, name: string, key: (typeof permissions)[number]['key'], target: object) =>
  namesOf(
    secondersOf(built.facts, {
      memberId: idOf(name),
      permission: key,
      // The targets of these tests are whole ones.
      target: target as typeof workspace,
      at: NOW,
    }),
  )

test('W5 whoever might do it alone stands behind it: at work, entitled there, not the one who does it or whom it is about', () => {
  const built = company()
  assert.deepEqual(behind(built, 'cyd', 'org.member.delete', member('fay')), ['ada', 'ben', 'dee', 'eve'])
  assert.deepEqual(behind(built, 'ben', 'org.member.delete', member('eve')), ['ada', 'cyd'])
  assert.deepEqual(behind(built, 'dee', 'admin.role.manage', workspace), ['ada', 'ben', 'cyd', 'eve'])
  built.tell({ name: 'member.suspended@1', data: { memberId: idOf('cyd') } })
  built.tell({ name: 'administrator.ended@1', data: { administratorId: idOf('seat of eve') } })
  assert.deepEqual(behind(built, 'ada', 'admin.role.manage', workspace), ['ben'])
})

test('W5 nobody makes themselves a second person: not by a seat they gave, nor by one that somebody of theirs gave', () => {
  const built = company()
  const keys = ['admin.role.manage', 'admin.assign', 'admin.delegate'] as const
  built.member('gus', 'company')
  built.member('hal', 'company')
  built.seat('gus', keys, { by: 'cyd', scope: everywhere, id: 'seat of gus' })
  built.seat('hal', keys, { by: 'gus', scope: everywhere, id: 'seat of hal' })
  const both = (name: string): readonly string[] =>
    ['gus', 'hal'].filter((one) => behindIds(built, name).includes(idOf(one)))
  assert.deepEqual(both('ben'), ['gus', 'hal'])
  assert.deepEqual(both('ada'), ['gus', 'hal'], 'the creator gives all the highest seats')
  assert.deepEqual(both('cyd'), [])
  built.tell({ name: 'administrator.ended@1', data: { administratorId: idOf('seat of gus') } })
  assert.deepEqual(both('cyd'), [])
  assert.ok(behindIds(built, 'cyd').includes(idOf('ada')), 'and is a second person for everybody else')
})

test('W5 where only the creator does it a super administrator stands behind it, and what has a ceremony asks nobody', () => {
  const built = company()
  assert.deepEqual(behind(built, 'ada', 'admin.assign.super', member('fay')), ['ben', 'cyd'])
  assert.deepEqual(behind(built, 'ada', 'creator.transfer', workspace), [])
  built.tell({ name: 'administrator.ended@1', data: { administratorId: idOf('seat of ben') } })
  built.tell({ name: 'administrator.ended@1', data: { administratorId: idOf('seat of cyd') } })
  assert.deepEqual(behind(built, 'ada', 'admin.assign.super', member('fay')), [])
})

test('W5 for everything that only the creator does it is said who stands behind it', () => {
  for (const { key, creatorOnly } of critical)
    if (creatorOnly) assert.notEqual(behindOf(key), 'entitled', `${key}: nobody could ever stand behind it`)
})

test('W5 in every company nobody stands behind what they do themselves, what is about them, or what they could not do', () => {
  let found = 0
  everyCompany(12, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 110)
    const facts = emptyFacts()
    for (const event of story.events) apply(facts, event)
    for (const { memberId, target, at } of questionsAbout(story, 40))
      for (const { key } of critical) {
        const stood = { memberId, permission: key, target, at }
        const ids = secondersOf(facts, stood)
        assert.deepEqual(ids, [...new Set(ids)].toSorted())
        found += ids.length
        for (const id of ids) {
          assert.ok(id !== memberId && statusOf(facts, id) === 'active')
          assert.ok(target.type !== 'member' || target.id !== id)
          if (behindOf(key) === 'super') assert.equal(tierOf(facts, id, at), 'super')
          else assert.equal(decide(facts, { ...stood, memberId: id }).allowed, true)
        }
        // And nobody who could is left out, but for whose seat they might have made themselves.
        if (behindOf(key) === 'entitled')
          for (const seat of administratorsOf(facts)) {
            const isOther =
              seat.memberId !== memberId && (target.type !== 'member' || target.id !== seat.memberId)
            const { allowed, by } = decide(facts, { ...stood, memberId: seat.memberId })
            const isGivenFromAbove =
              isFromAbove(facts, seat, memberId, at) && by.some(({ id }) => id === seat.administratorId)
            if (isOther && allowed && isGivenFromAbove) assert.ok(ids.includes(seat.memberId))
          }
      }
  })
  assert.ok(found > 0, 'the stories hold companies with a second person')
})
