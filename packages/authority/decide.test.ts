import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PermissionKey } from './index.ts'
import { bitOf, builtInRoles, check, explain, handleOf, permissions, targetOf } from './index.ts'
import {
  NOW,
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
  resource,
  within,
  workspace,
} from './testing/house.ts'

test('A1 what nobody knows is denied: permission first, then member, then target', () => {
  const { ask, member: add } = house()
  add('ada', 'company')
  // A key that is not in the catalogue can only come from outside the types.
  const shout = 'msg.shout' as PermissionKey
  assert.equal(ask('nobody', shout, workspace), 'authority/unknown-permission')
  assert.equal(ask('nobody', 'msg.dm', member('nowhere')), 'authority/unknown-member')
  assert.equal(ask('ada', 'msg.dm', member('nowhere')), 'authority/unknown-target')
  assert.equal(ask('ada', 'msg.dm', department('nowhere')), 'authority/unknown-target')
  assert.equal(ask('ada', 'msg.dm', resource('conversation', 'nowhere')), 'authority/unknown-target')
  assert.equal(ask('ada', 'audit.self.view', member('ada'), NaN), 'authority/unknown-target')
})

test('A1 what is gone is unknown, to a connection that kept its packed target too', () => {
  const { ask, facts, department: found, member: add, grant, tell } = house()
  found('sales')
  add('ada', 'company')
  grant(everyone, 'org.directory.view')
  const kept = targetOf(facts, department('sales'))
  const asks = () => check(facts, handleOf(facts, idOf('ada')), bitOf('org.directory.view'), kept, NOW)
  assert.equal(asks(), true)
  tell({ name: 'department.removed@1', data: { departmentId: idOf('sales') } })
  assert.equal(ask('ada', 'org.directory.view', department('sales')), 'authority/unknown-target')
  assert.equal(asks(), false)
  found('lab')
  assert.equal(asks(), false, 'what comes later does not take its place')
})

test('A2 only the active act', () => {
  const { ask, tell, member: add, grant, suspend, depart } = house()
  grant(everyone, 'msg.dm')
  add('ada', 'company')
  tell({ name: 'member.added@1', data: { memberId: idOf('ivo'), status: 'invited' } })
  assert.equal(ask('ada', 'msg.dm', member('ivo')), 'granted')
  assert.equal(ask('ivo', 'msg.dm', member('ada')), 'member/inactive')
  suspend('ada')
  assert.equal(ask('ada', 'msg.dm', member('ivo')), 'member/inactive')
  tell({ name: 'member.restored@1', data: { memberId: idOf('ada') } })
  assert.equal(ask('ada', 'msg.dm', member('ivo')), 'granted')
  depart('ada')
  assert.equal(ask('ada', 'msg.dm', member('ivo')), 'member/inactive')
  tell({ name: 'member.activated@1', data: { memberId: idOf('ivo') } })
  assert.equal(ask('ivo', 'msg.dm', member('ada')), 'granted')
})

test('A3 seeing what concerns oneself and asking cannot be taken, not even by suspension', () => {
  const { ask, decide, member: add, restrict, suspend, depart } = house()
  add('ada', 'company')
  add('ben', 'company')
  for (const key of ['audit.self.view', 'request.submit'] as const) {
    restrict(everyone, key)
    assert.equal(ask('ada', key, member('ada')), 'granted')
    assert.equal(ask('ada', key, member('ben')), 'authority/restricted')
  }
  suspend('ada')
  assert.deepEqual(decide('ada', 'audit.self.view', member('ada')).by, [{ kind: 'status', id: idOf('ada') }])
  assert.equal(ask('ada', 'audit.self.view', member('ben')), 'member/inactive')
  depart('ada')
  assert.equal(ask('ada', 'audit.self.view', member('ada')), 'member/inactive')
})

test('A4 a restriction beats every grant and every seat, the creator’s too', () => {
  const { ask, decide, member: add, grant, seat, restrict } = house()
  add('ada', 'company')
  seat('ada', [], { tier: 'creator' })
  grant(member('ada'), 'msg.dm')
  assert.equal(ask('ada', 'msg.dm', workspace), 'granted')
  assert.equal(ask('ada', 'org.dept.edit', department('company')), 'granted')
  const restriction = restrict(everyone, 'msg.dm')
  restrict(everyone, 'org.dept.edit', { scope: within('company') })
  assert.deepEqual(decide('ada', 'msg.dm', workspace).by, [{ kind: 'restriction', id: restriction }])
  assert.equal(ask('ada', 'org.dept.edit', department('company')), 'authority/restricted')
  assert.equal(ask('ada', 'org.dept.edit', workspace), 'granted', 'only where it covers')
})

test('A5 A7 a feature needs a grant; a denial says what is missing', () => {
  const { decide, member: add, grant, resource: place } = house()
  add('ada', 'company')
  place('conversation', 'tea')
  const asked = decide('ada', 'msg.group', resource('conversation', 'tea'))
  assert.equal(asked.because, 'authority/not-granted')
  assert.deepEqual(asked.missing, {
    permission: 'msg.group',
    kind: 'grant',
    scope: `conversation:${idOf('tea')}`,
  })
  const first = grant(member('ada'), 'msg.group')
  const second = grant(everyone, 'msg.group')
  const given = decide('ada', 'msg.group', resource('conversation', 'tea'))
  assert.deepEqual(
    given.by.map(({ id }) => id),
    [first, second].toSorted(),
  )
  assert.equal(given.missing, undefined)
})

test('A9 a rule speaks of one, of a group, of a position, of a department and below, or of all', () => {
  const {
    ask,
    tell,
    member: add,
    moveMember,
    department: found,
    position: name,
    group: form,
    grant,
  } = house()
  found('sales')
  found('north', 'sales')
  name('driver')
  for (const who of ['ada', 'ben', 'cyd', 'dee']) add(who, 'company')
  form('choir', 'ben')
  moveMember('cyd', 'company', 'company', 'driver')
  moveMember('dee', 'company', 'north')
  const who = (key: PermissionKey) =>
    ['ada', 'ben', 'cyd', 'dee'].filter((one) => ask(one, key, workspace) === 'granted')
  grant(member('ada'), 'msg.dm')
  grant(group('choir'), 'msg.group')
  grant(position('driver'), 'msg.read')
  grant(department('sales'), 'file.upload')
  grant(everyone, 'file.download')
  assert.deepEqual(who('msg.dm'), ['ada'])
  assert.deepEqual(who('msg.group'), ['ben'])
  assert.deepEqual(who('msg.read'), ['cyd'])
  assert.deepEqual(who('file.upload'), ['dee'])
  assert.deepEqual(who('file.download'), ['ada', 'ben', 'cyd', 'dee'])
  tell({ name: 'group.member-removed@1', data: { groupId: idOf('choir'), memberId: idOf('ben') } })
  moveMember('cyd', 'company', 'company')
  moveMember('dee', 'company', 'company')
  assert.deepEqual([who('msg.group'), who('msg.read'), who('file.upload')], [[], [], []])
})

test('A11 a role stands for what it lists now; a grant of it gives no administration', () => {
  const { ask, tell, member: add, role, grant, restrict } = house()
  add('ada', 'company')
  role('clerk', 'msg.dm', 'org.dept.edit')
  grant(member('ada'), 'role:clerk')
  assert.equal(ask('ada', 'msg.dm', workspace), 'granted')
  assert.equal(ask('ada', 'org.dept.edit', workspace), 'authority/not-administrator')
  tell({ name: 'role.changed@1', data: { roleId: idOf('clerk'), permissions: ['msg.group'] } })
  assert.equal(ask('ada', 'msg.dm', workspace), 'authority/not-granted')
  assert.equal(ask('ada', 'msg.group', workspace), 'granted')
  restrict(everyone, 'role:clerk')
  assert.equal(ask('ada', 'msg.group', workspace), 'authority/restricted')
})

test('A13 A15 a scope covers what lies in it, and only the workspace covers the workspace', () => {
  const { ask, member: add, department: found, resource: place, grant } = house()
  found('sales')
  add('ada', 'company')
  place('external', 'till', 'sales')
  place('external', 'web')
  grant(member('ada'), 'resource.read', { scope: within('sales') })
  grant(member('ada'), 'resource.write', { scope: only('external', 'web') })
  grant(member('ada'), 'resource.admin', { scope: everywhere })
  const where = (key: PermissionKey) =>
    [workspace, department('sales'), resource('external', 'till'), resource('external', 'web')].map(
      (target) => ask('ada', key, target) === 'granted',
    )
  assert.deepEqual(where('resource.read'), [false, true, true, false])
  assert.deepEqual(where('resource.write'), [false, false, false, true])
  assert.deepEqual(where('resource.admin'), [true, true, true, true])
  assert.equal(ask('ada', 'resource.read', workspace), 'authority/out-of-scope')
})

test('A15 a group is a resource, and things of other systems keep their own names', () => {
  const { ask, tell, member: add, group: form, seat } = house()
  add('ada', 'company')
  form('choir')
  seat('ada', ['org.usergroup.manage'], { scope: only('group', 'choir') })
  assert.equal(ask('ada', 'org.usergroup.manage', resource('group', 'choir')), 'granted')
  tell({ name: 'resource.placed@1', data: { kind: 'repository', id: 'tea/cups', departmentId: null } })
  const cups = { type: 'resource', kind: 'repository', id: 'tea/cups' } as const
  tell({
    name: 'grant.given@1',
    data: {
      grantId: idOf('cups'),
      subject: member('ada'),
      right: { type: 'permission', key: 'resource.read' },
      scope: cups,
      source: 'import',
      from: null,
      until: null,
    },
  })
  assert.equal(ask('ada', 'resource.read', cups), 'granted')
  assert.equal(ask('ada', 'resource.read', { ...cups, kind: 'external' }), 'authority/unknown-target')
})

test('A14 own department is where one stands now; who stands nowhere has none', () => {
  const { ask, member: add, moveMember, department: found, grant } = house()
  found('sales')
  found('north', 'sales')
  found('lab')
  add('ada', 'sales')
  add('ben', 'north')
  add('cyd')
  grant(everyone, 'msg.dm', { scope: own })
  assert.equal(ask('ada', 'msg.dm', member('ben')), 'granted')
  assert.equal(ask('ben', 'msg.dm', member('ada')), 'authority/out-of-scope')
  assert.equal(ask('cyd', 'msg.dm', member('cyd')), 'authority/out-of-scope')
  moveMember('ada', 'sales', 'lab')
  assert.equal(ask('ada', 'msg.dm', member('ben')), 'authority/out-of-scope')
})

test('A16 viewing a person needs one of their departments, changing them needs all', () => {
  const { ask, member: add, department: found, seat, restrict } = house()
  for (const name of ['sales', 'lab']) found(name)
  add('ada', 'company')
  add('ben', 'sales', 'lab')
  seat('ada', ['perm.view', 'org.member.disable'], { scope: within('sales') })
  assert.equal(ask('ada', 'perm.view', member('ben')), 'granted')
  assert.equal(ask('ada', 'org.member.disable', member('ben')), 'authority/out-of-scope')
  seat('ada', ['org.member.disable'], { scope: within('lab') })
  assert.equal(
    ask('ada', 'org.member.disable', member('ben')),
    'authority/out-of-scope',
    'two halves make no whole',
  )
  seat('ada', ['org.member.disable'], { scope: within('sales', 'lab') })
  assert.equal(ask('ada', 'org.member.disable', member('ben')), 'granted')
  restrict(member('ada'), 'org.member.disable', { scope: within('lab') })
  assert.equal(ask('ada', 'org.member.disable', member('ben')), 'authority/restricted')
})

test('A17 a person without appointment stands at the root', () => {
  const { ask, member: add, department: found, seat } = house()
  found('sales')
  add('ada', 'company')
  add('ben')
  seat('ada', ['org.member.disable', 'perm.view'], { scope: within('sales') })
  assert.equal(ask('ada', 'perm.view', member('ben')), 'authority/out-of-scope')
  seat('ada', ['org.member.disable'], { scope: within('company') })
  assert.equal(ask('ada', 'org.member.disable', member('ben')), 'granted')
})

test('A18 administration needs a seat, and seats are judged one by one', () => {
  const { decide, ask, member: add, department: found, seat, grant } = house()
  for (const name of ['sales', 'lab']) found(name)
  add('ada', 'company')
  grant(member('ada'), 'org.dept.edit')
  const denied = decide('ada', 'org.dept.edit', department('sales'))
  assert.equal(denied.because, 'authority/not-administrator')
  assert.deepEqual(denied.missing, {
    permission: 'org.dept.edit',
    kind: 'administrator',
    scope: `department:${idOf('sales')}`,
  })
  const sales = seat('ada', ['org.dept.edit'], { scope: within('sales') })
  seat('ada', ['org.dept.move'], { scope: within('lab') })
  assert.deepEqual(decide('ada', 'org.dept.edit', department('sales')).by, [
    { kind: 'administrator', id: sales },
  ])
  assert.equal(ask('ada', 'org.dept.edit', department('lab')), 'authority/out-of-scope')
  assert.equal(ask('ada', 'org.dept.move', department('sales')), 'authority/out-of-scope')
})

test('A19 the creator holds every administration permission but founding, supers all but the creator’s', () => {
  const { ask, member: add, seat } = house()
  for (const name of ['ada', 'ben', 'cyd']) add(name, 'company')
  seat('ada', [], { tier: 'creator', scope: within('company') })
  seat('ben', [], { tier: 'super', scope: within('company') })
  const all = permissions.filter(({ kind }) => kind === 'administration')
  seat(
    'cyd',
    all.map(({ key }) => key),
  )
  for (const { key, creatorOnly } of all) {
    assert.equal(ask('ada', key, workspace) === 'granted', key !== 'sys.org.found', key)
    assert.equal(ask('ben', key, workspace) === 'granted', key !== 'sys.org.found' && !creatorOnly, key)
    assert.equal(ask('cyd', key, workspace), ask('ben', key, workspace), key)
  }
})

test('everything is denied to whoever has nothing', () => {
  const { ask, member: add } = house()
  add('ada', 'company')
  for (const { key } of permissions)
    for (const target of [workspace, department('company'), member('ada')]) {
      const innate = target.type === 'member' && ['audit.self.view', 'request.submit'].includes(key)
      assert.equal(ask('ada', key, target) === 'granted', innate, key)
    }
})

test('the built-in baseline lets a member work, and not govern', () => {
  const { ask, member: add, role, grant } = house()
  const baseline = builtInRoles.find(({ slug }) => slug === 'member')
  assert.ok(baseline !== undefined)
  add('ada', 'company')
  add('ben', 'company')
  role('member', ...baseline.permissions)
  grant(everyone, 'role:member')
  for (const key of [
    'msg.dm',
    'msg.group',
    'file.download',
    'org.directory.view',
    'sec.self.manage',
  ] as const)
    assert.equal(ask('ada', key, member('ben')), 'granted', key)
  assert.equal(ask('ada', 'org.member.edit', member('ben')), 'authority/not-administrator')
})

test('an explanation shows what counts, and why the rest does not', () => {
  const { facts, member: add, department: found, grant, restrict } = house()
  found('sales')
  add('ada', 'sales')
  const counts = grant(everyone, 'msg.dm')
  grant(member('ada'), 'msg.dm', { until: new Date(NOW).toISOString(), id: 'ended' })
  grant(member('ada'), 'msg.dm', { from: new Date(NOW + 1).toISOString(), id: 'not yet' })
  grant(member('ada'), 'msg.dm', { scope: within('sales'), id: 'elsewhere' })
  grant(member('ada'), 'msg.group', { id: 'another permission' })
  restrict(member('ada'), 'msg.dm', { scope: within('sales'), id: 'restriction elsewhere' })
  const { decision, considered } = explain(facts, {
    memberId: idOf('ada'),
    permission: 'msg.dm',
    target: workspace,
    at: NOW,
  })
  assert.deepEqual(decision.by, [{ kind: 'grant', id: counts }])
  const states = Object.fromEntries(
    considered.map((one) => [one.kind === 'grant' ? one.row.grantId : one.kind, one.state]),
  )
  assert.deepEqual(states, {
    [counts]: 'counts',
    [idOf('ended')]: 'ended',
    [idOf('not yet')]: 'not-yet',
    [idOf('elsewhere')]: 'elsewhere',
    restriction: 'elsewhere',
  })
})
