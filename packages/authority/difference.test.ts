import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide, differenceOf, dump, emptyFacts, apply, permissions, tierOf } from './index.ts'
import type { Difference, PermissionKey, Target } from './index.ts'
import { beginStory, continueStory } from './scenarios.ts'
import type { Story } from './scenarios.ts'
import { NOON } from './story.ts'
import { NOW, department, everyone, group, house, idOf, member, within, workspace } from './testing/house.ts'
import { everyCompany } from './testing/trial.ts'

const told = (difference: Difference): Record<string, readonly string[]> =>
  Object.fromEntries(
    difference.alike.map((alike) => [
      difference.idsOf(alike).toSorted().join(' '),
      alike.changes.map(({ permission, how }) => `${how} ${permission}`),
    ]),
  )

test('a preview names everybody who gains or loses, counts them, and changes nothing', () => {
  const company = house()
  company.department('finance')
  company.member('wang', 'finance')
  company.member('li', 'finance')
  company.member('zhao', 'company')
  company.role('reader', 'file.download')
  company.grant(department('finance'), 'role:reader')
  company.grant(member('li'), 'msg.dm')
  const before = dump(company.facts)
  const difference = differenceOf(
    company.facts,
    [{ name: 'role.changed@1', data: { roleId: idOf('reader'), permissions: ['msg.dm', 'msg.read'] } }],
    NOW,
  )
  assert.equal(difference.people, 2)
  assert.deepEqual(told(difference), {
    [idOf('wang')]: ['gained msg.dm', 'lost file.download', 'gained msg.read'],
    [idOf('li')]: ['lost file.download', 'gained msg.read'],
  })
  assert.deepEqual(dump(company.facts), before)
})

test('what another path still gives is no loss, and a narrower place is said to be narrower', () => {
  const company = house()
  company.department('finance')
  company.department('sales')
  company.member('wang', 'finance')
  company.group('auditors', 'wang')
  const wide = company.grant(member('wang'), 'org.directory.view')
  company.grant(group('auditors'), 'org.directory.view', { scope: within('finance', 'sales') })
  const ended = differenceOf(company.facts, [{ name: 'grant.ended@1', data: { grantId: wide } }], NOW)
  assert.deepEqual(told(ended), { [idOf('wang')]: ['narrower org.directory.view'] })
  assert.deepEqual(ended.alike[0]?.changes[0]?.after, {
    by: [{ type: 'departments', ids: [idOf('finance'), idOf('sales')].toSorted() }],
    except: [],
  })
})

test('a group put into another gives its people what the outer one holds', () => {
  const company = house()
  company.member('wang', 'company')
  company.group('inner', 'wang')
  company.group('outer')
  company.grant(group('outer'), 'file.upload')
  const nested = differenceOf(
    company.facts,
    [{ name: 'group.group-added@1', data: { groupId: idOf('outer'), innerId: idOf('inner') } }],
    NOW,
  )
  assert.deepEqual(told(nested), { [idOf('wang')]: ['gained file.upload'] })
})

test("a department that moves into somebody's scope makes that administrator wider", () => {
  const company = house()
  company.department('finance')
  company.department('sales')
  company.department('stores')
  company.member('wang', 'finance')
  company.seat('wang', ['org.member.edit'], { scope: within('finance') })
  const moved = differenceOf(
    company.facts,
    [
      {
        name: 'department.moved@1',
        data: { departmentId: idOf('stores'), parentId: idOf('finance') },
      },
    ],
    NOW,
  )
  assert.deepEqual(told(moved), { [idOf('wang')]: ['wider org.member.edit'] })
  company.restrict(everyone, 'msg.dm', { scope: within('sales') })
  company.grant(member('wang'), 'msg.dm')
  assert.equal(company.ask('wang', 'msg.dm', workspace), 'granted')
})

// Every place a right can be asked at that is no person: people stand in several places, and their rank changes.
const placesOf = ({ world }: Story): readonly Target[] => [
  { type: 'workspace' },
  ...[...world.parents.keys()].map((id): Target => ({ type: 'department', id })),
  ...[...world.resources.keys()].map((key): Target => {
    const space = key.indexOf(' ')
    return { type: 'resource', kind: key.slice(0, space), id: key.slice(space + 1) }
  }),
]

test('A37 what a preview tells is exactly what decide answers otherwise afterwards', () => {
  everyCompany(40, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 90)
    const before = emptyFacts()
    for (const event of story.events) apply(before, event)
    const known = story.events.length
    const targetsBefore = placesOf(story)
    continueStory(story, 4)
    const events = story.events.slice(known)
    const difference = differenceOf(before, events, NOON)
    const after = emptyFacts()
    for (const event of story.events) apply(after, event)
    const changed = new Map<string, Map<PermissionKey, string>>()
    for (const alike of difference.alike)
      for (const id of difference.idsOf(alike))
        changed.set(id, new Map(alike.changes.map(({ permission, how }) => [permission, how])))
    const both = placesOf(story).filter((target) =>
      targetsBefore.some((one) => JSON.stringify(one) === JSON.stringify(target)),
    )
    for (const memberId of story.world.statuses.keys())
      for (const { key: permission } of permissions) {
        const answers = both.map((target) => [
          decide(before, { memberId, permission, target, at: NOON }).allowed,
          decide(after, { memberId, permission, target, at: NOON }).allowed,
        ])
        const gains = answers.some(([was, now]) => was === false && now === true)
        const loses = answers.some(([was, now]) => was === true && now === false)
        const how = changed.get(memberId)?.get(permission)
        const text = `${memberId} ${permission} ${how ?? 'unchanged'}`
        if (gains && loses) assert.equal(how, 'other', text)
        else if (gains) assert.ok(how === 'gained' || how === 'wider' || how === 'other', text)
        else if (loses) assert.ok(how === 'lost' || how === 'narrower' || how === 'other', text)
        if (how === 'gained')
          assert.ok(
            answers.every(([was]) => was === false),
            text,
          )
        if (how === 'lost')
          assert.ok(
            answers.every(([, now]) => now === false),
            text,
          )
        if (how === 'wider') assert.ok(!loses, text)
        if (how === 'narrower') assert.ok(!gains, text)
      }
    for (const alike of difference.alike)
      for (const id of difference.idsOf(alike))
        if (alike.tier !== null) {
          assert.equal(tierOf(after, id, NOON), alike.tier.after)
          if (alike.tier.before !== null) assert.equal(tierOf(before, id, NOON), alike.tier.before)
        }
  })
})
