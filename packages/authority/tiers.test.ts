import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changes, permissions, tierOf, topOf } from './index.ts'
import { NOW, after, department, everyone, house, idOf, member, within } from './testing/house.ts'
import type { House } from './testing/house.ts'

const administration = permissions.filter(({ kind }) => kind === 'administration')
const creatorsOwn = [
  'org.member.edit',
  'org.member.move',
  'org.visibility.manage',
  'perm.grant',
  'perm.grant.temp',
  'perm.revoke',
  'perm.restrict',
]

/** Ada founded it; Ben and Cyd are supers; Dee and Eve are scoped over everything; Fay has no seat. */
function company(): House {
  const built = house()
  for (const name of ['ada', 'ben', 'cyd', 'dee', 'eve', 'fay']) built.member(name, 'company')
  built.seat('ada', [], { tier: 'creator', id: 'seat of ada' })
  for (const name of ['ben', 'cyd']) built.seat(name, [], { tier: 'super', by: 'ada', id: `seat of ${name}` })
  const all = administration.map(({ key }) => key)
  for (const name of ['dee', 'eve']) built.seat(name, all, { by: 'ben', id: `seat of ${name}` })
  return built
}

test('A20 nobody changes anything about a person of the same or a higher tier, with any permission', () => {
  const { ask } = company()
  const order = { fay: 0, dee: 1, eve: 1, ben: 2, cyd: 2, ada: 3 } as const
  const names = ['ada', 'ben', 'cyd', 'dee', 'eve', 'fay'] as const
  for (const actor of ['ada', 'ben', 'dee'] as const)
    for (const person of names.filter((name) => name !== actor))
      for (const { key, creatorOnly } of administration) {
        if (key === 'sys.org.found' || (creatorOnly && actor !== 'ada')) continue
        const above = order[person] >= order[actor] && changes(key)
        assert.equal(
          ask(actor, key, member(person)),
          above ? 'authority/higher-tier' : 'granted',
          `${actor} ${key} ${person}`,
        )
      }
})

test('A20 a denial for the tier names the seats that protect', () => {
  const { decide } = company()
  assert.deepEqual(decide('dee', 'org.member.disable', member('ben')).by, [
    { kind: 'administrator', id: idOf('seat of ben') },
  ])
})

test('A20 looking at people above is no act upon them', () => {
  const { ask } = company()
  for (const key of ['perm.view', 'sec.session.view', 'audit.admin.view'] as const)
    assert.equal(ask('dee', key, member('ada')), 'granted')
})

test('A20 places are acted on whoever stands there', () => {
  const { ask } = company()
  assert.equal(ask('dee', 'org.dept.move', department('company')), 'granted')
})

test('A20 a seat protects only while it is in force, and nobody who departed', () => {
  const { ask, facts, member: add, seat, depart } = company()
  add('gus', 'company')
  seat('gus', [], { tier: 'super', from: after(10), until: after(20) })
  const tiers = [0, 10, 19, 20].map((at) => tierOf(facts, idOf('gus'), NOW + at))
  assert.deepEqual(tiers, [null, 'super', 'super', null])
  const codes = [0, 10, 19, 20].map((at) => ask('dee', 'org.member.edit', member('gus'), NOW + at))
  assert.deepEqual(codes, ['granted', 'authority/higher-tier', 'authority/higher-tier', 'granted'])
  depart('gus')
  assert.equal(tierOf(facts, idOf('gus'), NOW + 15), null)
  assert.equal(ask('dee', 'org.member.edit', member('gus'), NOW + 15), 'granted')
})

test('the top are the creator and the super administrators, each once, while their seat is in force and they are at work', () => {
  const { facts, member: add, seat, suspend, depart } = company()
  add('gus', 'company')
  seat('gus', [], { tier: 'super', from: after(10), until: after(20) })
  seat('ben', [], { tier: 'super', id: 'another of ben' })
  const at = (ms: number, ...names: readonly string[]): void =>
    assert.deepEqual(topOf(facts, NOW + ms), names.map(idOf).toSorted())
  at(0, 'ada', 'ben', 'cyd')
  at(10, 'ada', 'ben', 'cyd', 'gus')
  at(20, 'ada', 'ben', 'cyd')
  suspend('ben')
  depart('cyd')
  at(10, 'ada', 'gus')
})

test('A20 a suspended super administrator stays out of reach of scoped ones', () => {
  const { ask, suspend } = company()
  suspend('ben')
  assert.equal(ask('dee', 'org.member.disable', member('ben')), 'authority/higher-tier')
  assert.equal(ask('ada', 'org.member.disable', member('ben')), 'granted')
})

test('A18 A20 the seat that acts is judged, not the best seat of its holder together with another', () => {
  const { decide, seat } = company()
  seat('ben', ['org.member.disable'], { id: 'small seat of ben' })
  const { by } = decide('ben', 'org.member.disable', member('dee'))
  assert.deepEqual(by, [{ kind: 'administrator', id: idOf('seat of ben') }])
})

test('A21 one may step down, and do nothing else to oneself; the creator keeps their own entry and features', () => {
  const { ask } = company()
  for (const actor of ['ada', 'ben', 'dee'])
    for (const { key } of administration.filter((entry) => changes(entry.key) && !entry.creatorOnly)) {
      if (key === 'sys.org.found') continue
      const own = key === 'admin.revoke' || (actor === 'ada' && creatorsOwn.includes(key))
      assert.equal(
        ask(actor, key, member(actor)),
        own ? 'granted' : 'authority/higher-tier',
        `${actor} ${key}`,
      )
    }
})

test('A21 whoever has no seat has none to give up', () => {
  const { ask, decide, member: add, seat } = company()
  assert.equal(ask('fay', 'admin.revoke', member('fay')), 'authority/not-administrator')
  add('gus', 'company')
  const small = seat('gus', ['org.dept.edit'], { scope: within('company') })
  assert.deepEqual(decide('gus', 'admin.revoke', member('gus')).by, [{ kind: 'relation', id: small }])
})

test('A22 whoever appointed a scoped administrator may end that seat, without a seat of their own', () => {
  const { decide, ask, member: add, seat } = company()
  add('gus', 'company')
  const given = seat('gus', ['org.dept.edit'], { by: 'fay' })
  seat('gus', ['org.dept.move'], { by: 'ben' })
  assert.deepEqual(decide('fay', 'admin.revoke', member('gus')).by, [{ kind: 'relation', id: given }])
  assert.equal(ask('fay', 'admin.revoke', member('dee')), 'authority/not-administrator')
  assert.equal(ask('fay', 'org.member.disable', member('gus')), 'authority/not-administrator')
})

test('A22 a relation reaches nobody who has risen above, and no super administrator ever', () => {
  const { ask, tell, member: add, seat } = company()
  add('gus', 'company')
  seat('gus', ['org.dept.edit'], { by: 'fay' })
  seat('gus', [], { tier: 'super', by: 'ada' })
  assert.equal(ask('fay', 'admin.revoke', member('gus')), 'authority/not-administrator')
  tell({ name: 'administrator.ended@1', data: { administratorId: idOf('seat of ada') } })
  assert.equal(ask('ada', 'admin.revoke', member('ben')), 'authority/not-administrator')
})

test('A22 A4 a restriction takes the relation, too', () => {
  const { ask, member: add, seat, restrict } = company()
  add('gus', 'company')
  seat('gus', ['org.dept.edit'], { by: 'fay' })
  const restriction = restrict(member('fay'), 'admin.revoke', { scope: within('company') })
  assert.notEqual(restriction, '')
  assert.equal(ask('fay', 'admin.revoke', member('gus')), 'authority/restricted')
  restrict(everyone, 'admin.revoke')
  assert.equal(ask('dee', 'admin.revoke', member('dee')), 'authority/restricted')
})
