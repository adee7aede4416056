import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apply,
  decide,
  emptyFacts,
  fork,
  mayAdmit,
  mayAppoint,
  mayGive,
  mayRestrict,
  permissions,
} from './index.ts'
import type { Ceiling, PermissionKey, Scope, Subject } from './index.ts'
import { anyInstant, beginStory, continueStory, newIdOf } from './scenarios.ts'
import { anyScope, anySubject, features, pick, tell } from './story.ts'
import type { Story } from './story.ts'
import {
  NOW,
  after,
  department,
  everyone,
  everywhere,
  group,
  house,
  idOf,
  member,
  only,
  own,
  position,
  within,
} from './testing/house.ts'
import type { House } from './testing/house.ts'
import { everyCompany } from './testing/trial.ts'

const giving: readonly PermissionKey[] = [
  'perm.grant',
  'perm.revoke',
  'perm.restrict',
  'admin.assign',
  'admin.delegate',
]

/** Ada founded it, Ben is super; Dee runs sales and may hand out msg.dm and file.download there. */
function company(): House & { readonly give: typeof give } {
  const built = house()
  for (const name of ['sales', 'lab']) built.department(name)
  built.department('north', 'sales')
  for (const name of ['ada', 'ben']) built.member(name, 'company')
  built.member('dee', 'sales')
  built.member('eve', 'north')
  built.member('fay', 'lab')
  built.member('gus', 'north', 'lab')
  built.seat('ada', [], { tier: 'creator' })
  built.seat('ben', [], { tier: 'super' })
  built.seat('dee', giving, {
    scope: within('sales'),
    ceiling: ceiling(['msg.dm', 'file.download'], within('sales')),
    id: 'seat of dee',
  })
  const give = (giver: string, keys: readonly PermissionKey[], scope: Scope, subject: Subject): string => {
    const { because, above } = mayGive(built.facts, idOf(giver), { permissions: keys, scope, subject }, NOW)
    return above.length === 0 ? because : `${because}: ${above.join(' ')}`
  }
  return { ...built, give }
}

const ceiling = (keys: readonly PermissionKey[], reach: Scope): Ceiling => ({ permissions: keys, reach })

test('A23 one seat gives what its ceiling lists, inside its scope, to whom it reaches', () => {
  const { give } = company()
  assert.equal(give('dee', ['msg.dm'], within('north'), member('eve')), 'granted')
  assert.equal(give('dee', ['msg.dm', 'file.download'], own, member('eve')), 'granted')
  assert.equal(
    give('dee', ['msg.dm', 'msg.group'], within('north'), member('eve')),
    'authority/over-ceiling: msg.group',
  )
  assert.equal(give('dee', ['msg.dm'], everywhere, member('eve')), 'authority/over-ceiling: msg.dm')
  assert.equal(
    give('dee', ['msg.dm'], within('north', 'lab'), member('eve')),
    'authority/over-ceiling: msg.dm',
  )
  assert.equal(give('dee', ['msg.dm'], within('north'), member('fay')), 'authority/out-of-scope: msg.dm')
  assert.equal(give('eve', ['msg.dm'], within('north'), member('eve')), 'authority/not-administrator')
})

test('A23 someone half in scope may get what holds inside it, not in all their departments', () => {
  const { give } = company()
  assert.equal(give('dee', ['msg.dm'], within('sales'), member('gus')), 'granted')
  assert.equal(give('dee', ['msg.dm'], own, member('gus')), 'authority/over-ceiling: msg.dm')
})

test('A23 A20 nobody gives to a person of the same or a higher tier, nor to oneself', () => {
  const { give, seat, member: add } = company()
  add('kim', 'north')
  seat('kim', ['org.dept.edit'])
  assert.equal(give('dee', ['msg.dm'], within('north'), member('kim')), 'authority/higher-tier: msg.dm')
  assert.equal(give('dee', ['msg.dm'], within('sales'), member('dee')), 'authority/higher-tier: msg.dm')
  assert.equal(give('ben', ['msg.dm'], everywhere, member('ben')), 'authority/higher-tier: msg.dm')
  assert.equal(give('ada', ['msg.dm'], everywhere, member('ada')), 'granted')
})

test('A23 two seats that would do together do not', () => {
  const { give, seat, facts } = company()
  seat('fay', ['perm.grant'], { scope: within('sales'), ceiling: ceiling([], everywhere) })
  seat('fay', ['org.dept.edit'], { scope: everywhere, ceiling: ceiling(['msg.dm'], everywhere) })
  assert.equal(give('fay', ['msg.dm'], within('north'), member('eve')), 'authority/over-ceiling: msg.dm')
  seat('fay', ['perm.grant'], { scope: within('lab'), ceiling: ceiling(['msg.dm'], everywhere) })
  assert.equal(give('fay', ['msg.dm'], within('north'), member('eve')), 'authority/over-ceiling: msg.dm')
  const whole = seat('fay', ['perm.grant'], {
    scope: within('sales'),
    ceiling: ceiling(['msg.dm'], everywhere),
  })
  const { by } = mayGive(
    facts,
    idOf('fay'),
    { permissions: ['msg.dm'], scope: within('north'), subject: member('eve') },
    NOW,
  )
  assert.deepEqual(by, [{ kind: 'administrator', id: whole }])
})

test('A23 a ceiling holds as long as its seat, and its holder must be active', () => {
  const { facts, suspend, member: add, seat, give } = company()
  add('kim', 'company')
  seat('kim', ['perm.grant'], { ceiling: ceiling(['msg.dm'], everywhere), until: after(10) })
  const gift = { permissions: ['msg.dm'] as const, scope: everywhere, subject: member('eve') }
  assert.deepEqual(
    [9, 10].map((at) => mayGive(facts, idOf('kim'), gift, NOW + at).allowed),
    [true, false],
  )
  suspend('dee')
  assert.equal(give('dee', ['msg.dm'], within('north'), member('eve')), 'member/inactive')
})

test('A24 creator and supers hand out everything but what is the creator’s, and founding', () => {
  const { facts } = company()
  for (const { key, creatorOnly } of permissions)
    for (const giver of ['ada', 'ben']) {
      const { allowed } = mayGive(
        facts,
        idOf(giver),
        { permissions: [key], scope: everywhere, subject: everyone },
        NOW,
      )
      assert.equal(allowed, !creatorOnly && key !== 'sys.org.found', `${giver} ${key}`)
    }
})

test('A25 own department of many people is as wide as the workspace', () => {
  const { give } = company()
  assert.equal(give('dee', ['msg.dm'], own, department('north')), 'authority/over-ceiling: msg.dm')
  assert.equal(give('dee', ['msg.dm'], within('north'), department('north')), 'granted')
  assert.equal(give('ben', ['msg.dm'], own, everyone), 'granted')
})

test('A26 a group lies in a reach when each of its members does; positions and everyone do not', () => {
  const { give, tell, group: form, position: name, seat, member: add } = company()
  form('choir', 'eve')
  form('band', 'eve', 'fay')
  name('driver')
  add('kim', 'company')
  seat('kim', ['perm.grant'], { scope: everywhere, ceiling: ceiling(['msg.dm'], within('sales')) })
  assert.equal(give('kim', ['msg.dm'], within('north'), group('choir')), 'granted')
  assert.equal(give('kim', ['msg.dm'], within('north'), group('band')), 'authority/over-ceiling: msg.dm')
  assert.equal(give('kim', ['msg.dm'], within('north'), position('driver')), 'authority/over-ceiling: msg.dm')
  assert.equal(give('kim', ['msg.dm'], within('north'), everyone), 'authority/over-ceiling: msg.dm')
  tell({ name: 'group.member-removed@1', data: { groupId: idOf('band'), memberId: idOf('fay') } })
  assert.equal(give('kim', ['msg.dm'], within('north'), group('band')), 'granted')
})

test('A26 a reach of one group means its members', () => {
  const { give, group: form, seat, member: add } = company()
  form('choir', 'eve')
  add('kim', 'company')
  seat('kim', ['perm.grant'], { scope: everywhere, ceiling: ceiling(['msg.dm'], only('group', 'choir')) })
  assert.equal(give('kim', ['msg.dm'], everywhere, member('eve')), 'granted')
  assert.equal(give('kim', ['msg.dm'], everywhere, group('choir')), 'granted')
  assert.equal(give('kim', ['msg.dm'], everywhere, member('fay')), 'authority/over-ceiling: msg.dm')
})

test('E1 A27 giving to many among whom one stands gives nothing that one does not hold for good', () => {
  const { give, grant } = company()
  assert.equal(
    give('dee', ['msg.dm'], within('sales'), department('sales')),
    'authority/over-ceiling: msg.dm',
  )
  assert.equal(
    give('dee', ['msg.dm'], within('north'), department('north')),
    'granted',
    'dee does not stand there',
  )
  grant(member('dee'), 'msg.dm', { until: after(1000) })
  assert.equal(
    give('dee', ['msg.dm'], within('sales'), department('sales')),
    'authority/over-ceiling: msg.dm',
  )
  grant(member('dee'), 'msg.dm', { scope: within('sales') })
  assert.equal(give('dee', ['msg.dm'], within('sales'), department('sales')), 'granted')
})

test('A28 letting somebody in is giving them what the place gives', () => {
  const { facts, group: form, grant } = company()
  form('choir')
  const admit = (giver: string, who: string) =>
    mayAdmit(facts, idOf(giver), { receiver: member(who), into: [group('choir')], act: 'perm.grant' }, NOW)
  assert.equal(admit('dee', 'eve').allowed, true, 'an empty group gives nothing')
  grant(group('choir'), 'msg.dm', { scope: within('north') })
  grant(group('choir'), 'msg.group', { until: after(0) })
  assert.equal(admit('dee', 'eve').allowed, true)
  const much = grant(group('choir'), 'msg.group', { from: after(1000) })
  assert.deepEqual(admit('dee', 'eve'), {
    allowed: false,
    because: 'authority/over-ceiling',
    by: [{ kind: 'grant', id: much }],
    above: ['msg.group'],
  })
  assert.equal(admit('ben', 'eve').allowed, true)
})

test('A28 a department gives what is given to it and above it, and nothing one has already', () => {
  const { facts, grant } = company()
  const admit = (who: string, into: string) =>
    mayAdmit(facts, idOf('dee'), { receiver: member(who), into: [department(into)], act: 'perm.grant' }, NOW)
      .allowed
  grant(department('sales'), 'msg.group', { scope: within('sales') })
  grant(everyone, 'msg.mention_all')
  assert.equal(admit('eve', 'north'), true, 'eve has it from where she stands')
  assert.equal(admit('gus', 'sales'), true)
  grant(department('lab'), 'msg.group')
  assert.equal(admit('eve', 'lab'), false)
})

test('A29 a scoped administrator appoints only inside one seat, and never hands on the handing on', () => {
  const { facts } = company()
  const appoint = (
    giver: string,
    keys: readonly PermissionKey[],
    scope: Scope,
    above: Ceiling,
    memberId = idOf('eve'),
  ) => mayAppoint(facts, idOf(giver), { memberId, permissions: keys, scope, ceiling: above }, NOW).because
  const small = ceiling(['msg.dm'], within('north'))
  assert.equal(appoint('dee', ['perm.grant'], within('north'), small), 'granted')
  assert.equal(appoint('dee', ['perm.grant'], own, small), 'granted')
  assert.equal(
    appoint('dee', ['perm.grant', 'admin.delegate'], within('north'), small),
    'authority/over-ceiling',
  )
  assert.equal(appoint('dee', ['org.dept.edit'], within('north'), small), 'authority/over-ceiling')
  assert.equal(appoint('dee', ['perm.grant'], within('lab'), small), 'authority/over-ceiling')
  assert.equal(
    appoint('dee', ['perm.grant'], within('north'), ceiling(['msg.group'], within('north'))),
    'authority/over-ceiling',
  )
  assert.equal(
    appoint('dee', ['perm.grant'], within('north'), ceiling(['msg.dm'], everywhere)),
    'authority/over-ceiling',
  )
  assert.equal(appoint('dee', ['perm.grant'], within('north'), small, idOf('ben')), 'authority/higher-tier')
  assert.equal(appoint('ben', ['perm.grant', 'admin.delegate'], everywhere, small), 'granted')
  assert.equal(
    appoint('ben', ['msg.dm'], everywhere, small),
    'authority/over-ceiling',
    'a seat holds administration',
  )
  assert.equal(appoint('ben', ['creator.transfer'], everywhere, small), 'authority/over-ceiling')
})

test('A29 without admin.delegate nobody scoped appoints; only the creator makes supers', () => {
  const { facts, seat } = company()
  seat('fay', ['admin.assign', 'perm.view'], { scope: everywhere, ceiling: ceiling([], everywhere) })
  const office = {
    permissions: ['perm.view'] as const,
    scope: everywhere,
    ceiling: ceiling([], everywhere),
    memberId: idOf('eve'),
  }
  assert.equal(mayAppoint(facts, idOf('fay'), office, NOW).because, 'authority/over-ceiling')
  const top = { ...office, permissions: [], tier: 'super' } as const
  assert.deepEqual(
    ['ada', 'ben', 'dee'].map((giver) => mayAppoint(facts, idOf(giver), top, NOW).allowed),
    [true, false, false],
  )
})

test('A30 a restriction reaches nobody of the same or a higher tier, the restrictor aside', () => {
  const { facts, group: form } = company()
  form('choir', 'eve')
  form('board', 'ben', 'eve')
  const restrict = (giver: string, scope: Scope, subject: Subject) =>
    mayRestrict(facts, idOf(giver), { scope, subject }, NOW).because
  assert.equal(restrict('dee', within('north'), member('eve')), 'granted')
  assert.equal(restrict('dee', everywhere, member('eve')), 'authority/over-ceiling')
  assert.equal(
    restrict('dee', within('sales'), department('sales')),
    'granted',
    'dee alone stands as high there',
  )
  assert.equal(restrict('ben', everywhere, group('choir')), 'granted')
  assert.equal(restrict('ben', everywhere, everyone), 'authority/higher-tier')
  assert.equal(restrict('ada', everywhere, group('board')), 'granted')
  assert.equal(restrict('ada', everywhere, everyone), 'granted')
})

// A scoped administrator with much to hand out, over some part of the company.
function addGiver(story: Story): void {
  const memberId = pick(story, [...story.world.statuses.keys()])
  if (memberId === undefined) return
  const rest = { scope: anyScope(story), appointedBy: null, from: null, until: null }
  tell(story, {
    name: 'administrator.appointed@1',
    data: {
      administratorId: newIdOf(story),
      memberId,
      tier: 'scoped',
      permissions: ['perm.grant'],
      ceiling: ceiling(features, everywhere),
      ...rest,
    },
  })
}

test('E1 A27 whatever a scoped administrator may give, their own rights stay what they were', () => {
  let given = 0
  everyCompany(25, (seed) => {
    const story = beginStory(seed)
    continueStory(story, 140)
    for (let more = 0; more < 6; more++) addGiver(story)
    const facts = emptyFacts()
    for (const event of story.events) apply(facts, event)
    for (let turn = 0; turn < 150; turn++) {
      const seat = pick(
        story,
        [...story.world.seats.values()].filter(({ tier }) => tier === 'scoped'),
      )
      const [key] = features.slice(turn % features.length)
      if (seat === undefined || key === undefined) continue
      const at = anyInstant(story)
      const gift = { permissions: [key], scope: anyScope(story), subject: anySubject(story) }
      const verdict = mayGive(facts, seat.memberId, gift, at)
      if (!verdict.allowed || verdict.by.some(({ id }) => story.world.seats.get(id)?.tier !== 'scoped'))
        continue
      given++
      const later = fork(facts)
      apply(later, {
        name: 'grant.given@1',
        data: {
          grantId: newIdOf(story),
          subject: gift.subject,
          right: { type: 'permission', key },
          scope: gift.scope,
          source: 'administrator',
          from: null,
          until: null,
        },
      })
      const targets = [...story.world.parents.keys()].map((id) => ({ type: 'department', id }) as const)
      for (const target of [{ type: 'workspace' } as const, ...targets]) {
        const question = { memberId: seat.memberId, permission: key, target, at }
        assert.ok(decide(facts, question).allowed || !decide(later, question).allowed)
      }
    }
  })
  assert.ok(given >= 50, `only ${given} gifts were allowed`)
})

test('A28 A30 a group is no way to take from people outside the scope, or from those above', () => {
  const { facts, group: make, restrict } = company()
  make('mixed', 'eve', 'fay')
  make('top', 'eve', 'ada')
  make('ours', 'eve')
  const taking = (name: string): string =>
    mayRestrict(facts, idOf('ben'), { scope: within('north'), subject: group(name) }, NOW).because
  assert.deepEqual(
    [taking('mixed'), taking('ours'), taking('top')],
    ['granted', 'granted', 'authority/higher-tier'],
  )
  restrict(group('ours'), 'msg.dm')
  const letIn = (giver: string, receiver: string): string =>
    mayAdmit(
      facts,
      idOf(giver),
      { receiver: member(receiver), into: [group('ours')], act: 'org.usergroup.manage' },
      NOW,
    ).because
  assert.deepEqual([letIn('ben', 'fay'), letIn('ben', 'ada')], ['granted', 'authority/higher-tier'])
  assert.equal(letIn('dee', 'gus'), 'authority/not-administrator')
})

test('A30 whoever is restricted by way of a group stands inside the scope of one seat', () => {
  const { facts, tell, seat, restrict } = company()
  tell({ name: 'group.created@1', data: { groupId: idOf('mixed'), departmentId: idOf('sales') } })
  tell({ name: 'group.member-added@1', data: { groupId: idOf('mixed'), memberId: idOf('eve') } })
  const because = () =>
    mayRestrict(facts, idOf('dee'), { scope: within('sales'), subject: group('mixed') }, NOW).because
  assert.equal(because(), 'granted')
  const letIn = (receiver: string): string =>
    mayAdmit(
      facts,
      idOf('gus'),
      { receiver: member(receiver), into: [group('mixed')], act: 'org.usergroup.manage' },
      NOW,
    ).because
  tell({ name: 'group.member-added@1', data: { groupId: idOf('mixed'), memberId: idOf('fay') } })
  assert.equal(because(), 'authority/out-of-scope')
  tell({ name: 'group.member-removed@1', data: { groupId: idOf('mixed'), memberId: idOf('fay') } })
  seat('gus', ['org.usergroup.manage'], { scope: within('sales') })
  assert.equal(letIn('fay'), 'granted', 'nothing stands there yet')
  restrict(group('mixed'), 'msg.dm')
  assert.deepEqual([letIn('eve'), letIn('fay')], ['granted', 'authority/out-of-scope'])
})
