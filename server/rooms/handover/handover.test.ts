/** What somebody holds goes over to whoever accepts it, at that moment and by the rights of that moment. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { departMember, directoryCommands, suspendMember } from '../directory/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { because, endingWith, holdings } from '../../testing/index.ts'
import { heldByOne } from '../holdings/index.ts'
import { handed, office } from './handover-fixture.ts'
import type { Office } from './handover-fixture.ts'
import { unsettledOf } from './park.ts'

const file = endingWith(after)

const managerOf = async (it: Office, who: 'sunli' | 'zhangqiang' | 'zhoujie'): Promise<unknown> => {
  const [row] = await it.query('select manager_id from member where id = $1', it.id[who])
  return row?.['manager_id']
}

test('H1 everything a person holds is listed by kind, with what no successor could accept', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  await it.report('sunli', 'wangwei')
  await it.files('wangwei', group, 3)
  await it.give('chenli', 'wangwei', 'resource.read')
  const counts = new Map<string, number>()
  for (const { kind, goes, heldBy } of holdings)
    counts.set(`${kind} ${goes}`, (await heldByOne({ heldBy }, it.where, it.id.wangwei)).length)
  assert.deepEqual(Object.fromEntries(counts), {
    'group successor': 1,
    'conversation ends': 1,
    'report successor': 1,
    'headship administrator': 0,
    'appointment ends': 1,
    'user-group ends': 0,
    'approval ends': 0,
    'request ends': 0,
    'file successor': 3,
    'seat administrator': 0,
    'grant ends': 1,
    'session ends': 0,
    'invitation ends': 0,
  })
})

test('H1 what ends with a person has ended when they have left, what was given to them alone included', async () => {
  const it = await office(file)
  await it.group('sunli', 'wangwei')
  await it.give('chenli', 'wangwei', 'resource.read')
  await it.as('lina', (act) => departMember(act, { memberId: it.id.wangwei, because }, (_, end) => end()))
  for (const { kind, goes, heldBy } of holdings)
    // Conversations keep them in their history.
    if (goes === 'ends' && kind !== 'conversation')
      assert.deepEqual(await heldByOne({ heldBy }, it.where, it.id.wangwei), [], kind)
})

test('H2 an offer moves nothing; whoever accepts owns the group at once and sees what comes from then on', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'zhangqiang')
  const id = await it.offer('wangwei', 'sunli', 'group')
  assert.equal(await it.ownerOf(group), it.id.wangwei)
  assert.equal((await it.membersOf(group)).includes(it.id.sunli), false)
  const total = await it.total()
  assert.deepEqual(await it.accept('sunli', id), { handed: 1, gone: 0, stays: 0 })
  assert.equal(await it.ownerOf(group), it.id.sunli)
  assert.deepEqual(
    new Set(await it.membersOf(group)),
    new Set([it.id.wangwei, it.id.zhangqiang, it.id.sunli]),
  )
  const [seen] = await it.query(
    `select c.last_seq - m.from_seq as ahead from conversation_member m
     join conversation c on c.id = m.conversation_id where m.member_id = $1 and c.id = $2`,
    it.id.sunli,
    group,
  )
  assert.equal(Number(seen?.['ahead']), 1, 'only the line of the hand-over itself')
  assert.equal(await it.total(), total)
  assert.deepEqual(await it.newest(4), [
    'handover.offered@1',
    'conversation.member-added@1',
    'conversation.owner-changed@1',
    'handover.accepted@1',
  ])
})

test('H2 who says no, or is asked no more, has nothing, and the thing can be offered to somebody else', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  const first = await it.offer('wangwei', 'sunli', 'group')
  await assert.rejects(it.offer('wangwei', 'zhangqiang', 'group'), { code: 'handover/already-offered' })
  await it.decline('sunli', first)
  await assert.rejects(it.accept('sunli', first), { code: 'handover/not-now' })
  const second = await it.offer('wangwei', 'zhangqiang', 'group')
  await it.withdraw('chenli', second)
  await assert.rejects(it.accept('zhangqiang', second), { code: 'handover/not-now' })
  await assert.rejects(it.withdraw('chenli', second), { code: 'handover/not-now' })
  assert.equal(await it.ownerOf(group), it.id.wangwei)
})

test('H2 nobody answers for somebody else, and a system takes nothing over', async () => {
  const it = await office(file)
  await it.group('wangwei', 'sunli')
  const id = await it.offer('wangwei', 'sunli', 'group')
  for (const who of ['wangwei', 'lina', 'zhoujie'] as const) {
    await assert.rejects(it.accept(who, id), { code: 'handover/not-found' })
    await assert.rejects(it.decline(who, id), { code: 'handover/not-found' })
  }
  await assert.rejects(it.reverse('zhoujie', id), { code: 'authority/not-administrator' })
  await assert.rejects(it.withdraw('sunli', id), { code: 'authority/not-administrator' })
})

test('H3 an offer of an administrator who has lost the right since moves nothing', async () => {
  const it = await office(file)
  await it.lend()
  const group = await it.group('wangwei', 'sunli')
  const id = await it.offer('wangwei', 'sunli', 'group', { by: 'zhangqiang' })
  await it.as('chenli', (act) =>
    authorityCommands['administrators.end'](act, { administratorId: it.seat.zhangqiang, because }),
  )
  await assert.rejects(it.accept('sunli', id), { code: 'handover/author-not-entitled' })
  assert.equal(await it.ownerOf(group), it.id.wangwei)
  assert.equal(await it.stateOf(id), 'offered')
})

test('H3 whoever is suspended takes nothing over, and an offer whose time is over is in nobody’s way', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  const id = await it.offer('wangwei', 'sunli', 'group')
  await it.as('chenli', (act) => suspendMember(act, { memberId: it.id.sunli, because }, (_, end) => end()))
  await assert.rejects(it.accept('sunli', id), { code: 'member/inactive' })
  await assert.rejects(it.offer('wangwei', 'sunli', 'group'), { code: 'handover/receiver-inactive' })
  await it.query("update handover set until = now() - interval '1 minute' where id = $1", id)
  const next = await it.offer('wangwei', 'zhangqiang', 'group')
  assert.equal(await it.stateOf(id), 'lapsed')
  await it.accept('zhangqiang', next)
  assert.equal(await it.ownerOf(group), it.id.zhangqiang)
})

test('H4 what has gone since the offer is told, and the rest goes over', async () => {
  const it = await office(file)
  const [one, two] = [await it.group('wangwei', 'sunli'), await it.group('wangwei', 'sunli')]
  const id = await it.offer('wangwei', 'zhangqiang', 'group')
  await it.query('update conversation set owner_id = $1 where id = $2', it.id.sunli, one)
  assert.deepEqual(await it.accept('zhangqiang', id), { handed: 1, gone: 1, stays: 0 })
  assert.equal(await it.ownerOf(one), it.id.sunli)
  assert.equal(await it.ownerOf(two), it.id.zhangqiang)
})

test('H4 nobody comes to report to themselves or in a circle: such a one stays', async () => {
  const it = await office(file)
  await it.report('sunli', 'wangwei')
  await it.report('zhangqiang', 'wangwei')
  const id = await it.offer('wangwei', 'sunli', 'report')
  assert.deepEqual(await it.accept('sunli', id), { handed: 1, gone: 0, stays: 1 })
  assert.equal(await managerOf(it, 'zhangqiang'), it.id.sunli)
  assert.equal(await managerOf(it, 'sunli'), it.id.wangwei)
})

test('H6 what went over goes back within seven days, and whoever came in by it leaves again', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'zhangqiang')
  const members = await it.membersOf(group)
  const id = await it.offer('wangwei', 'sunli', 'group')
  await it.accept('sunli', id)
  assert.deepEqual(await it.reverse('sunli', id), { handed: 1, gone: 0, stays: 0 })
  assert.equal(await it.ownerOf(group), it.id.wangwei)
  assert.deepEqual(await it.membersOf(group), members)
  await assert.rejects(it.reverse('lina', id), { code: 'handover/not-now' })
})

test('H6 after seven days, or once the giver has left, it stays where it is', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  const id = await it.offer('wangwei', 'sunli', 'group')
  await it.accept('sunli', id)
  await it.query("update handover set settled_at = now() - interval '7 days' where id = $1", id)
  await assert.rejects(it.reverse('lina', id), { code: 'handover/too-late' })
  await it.query('update handover set settled_at = now() where id = $1', id)
  await it.as('chenli', (act) => departMember(act, { memberId: it.id.wangwei, because }, (_, end) => end()))
  await assert.rejects(it.reverse('lina', id), { code: 'handover/giver-gone' })
  assert.equal(await it.ownerOf(group), it.id.sunli)
})

test('H6 what the successor has handed on by then stays with whoever has it', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  const first = await it.offer('wangwei', 'sunli', 'group')
  await it.accept('sunli', first)
  const second = await it.offer('sunli', 'zhangqiang', 'group')
  await it.accept('zhangqiang', second)
  assert.deepEqual(await it.reverse('lina', first), { handed: 0, gone: 1, stays: 0 })
  assert.equal(await it.ownerOf(group), it.id.zhangqiang)
})

test('H7 an administrator of one department hands over nothing of anybody outside it, and to nobody outside it', async () => {
  const it = await office(file)
  await it.lend()
  await it.group('wangwei', 'sunli')
  await it.group('zhoujie', 'sunli')
  const by = 'zhangqiang'
  for (const occasion of ['departure', 'inservice'] as const) {
    await assert.rejects(it.offer('zhoujie', 'wangwei', 'group', { by, occasion }), {
      code: 'authority/out-of-scope',
    })
    await assert.rejects(it.offer('wangwei', 'zhoujie', 'group', { by, occasion }), {
      code: 'authority/out-of-scope',
    })
  }
  // 孙丽 works in 销售 too: of her things only who has both may dispose, but she can be asked.
  const id = await it.offer('wangwei', 'sunli', 'group', { by })
  await it.accept('sunli', id)
  await assert.rejects(it.offer('sunli', 'wangwei', 'group', { by }), { code: 'authority/out-of-scope' })
  await assert.rejects(it.offer('wangwei', 'sunli', 'group', { by: 'wangwei' }), {
    code: 'authority/not-administrator',
  })
})

test('H7 nothing is offered to whoever is hidden from the administrator, or to oneself', async () => {
  const it = await office(file)
  await it.lend()
  await it.group('wangwei', 'sunli')
  await assert.rejects(it.offer('wangwei', 'wangwei', 'group'), { code: 'handover/to-oneself' })
  await assert.rejects(it.offer('zhoujie', 'sunli', 'group'), { code: 'handover/nothing' })
  await it.as('chenli', (act) =>
    directoryCommands['visibility.set'](act, {
      terms: { kind: 'shield', about: { type: 'member', id: it.id.sunli }, viewers: [] },
      because,
    }),
  )
  await assert.rejects(it.offer('wangwei', 'sunli', 'group', { by: 'zhangqiang' }), {
    code: 'messaging/shielded',
  })
})

test('H8 what would have no owner is known, with the offer that stands open', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  await it.report('sunli', 'wangwei')
  const unsettled = () => unsettledOf(it.where, handed, it.id.wangwei, new Date())
  assert.deepEqual(await unsettled(), [{ kind: 'group', id: group, name: '项目群', offerId: null }])
  const offerId = await it.offer('wangwei', 'sunli', 'group')
  assert.deepEqual(await unsettled(), [{ kind: 'group', id: group, name: '项目群', offerId }])
  await it.accept('sunli', offerId)
  assert.deepEqual(await unsettled(), [])
})
