import assert from 'node:assert/strict'
import { test } from 'node:test'
import { departmentContains, departmentsOf, headOf, parentOf } from './index.ts'
import { department, everyone, house, idOf, member, own, within, workspace } from './testing/house.ts'
import type { House } from './testing/house.ts'

/** sales ⊃ north ⊃ harbour, and lab; Ada in harbour, Ben in lab, Cyd heads sales. */
function company(): House {
  const built = house()
  built.department('sales')
  built.department('north', 'sales')
  built.department('harbour', 'north')
  built.department('lab')
  built.member('ada', 'harbour')
  built.member('ben', 'lab')
  built.member('cyd', 'sales')
  return built
}

const move = ({ tell }: House, what: string, below: string): void =>
  tell({ name: 'department.moved@1', data: { departmentId: idOf(what), parentId: idOf(below) } })

test('A34 what is below a department moves with it', () => {
  const built = company()
  const holds = (outer: string, inner: string) => departmentContains(built.facts, idOf(outer), idOf(inner))
  assert.deepEqual([holds('sales', 'harbour'), holds('lab', 'harbour')], [true, false])
  move(built, 'north', 'lab')
  assert.deepEqual(
    [holds('sales', 'harbour'), holds('lab', 'harbour'), holds('north', 'harbour')],
    [false, true, true],
  )
  assert.equal(parentOf(built.facts, idOf('north')), idOf('lab'))
  assert.deepEqual(departmentsOf(built.facts, idOf('ada')), [idOf('harbour')])
})

test('A34 named scopes keep their department, wherever it goes', () => {
  const built = company()
  built.seat('ben', ['org.member.edit', 'org.dept.edit'], { scope: within('north') })
  built.seat('cyd', ['org.member.edit'], { scope: within('sales') })
  const codes = () => [
    built.ask('ben', 'org.member.edit', member('ada')),
    built.ask('cyd', 'org.member.edit', member('ada')),
  ]
  assert.deepEqual(codes(), ['granted', 'granted'])
  move(built, 'north', 'lab')
  assert.deepEqual(codes(), ['granted', 'authority/out-of-scope'])
  move(built, 'harbour', 'sales')
  assert.deepEqual(codes(), ['authority/out-of-scope', 'granted'])
})

test('A14 A34 own department reaches what now lies below it', () => {
  const built = company()
  built.grant(everyone, 'msg.dm', { scope: own })
  assert.equal(built.ask('ben', 'msg.dm', member('ada')), 'authority/out-of-scope')
  move(built, 'north', 'lab')
  assert.equal(built.ask('ben', 'msg.dm', member('ada')), 'granted')
  assert.equal(built.ask('cyd', 'msg.dm', member('ada')), 'authority/out-of-scope')
})

test('A34 people below gain and lose what is given to departments above them', () => {
  const built = company()
  built.grant(department('sales'), 'file.upload')
  built.grant(department('lab'), 'file.download')
  built.restrict(department('lab'), 'msg.dm')
  built.grant(everyone, 'msg.dm')
  const may = () =>
    (['file.upload', 'file.download', 'msg.dm'] as const).map(
      (key) => built.ask('ada', key, workspace) === 'granted',
    )
  assert.deepEqual(may(), [true, false, true])
  move(built, 'north', 'lab')
  assert.deepEqual(may(), [false, true, false])
  move(built, 'north', 'company')
  assert.deepEqual(may(), [false, false, true])
})

test('A34 a department that was moved often stands where it was put last', () => {
  const built = company()
  for (let turn = 0; turn < 50; turn++) {
    const below = turn % 2 === 0 ? 'lab' : 'sales'
    move(built, 'north', below)
    assert.equal(departmentContains(built.facts, idOf(below), idOf('harbour')), true)
    assert.equal(
      departmentContains(built.facts, idOf(turn % 2 === 0 ? 'sales' : 'lab'), idOf('harbour')),
      false,
    )
  }
})

test('the head of a department is who is marked so, until the appointment ends', () => {
  const { facts, tell } = company()
  assert.equal(headOf(facts, idOf('sales')), null)
  const appointment = {
    appointmentId: idOf('cyd sales'),
    departmentId: idOf('sales'),
    positionId: null,
    primary: true,
  }
  tell({ name: 'appointment.changed@1', data: { ...appointment, head: true } })
  assert.equal(headOf(facts, idOf('sales')), idOf('cyd'))
  tell({ name: 'appointment.ended@1', data: { appointmentId: idOf('cyd sales') } })
  assert.equal(headOf(facts, idOf('sales')), null)
  assert.equal(headOf(facts, idOf('nowhere')), null)
})
