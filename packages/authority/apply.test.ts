import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  administratorOf,
  administratorsOf,
  apply,
  dump,
  emptyFacts,
  setRevision,
  snapshot,
  usesOf,
} from './index.ts'
import type { AuthorityEvent } from './index.ts'
import { beginStory, continueStory, newIdOf } from './scenarios.ts'
import {
  after,
  everyone,
  everywhere,
  group,
  house,
  idOf,
  member,
  only,
  position,
  within,
} from './testing/house.ts'
import { everyCompany } from './testing/trial.ts'

test('A31 an event that names what is not there throws and changes nothing', () => {
  everyCompany(10, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 80)
    const facts = emptyFacts()
    for (const event of story.events) {
      // Every id of the event in turn is replaced by one that nobody has: what the event makes is all it may name.
      const before = JSON.stringify(dump(facts))
      const made =
        /^(?:workspace.founded|\w+\.(?:created|added|made|given|placed|appointed|transferred))@1$/.test(
          event.name,
        )
      const ids = JSON.stringify(event.data).match(/0195d0c0-[0-9a-f-]{27}/g) ?? []
      for (const id of new Set(made ? ids.slice(1) : ids)) {
        if (event.name === 'workspace.founded@1' || event.name === 'resource.placed@1') continue
        const lost = JSON.parse(JSON.stringify(event).replaceAll(id, newIdOf(story))) as AuthorityEvent
        assert.throws(() => apply(facts, lost), `${event.name} ${id}`)
        assert.equal(JSON.stringify(dump(facts)), before, event.name)
      }
      apply(facts, event)
    }
  })
})

test('A31 what is there cannot be added again', () => {
  const story = beginStory(4)
  continueStory(story, 200)
  const facts = emptyFacts()
  for (const event of story.events) {
    apply(facts, event)
    const again =
      /^(workspace.founded|(department|member|position|group|role).(created|added)|appointment.made|grant.given|restriction.placed|administrator.appointed)@1$/
    if (!again.test(event.name) && event.name !== 'group.member-added@1') continue
    const before = JSON.stringify(dump(facts))
    assert.throws(() => apply(facts, event), event.name)
    assert.equal(JSON.stringify(dump(facts)), before, event.name)
  }
})

test('A31 a department does not move below itself, and the root does not move', () => {
  const { tell, department } = house()
  department('sales')
  department('north', 'sales')
  const move = (what: string, below: string) => () =>
    tell({ name: 'department.moved@1', data: { departmentId: idOf(what), parentId: idOf(below) } })
  assert.throws(move('sales', 'sales'))
  assert.throws(move('sales', 'north'))
  assert.throws(move('company', 'north'))
})

test('A31 a department with departments, people or things in it is not removed', () => {
  const { facts, tell, department, member: add, moveMember, resource } = house()
  department('sales')
  department('north', 'sales')
  const remove = (name: string) => () =>
    tell({ name: 'department.removed@1', data: { departmentId: idOf(name) } })
  assert.throws(remove('company'))
  assert.throws(remove('sales'))
  add('ada', 'north')
  assert.throws(remove('north'))
  moveMember('ada', 'north', 'company')
  resource('external', 'till', 'north')
  assert.throws(remove('north'))
  assert.deepEqual(usesOf(facts, { type: 'department', id: idOf('north') }), [
    { kind: 'resource', id: `external:${idOf('till')}` },
  ])
  resource('external', 'till', 'company')
  remove('north')()
  remove('sales')()
  assert.throws(remove('sales'))
  assert.throws(() => department('sales'), 'an id is never used twice')
})

test('A32 what a rule or a seat still names is not removed, and one can ask who names it', () => {
  const {
    facts,
    tell,
    department,
    group: form,
    position: name,
    role,
    resource,
    grant,
    restrict,
    seat,
    member: add,
  } = house()
  add('ada', 'company')
  department('sales')
  form('choir', 'ada')
  name('driver')
  role('clerk', 'msg.dm')
  resource('external', 'till')
  const rule = {
    department: grant(everyone, 'msg.dm', { scope: within('company', 'sales') }),
    group: restrict(group('choir'), 'msg.dm'),
    position: grant(position('driver'), 'msg.dm', { until: '2020-01-01T00:00:00Z' }),
    role: grant(member('ada'), 'role:clerk'),
  }
  const office = seat('ada', [], {
    scope: only('external', 'till'),
    ceiling: { permissions: [], reach: only('group', 'choir') },
  })
  const removals: readonly [Parameters<typeof usesOf>[1], string, AuthorityEvent][] = [
    [
      { type: 'department', id: idOf('sales') },
      rule.department,
      { name: 'department.removed@1', data: { departmentId: idOf('sales') } },
    ],
    [
      { type: 'position', id: idOf('driver') },
      rule.position,
      { name: 'position.removed@1', data: { positionId: idOf('driver') } },
    ],
    [
      { type: 'role', id: idOf('clerk') },
      rule.role,
      { name: 'role.removed@1', data: { roleId: idOf('clerk') } },
    ],
    [
      { type: 'resource', kind: 'external', id: idOf('till') },
      office,
      { name: 'resource.removed@1', data: { kind: 'external', id: idOf('till') } },
    ],
    [
      { type: 'group', id: idOf('choir') },
      rule.group,
      { name: 'group.removed@1', data: { groupId: idOf('choir') } },
    ],
  ]
  for (const [thing, use, removal] of removals) {
    assert.deepEqual(
      usesOf(facts, thing).map(({ id }) => id),
      thing.type === 'group' ? [rule.group, office].toSorted() : [use],
    )
    assert.throws(() => tell(removal), thing.type)
  }
  for (const grantId of [rule.department, rule.position, rule.role])
    tell({ name: 'grant.ended@1', data: { grantId } })
  tell({ name: 'restriction.lifted@1', data: { restrictionId: rule.group } })
  tell({ name: 'administrator.ended@1', data: { administratorId: office } })
  for (const [thing, , removal] of removals) {
    assert.deepEqual(usesOf(facts, thing), [])
    tell(removal)
  }
})

test('A32 a position somebody holds is not removed', () => {
  const { tell, position: name, member: add, moveMember } = house()
  name('driver')
  add('ada', 'company')
  moveMember('ada', 'company', 'company', 'driver')
  assert.throws(() => tell({ name: 'position.removed@1', data: { positionId: idOf('driver') } }))
})

test('a grant is not lifted and a restriction is not ended', () => {
  const { tell, grant, restrict } = house()
  const grantId = grant(everyone, 'msg.dm')
  const restrictionId = restrict(everyone, 'msg.group')
  assert.throws(() => tell({ name: 'restriction.lifted@1', data: { restrictionId: grantId } }))
  assert.throws(() => tell({ name: 'grant.ended@1', data: { grantId: restrictionId } }))
})

test('A31 a grant is suspended once, resumed when it is suspended, and extended to a later end only', () => {
  const { facts, tell, grant, restrict } = house()
  const grantId = grant(everyone, 'msg.dm', { until: after(100) })
  const endless = grant(everyone, 'msg.group')
  const restrictionId = restrict(everyone, 'file.upload', { until: after(100) })
  const suspend = (id: string) => (): void => tell({ name: 'grant.suspended@1', data: { grantId: id } })
  const resume = (id: string) => (): void => tell({ name: 'grant.resumed@1', data: { grantId: id } })
  const extend = (id: string, until: string) => (): void =>
    tell({ name: 'grant.extended@1', data: { grantId: id, until } })
  const before = JSON.stringify(dump(facts))
  for (const wrong of [
    resume(grantId),
    extend(grantId, after(100)),
    extend(grantId, after(99)),
    extend(grantId, 'tomorrow'),
    extend(endless, after(100)),
    suspend(restrictionId),
    extend(restrictionId, after(200)),
  ])
    assert.throws(wrong)
  assert.equal(JSON.stringify(dump(facts)), before)
  suspend(grantId)()
  assert.throws(suspend(grantId))
  extend(grantId, after(200))()
  const fresh = emptyFacts()
  for (const event of snapshot(facts)) apply(fresh, event)
  assert.deepEqual(dump(fresh), dump(facts))
  assert.notEqual(JSON.stringify(dump(facts)), before)
  tell({ name: 'grant.ended@1', data: { grantId } })
  assert.throws(resume(grantId))
})

test('times that are no times are refused', () => {
  const { grant } = house()
  assert.throws(() => grant(everyone, 'msg.dm', { until: 'tomorrow' }))
})

test('the facts stand at the revision they are told', () => {
  const { facts, decide, member: add, grant } = house()
  add('ada', 'company')
  grant(everyone, 'msg.dm', { scope: everywhere })
  setRevision(facts, 7)
  assert.equal(decide('ada', 'msg.dm', { type: 'workspace' }).revision, 7)
})

test('facts about nothing are told by no event', () => {
  assert.deepEqual(snapshot(emptyFacts()), [])
  assert.deepEqual(dump(emptyFacts()), {})
})

test('A38 a group lies in no circle of groups, not twice in one, and is not removed while it lies in another', () => {
  const company = house()
  for (const name of ['outer', 'middle', 'inner']) company.group(name)
  const nest = (groupId: string, innerId: string): void =>
    company.tell({ name: 'group.group-added@1', data: { groupId: idOf(groupId), innerId: idOf(innerId) } })
  nest('outer', 'middle')
  nest('middle', 'inner')
  const before = JSON.stringify(dump(company.facts))
  assert.throws(() => nest('inner', 'outer'), /inside itself/)
  assert.throws(() => nest('inner', 'inner'), /inside itself/)
  assert.throws(() => nest('outer', 'middle'), /already/)
  for (const name of ['outer', 'middle', 'inner'])
    assert.throws(() => company.tell({ name: 'group.removed@1', data: { groupId: idOf(name) } }), /lies in/)
  assert.equal(JSON.stringify(dump(company.facts)), before)
})

test('A47 the top seat goes from its holder to somebody else, once, and takes nobody else’s seat with it', () => {
  const { facts, tell, member: add, seat } = house()
  for (const name of ['ada', 'ben', 'cyd']) add(name, 'company')
  const top = seat('ada', [], { tier: 'creator', id: 'seat of ada' })
  const ben = seat('ben', [], { tier: 'super', id: 'seat of ben' })
  const cyd = seat('cyd', [], { tier: 'super', id: 'seat of cyd' })
  const handOn = (from: string, to: string, endedIds: readonly string[], id = 'new seat'): void =>
    tell({
      name: 'creator.transferred@1',
      data: {
        fromId: idOf(from),
        toId: idOf(to),
        administratorId: idOf(id),
        permissions: ['admin.assign.super'],
        endedIds,
        appointedBy: idOf(from),
      },
    })
  const before = JSON.stringify(dump(facts))
  for (const wrong of [
    (): void => handOn('ada', 'ben', []),
    (): void => handOn('ada', 'ben', [ben]),
    (): void => handOn('ada', 'ben', [top, top]),
    (): void => handOn('ada', 'ben', [top, cyd]),
    (): void => handOn('ben', 'cyd', [top, ben]),
    (): void => handOn('ada', 'ada', [top]),
    (): void => handOn('ada', 'nobody', [top]),
    (): void => handOn('ada', 'ben', [top], 'seat of cyd'),
  ])
    assert.throws(wrong)
  assert.equal(JSON.stringify(dump(facts)), before)
  handOn('ada', 'ben', [top, ben])
  assert.equal(administratorOf(facts, idOf('new seat'))?.memberId, idOf('ben'))
  assert.deepEqual(new Set(administratorsOf(facts).map(({ tier }) => tier)), new Set(['creator', 'super']))
  assert.throws(() => handOn('ada', 'cyd', [top, cyd], 'another seat'), 'it is not hers any more')
})
