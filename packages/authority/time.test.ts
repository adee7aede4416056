import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from './index.ts'
import { NOW, after, department, everyone, house, idOf, member, within, workspace } from './testing/house.ts'

test('T1 T2 A10 a grant holds from its start to just before its end, with nothing running', () => {
  const { ask, member: add, grant } = house()
  add('ada', 'company')
  grant(member('ada'), 'msg.dm', { from: after(1000), until: after(2000) })
  const at = [999, 1000, 1999, 2000].map(
    (offset) => ask('ada', 'msg.dm', workspace, NOW + offset) === 'granted',
  )
  assert.deepEqual(at, [false, true, true, false])
})

test('T1 the same in scope, by role, by group, and for restrictions and seats', () => {
  const { ask, member: add, role, group: form, grant, restrict, seat } = house()
  add('ada', 'company')
  form('choir', 'ada')
  role('clerk', 'file.upload')
  const terms = { from: after(1000), until: after(2000) }
  grant({ type: 'group', id: idOf('choir') }, 'role:clerk', { ...terms, scope: within('company') })
  grant(everyone, 'msg.dm')
  restrict(everyone, 'msg.dm', terms)
  seat('ada', ['org.dept.edit'], terms)
  for (const [offset, inside] of [
    [999, false],
    [1000, true],
    [1999, true],
    [2000, false],
  ] as const) {
    assert.equal(ask('ada', 'file.upload', department('company'), NOW + offset) === 'granted', inside)
    assert.equal(ask('ada', 'msg.dm', workspace, NOW + offset) === 'granted', !inside)
    assert.equal(ask('ada', 'org.dept.edit', workspace, NOW + offset) === 'granted', inside)
  }
})

test('time may go back and forth between questions, and each is answered for its own instant', () => {
  const { ask, member: add, grant } = house()
  add('ada', 'company')
  for (let start = 0; start < 100; start += 20)
    grant(member('ada'), 'msg.dm', { from: after(start), until: after(start + 10) })
  for (let turn = 0; turn < 400; turn++) {
    const at = (turn * 37) % 110
    assert.equal(ask('ada', 'msg.dm', workspace, NOW + at) === 'granted', at < 100 && at % 20 < 10, `${at}`)
  }
})

test('T5 A6 of overlapping grants, ending one leaves the union of the rest', () => {
  const { ask, tell, member: add, grant } = house()
  add('ada', 'company')
  const first = grant(member('ada'), 'msg.dm', { from: after(0), until: after(100) })
  grant(member('ada'), 'msg.dm', { from: after(50), until: after(150) })
  const held = () =>
    [0, 49, 50, 99, 100, 149, 150].map((at) =>
      Number(ask('ada', 'msg.dm', workspace, NOW + at) === 'granted'),
    )
  assert.deepEqual(held(), [1, 1, 1, 1, 1, 1, 0])
  tell({ name: 'grant.ended@1', data: { grantId: first } })
  assert.deepEqual(held(), [0, 0, 1, 1, 1, 1, 0])
})

const suspended = (grantId: string) => ({ name: 'grant.suspended@1', data: { grantId } }) as const
const resumed = (grantId: string) => ({ name: 'grant.resumed@1', data: { grantId } }) as const

test('T5 A45 a suspended grant gives nothing, another one still gives what it gives, and resumed it gives again', () => {
  const { ask, tell, member: add, role, grant } = house()
  add('ada', 'company')
  role('clerk', 'msg.dm', 'file.upload')
  const clerk = grant(member('ada'), 'role:clerk')
  const other = grant(everyone, 'msg.dm', { scope: within('company') })
  const held = () => [
    ask('ada', 'file.upload', workspace),
    ask('ada', 'msg.dm', workspace),
    ask('ada', 'msg.dm', department('company')),
  ]
  assert.deepEqual(held(), ['granted', 'granted', 'granted'])
  tell(suspended(clerk))
  assert.deepEqual(held(), ['authority/not-granted', 'authority/out-of-scope', 'granted'])
  tell(suspended(other))
  assert.deepEqual(held(), ['authority/not-granted', 'authority/not-granted', 'authority/not-granted'])
  tell(resumed(clerk))
  tell(resumed(other))
  assert.deepEqual(held(), ['granted', 'granted', 'granted'])
})

test('T1 T2 A45 the times of a grant run on while it is suspended', () => {
  const { ask, tell, member: add, grant } = house()
  add('ada', 'company')
  const grantId = grant(member('ada'), 'msg.dm', { from: after(100), until: after(200) })
  const held = () =>
    [99, 100, 199, 200].map((at) => Number(ask('ada', 'msg.dm', workspace, NOW + at) === 'granted'))
  tell(suspended(grantId))
  assert.deepEqual(held(), [0, 0, 0, 0])
  tell(resumed(grantId))
  assert.deepEqual(held(), [0, 1, 1, 0])
})

test('T1 A46 an extended grant holds until just before its new end, also after its former one has come', () => {
  const { ask, tell, member: add, grant } = house()
  add('ada', 'company')
  const grantId = grant(member('ada'), 'msg.dm', { until: after(100) })
  const held = () =>
    [99, 100, 149, 150].map((at) => Number(ask('ada', 'msg.dm', workspace, NOW + at) === 'granted'))
  assert.deepEqual(held(), [1, 0, 0, 0])
  tell({ name: 'grant.extended@1', data: { grantId, until: after(150) } })
  assert.deepEqual(held(), [1, 1, 1, 0])
})

test('A45 an explanation shows a suspended grant as suspended, and one whose end has come as ended', () => {
  const { facts, tell, member: add, grant } = house()
  add('ada', 'company')
  const grantId = grant(member('ada'), 'msg.dm', { from: after(100), until: after(200) })
  tell(suspended(grantId))
  const states = [0, 150, 200].map((at) => {
    const { decision, considered } = explain(facts, {
      memberId: idOf('ada'),
      permission: 'msg.dm',
      target: workspace,
      at: NOW + at,
    })
    assert.equal(decision.allowed, false)
    return considered.map(({ state }) => state)
  })
  assert.deepEqual(states, [['suspended'], ['suspended'], ['ended']])
})

test('T7 an instant is an instant, in whatever zone it was written', () => {
  const { ask, member: add, grant } = house()
  add('ada', 'company')
  grant(member('ada'), 'msg.dm', { from: '2026-01-01T08:00:00.000+08:00', until: '2026-01-01T00:00:01Z' })
  const at = [-1, 0, 999, 1000].map((offset) => ask('ada', 'msg.dm', workspace, NOW + offset) === 'granted')
  assert.deepEqual(at, [false, true, true, false])
})

test('a grant that ends before it begins never holds', () => {
  const { ask, member: add, grant } = house()
  add('ada', 'company')
  grant(member('ada'), 'msg.dm', { from: after(100), until: after(50) })
  for (const offset of [0, 49, 50, 75, 99, 100, 101])
    assert.equal(ask('ada', 'msg.dm', workspace, NOW + offset), 'authority/not-granted')
})
