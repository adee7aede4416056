import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { administratorsOf } from '@hufu/authority'
import { transferTimes } from '@hufu/contract'
import { isRefusal, newId } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { departMember, directoryCommands, suspendMember } from '../directory/index.ts'
import { because } from '../../testing/index.ts'
import { accept } from './answering.ts'
import { nextReminder, tick } from './checklist.ts'
import { duties } from './duties.ts'
import { heirsOf } from './index.ts'
import { offer } from './offering.ts'
import { CHECKLIST_OPEN } from './told.ts'
import { barOf, transferLife } from './transfer.ts'
import { ceremony } from './transfer-fixture.ts'
import type { Ceremony } from './transfer-fixture.ts'

const HOUR_MS = 3_600_000
const refused = (code: string) => (error: unknown) => isRefusal(error) && error.code === code
const stateOf = async (it: Ceremony, id: string): Promise<string> => (await it.row(id)).state

test('in a standard company two people hand the top seat on, by two halves on one hash, at once', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  const { hash } = await it.row(id)
  await it.does('lina', 'accept', id)
  assert.equal(await stateOf(it, id), 'accepted')
  await it.mind()
  const row = await it.row(id)
  assert.equal(row.state, 'done')
  assert.deepEqual([row.formerHalf?.hash, row.successorHalf?.hash], [hash, hash])
  assert.deepEqual([row.formerHalf?.memberId, row.successorHalf?.memberId], [it.id.chenli, it.id.lina])
  assert.ok(row.formerHalf?.proofId !== row.successorHalf?.proofId)
  assert.deepEqual(it.creators(), [it.id.lina])
  assert.equal(it.tiers().chenli, 'super')
  const told = await it.ledger()
  const own = told.filter((name) => name.startsWith('transfer.') || name.startsWith('creator.'))
  assert.deepEqual(own, [
    'transfer.offered@1',
    'transfer.accepted@1',
    'creator.transferred@1',
    'transfer.done@1',
  ])
  assert.match(row.recordSha256 ?? '', /^[0-9a-f]{64}$/)
  await it.mind()
  assert.equal((await it.ledger()).length, told.length, 'a second look finds nothing to do')
})

test('a scoped administrator and a member become what was agreed, and only the creator may offer', async (t) => {
  const it = await ceremony(t)
  await assert.rejects(it.offer({ by: 'lina', to: 'wangwei' }), refused('authority/not-administrator'))
  const id = await it.offer({ to: 'zhangqiang', formerBecomes: 'scoped' })
  await it.does('zhangqiang', 'accept', id)
  await it.mind()
  assert.deepEqual([it.tiers().chenli, it.tiers().zhangqiang], ['scoped', 'creator'])
})

test('two transfers are never open at once', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  await assert.rejects(it.offer({ to: 'zhaomin' }), refused('transfer/one-open'))
  await it.does('chenli', 'cancel', id)
  assert.equal(await stateOf(it, id), 'cancelled')
  await it.offer({ to: 'zhaomin' })
})

test('each step is for its own person, and to everybody else the transfer is not there', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  await assert.rejects(it.does('zhaomin', 'accept', id), refused('transfer/not-yours'))
  await assert.rejects(it.does('chenli', 'accept', id), refused('transfer/not-yours'))
  await assert.rejects(it.does('lina', 'cancel', id), refused('transfer/not-yours'))
  await assert.rejects(it.does('zhaomin', 'veto', id), refused('transfer/no-veto-here'))
  await assert.rejects(it.does('wangwei', 'decline', id), refused('transfer/not-found'))
  await assert.rejects(it.does('lina', 'approve', id), refused('transfer/no-voice'))
  await it.does('lina', 'decline', id)
  assert.equal(await stateOf(it, id), 'declined')
  await assert.rejects(it.does('lina', 'accept', id), refused('transfer/not-now'))
  assert.deepEqual(it.creators(), [it.id.chenli])
})

test('O3 whoever signs has seen these terms and all duties', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  const { hash } = await it.row(id)
  const accepting = (input: { readonly hash: string; readonly duties: readonly string[] }) =>
    it.as('lina', (act) => accept(act, { transferId: id, ...input }, it.switching().holders))
  const all = duties.map(({ key }) => key)
  await assert.rejects(accepting({ hash: 'f'.repeat(64), duties: all }), refused('transfer/hash-differs'))
  await assert.rejects(accepting({ hash, duties: all.slice(1) }), refused('transfer/duties-unread'))
  await accepting({ hash, duties: all })
})

test('who may not be creator is not offered the seat, and is told why', async (t) => {
  const it = await ceremony(t)
  const { holders } = it.switching()
  const offering = (successorId: string) =>
    it.as('chenli', (act) => offer(act, { successorId, formerBecomes: 'super', because }, holders))
  await assert.rejects(offering(it.id.chenli), refused('transfer/is-creator'))
  await it.as('chenli', (act) => suspendMember(act, { memberId: it.id.wangwei, because }, (_, end) => end()))
  await assert.rejects(offering(it.id.wangwei), refused('transfer/not-active'))
  const { result } = await it.as('chenli', (act) =>
    directoryCommands['positions.create'](act, { name: '总监', rank: 60 }),
  )
  await it.set({ rankMin: 50 })
  await assert.rejects(offering(it.id.lina), refused('transfer/rank'))
  await it.as('chenli', (act) =>
    directoryCommands['appointments.make'](act, {
      memberId: it.id.lina,
      departmentId: it.department.sales,
      positionId: result.id,
    }),
  )
  await offering(it.id.lina)
})

test('consent by approvals takes so many super administrators beside the two, and no more than there are', async (t) => {
  const it = await ceremony(t)
  await assert.rejects(it.set({ consent: 'approvals', approvals: 3 }), refused('transfer/approvals-too-many'))
  await it.set({ consent: 'approvals', approvals: 2 })
  await assert.rejects(it.offer({ to: 'lina' }), refused('transfer/approvers-missing'))
  const id = await it.offer({ to: 'sunli' })
  await it.does('lina', 'approve', id)
  await assert.rejects(it.does('lina', 'approve', id), refused('transfer/voted'))
  await assert.rejects(it.does('sunli', 'accept', id), refused('transfer/consent-missing'))
  await it.does('zhaomin', 'approve', id)
  // An approval counts while whoever gave it is a super administrator.
  await it.as('zhaomin', (act) =>
    authorityCommands['administrators.end'](act, { administratorId: it.seat.zhaomin, because }),
  )
  await assert.rejects(it.does('sunli', 'accept', id), refused('transfer/consent-missing'))
})

test('consent by letter takes a letter that is one, and its hash stands in the ledger', async (t) => {
  const it = await ceremony(t)
  await it.set({ consent: 'letter' })
  const id = await it.offer()
  await assert.rejects(it.does('lina', 'accept', id), refused('transfer/consent-missing'))
  await assert.rejects(it.letter(id, Buffer.from('<html>')), refused('transfer/letter-kind'))
  await assert.rejects(it.letter(id, Buffer.alloc(2_200_000, '%PDF-')), refused('transfer/letter-size'))
  await it.letter(id, Buffer.from('%PDF-1.7 授权'))
  await it.does('lina', 'accept', id)
  await it.mind()
  assert.deepEqual(it.creators(), [it.id.lina])
})

test('what was true at the offer is asked again at the switch', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer({ to: 'wangwei' })
  await it.does('wangwei', 'accept', id)
  await it.as('chenli', (act) => suspendMember(act, { memberId: it.id.wangwei, because }, (_, end) => end()))
  await it.mind()
  assert.equal(await stateOf(it, id), 'cancelled')
  assert.deepEqual(it.creators(), [it.id.chenli])
})

test('an offer lapses after seven days, an acceptance after three', async (t) => {
  const it = await ceremony(t)
  const first = await it.offer()
  await it.later(first, transferTimes.offerMs)
  await assert.rejects(it.does('lina', 'accept', first), refused('transfer/too-late'))
  await it.mind()
  assert.equal(await stateOf(it, first), 'lapsed')
  const second = await it.offer()
  await it.does('lina', 'accept', second)
  await it.later(second, transferTimes.acceptMs)
  await it.mind()
  assert.equal(await stateOf(it, second), 'lapsed')
  assert.deepEqual(it.creators(), [it.id.chenli])
})

test('in a strict company the creator arms it, everybody is told, and it runs after a day', async (t) => {
  const it = await ceremony(t)
  await it.strict()
  it.weak.add(it.id.wangwei)
  await assert.rejects(it.offer({ to: 'wangwei' }), refused('transfer/no-passkey'))
  const id = await it.offer()
  await it.does('lina', 'accept', id)
  await it.mind()
  assert.equal(await stateOf(it, id), 'accepted', 'nothing happens before the creator confirms once more')
  await it.does('chenli', 'arm', id)
  await it.mind()
  assert.equal(await stateOf(it, id), 'cooling')
  for (const ms of [12 * HOUR_MS, 11 * HOUR_MS]) {
    await it.later(id, ms)
    await it.mind()
    assert.equal(await stateOf(it, id), 'cooling')
  }
  assert.equal((await it.row(id)).told, 2)
  await it.later(id, HOUR_MS)
  await it.mind()
  assert.equal(await stateOf(it, id), 'done')
  assert.deepEqual(it.creators(), [it.id.lina])
})

test('in a strict company what is not armed within a quarter of an hour lapses', async (t) => {
  const it = await ceremony(t)
  await it.strict()
  const id = await it.offer()
  await it.does('lina', 'accept', id)
  await it.later(id, transferTimes.armMs)
  await assert.rejects(it.does('chenli', 'arm', id), refused('transfer/too-late'))
  await it.mind()
  assert.equal(await stateOf(it, id), 'lapsed')
})

test('O4 objections, a cancellation or a no stop it any time before the switch', async (t) => {
  const it = await ceremony(t)
  await it.strict()
  const cooled = async () => {
    const id = await it.offer({ to: 'sunli' })
    await it.does('sunli', 'accept', id)
    await it.does('chenli', 'arm', id)
    await it.later(id, transferTimes.coolingMs)
    return id
  }
  const vetoed = await cooled()
  await it.does('lina', 'veto', vetoed)
  assert.equal(await stateOf(it, vetoed), 'cooling', 'one of two is an objection')
  await it.does('zhaomin', 'veto', vetoed)
  assert.equal(await stateOf(it, vetoed), 'vetoed')
  for (const [who, step, state] of [
    ['chenli', 'cancel', 'cancelled'],
    ['sunli', 'decline', 'declined'],
  ] as const) {
    const id = await cooled()
    await it.does(who, step, id)
    await it.mind()
    assert.equal(await stateOf(it, id), state)
  }
  assert.deepEqual(it.creators(), [it.id.chenli])
})

test('within three days it goes back when one super administrator beside the two agrees', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  await it.does('lina', 'accept', id)
  await it.mind()
  await assert.rejects(it.does('zhaomin', 'agreeToRevert', id), refused('transfer/not-now'))
  await it.does('chenli', 'revert', id)
  await it.mind()
  assert.equal(await stateOf(it, id), 'done', 'nobody has agreed yet')
  await assert.rejects(it.does('lina', 'agreeToRevert', id), refused('transfer/no-voice'))
  await it.does('zhaomin', 'agreeToRevert', id)
  await it.mind()
  assert.equal(await stateOf(it, id), 'reverted')
  assert.deepEqual([it.tiers().chenli, it.tiers().lina], ['creator', 'super'])
})

test('where nobody else could agree, the former creator’s own proof takes it back; after three days nothing does', async (t) => {
  const it = await ceremony(t)
  for (const seat of [it.seat.zhaomin])
    await it.as('chenli', (act) =>
      authorityCommands['administrators.end'](act, { administratorId: seat, because }),
    )
  const id = await it.offer()
  await it.does('lina', 'accept', id)
  await it.mind()
  await it.does('chenli', 'revert', id)
  await it.mind()
  assert.equal(await stateOf(it, id), 'reverted')
  const again = await it.offer()
  await it.does('lina', 'accept', again)
  await it.mind()
  await it.later(again, transferTimes.revertMs)
  await assert.rejects(it.does('chenli', 'revert', again), refused('transfer/too-late'))
})

test('the seat changes hands three times a day and no more', async (t) => {
  const it = await ceremony(t)
  let [from, to] = ['chenli', 'lina'] as ['chenli' | 'lina', 'chenli' | 'lina']
  for (let turn = 0; turn < 3; turn++) {
    const id = await it.offer({ by: from, to })
    await it.does(to, 'accept', id)
    await it.mind()
    assert.equal(await stateOf(it, id), 'done')
    ;[from, to] = [to, from]
  }
  await assert.rejects(it.offer({ by: from, to }), refused('transfer/too-many-today'))
})

test('the creator is not suspended, does not leave and does not step down while holding the seat', async (t) => {
  const it = await ceremony(t)
  const memberId = it.id.chenli
  const [own] = administratorsOf(it.facts(), memberId)
  assert.ok(own !== undefined)
  const { administratorId } = own
  for (const who of ['lina', 'chenli'] as const) {
    const tried: readonly ((act: Act) => Promise<unknown>)[] = [
      (act) => suspendMember(act, { memberId, because }, (_, end) => end()),
      (act) => departMember(act, { memberId, because }, (_, end) => end()),
      (act) => authorityCommands['administrators.end'](act, { administratorId, because }),
    ]
    for (const one of tried) await assert.rejects(it.as(who, one), isRefusal)
  }
  assert.deepEqual(it.creators(), [memberId])
})

test('administrators who leave lose their seats by it, and the last super administrator does not leave', async (t) => {
  const it = await ceremony(t)
  const leaving = (who: 'lina' | 'zhaomin' | 'zhangqiang') =>
    it.as('chenli', (act) => departMember(act, { memberId: it.id[who], because }, (_, end) => end()))
  await leaving('zhangqiang')
  await leaving('zhaomin')
  assert.deepEqual([it.tiers().zhangqiang, it.tiers().zhaomin], [null, null])
  await assert.rejects(leaving('lina'), isRefusal)
  assert.equal(it.tiers().lina, 'super')
})

test('the checklist finds what it can see, takes words for the rest, and reminds until nothing is left', async (t) => {
  const it = await ceremony(t)
  const id = await it.offer()
  await it.does('lina', 'accept', id)
  await it.mind()
  const open = async () =>
    (await it.checklist(id)).filter(({ doneAt }) => doneAt === null).map(({ key }) => key)
  assert.deepEqual(await open(), ['recovery-codes', 'former-secrets', 'administrators', 'announcement'])
  const doing = (
    who: 'lina' | 'chenli',
    item: 'announcement' | 'duties' | 'recovery-codes',
    evidence: string,
  ) => it.as(who, (act) => tick(act, { transferId: id, item, evidence }))
  await assert.rejects(doing('chenli', 'announcement', '已发公告'), refused('transfer/not-found'))
  await assert.rejects(doing('lina', 'duties', '看过'), refused('transfer/shows-itself'))
  await assert.rejects(doing('lina', 'recovery-codes', '已生成'), refused('transfer/shows-itself'))
  await assert.rejects(doing('lina', 'announcement', ' '), refused('transfer/no-evidence'))
  await doing('lina', 'announcement', '已发公告')
  await assert.rejects(doing('lina', 'announcement', '又发一次'), refused('transfer/voted'))
  assert.deepEqual(await open(), ['recovery-codes', 'former-secrets', 'administrators'])
  const reminders = () => it.notices('lina', CHECKLIST_OPEN)
  assert.equal(await reminders(), 0)
  for (let day = 1; day <= 2; day++) {
    await it.later(id, 24 * HOUR_MS)
    await it.mind()
    assert.equal(await reminders(), day)
  }
})

test('reminders come daily in the first week and weekly from then on', () => {
  const doneAt = new Date('2026-03-01T12:00:00Z')
  const day = 24 * HOUR_MS
  const gapAfter = (days: number): number => {
    const now = new Date(doneAt.getTime() + days * day)
    return (nextReminder(doneAt, now).getTime() - now.getTime()) / day
  }
  assert.deepEqual([0, 1, 6, 7, 30].map(gapAfter), [1, 1, 1, 7, 7])
})

test('a claim or the host makes a creator by the same switch, with its checklist; what the host did is not taken back', async (t) => {
  const it = await ceremony(t)
  const heirs = heirsOf(it.switching())
  const handing = (way: 'claim' | 'recovery', fromId: string, toId: string) =>
    it.as({ type: 'system', name: 'returner' }, async (act) => {
      assert.deepEqual(await heirs.against(act, toId), [])
      assert.deepEqual(await heirs.against(act, fromId), ['transfer/is-creator'])
      const id = newId()
      await heirs.handOn(permit(act, 'creator.transfer', { type: 'workspace' }), {
        id,
        fromId,
        toId,
        way,
        because,
      })
      return id
    })
  const { result: claimed } = await handing('claim', it.id.chenli, it.id.lina)
  assert.deepEqual([it.tiers().chenli, it.tiers().lina], [null, 'creator'])
  await it.does('chenli', 'revert', claimed)
  await it.does('zhaomin', 'agreeToRevert', claimed)
  await it.mind()
  assert.deepEqual([it.tiers().chenli, it.tiers().lina], ['creator', 'super'])
  // What somebody offered who has the seat no more stands in nobody's way.
  const waiting = await it.offer({ to: 'sunli' })
  const { result: recovered } = await handing('recovery', it.id.chenli, it.id.wangwei)
  assert.equal(await stateOf(it, waiting), 'cancelled')
  await assert.rejects(it.does('chenli', 'revert', recovered), refused('transfer/not-now'))
  assert.deepEqual(it.creators(), [it.id.wangwei])
})

test('every state and step of a transfer is decided: what its life forbids, its guards refuse', () => {
  const at = new Date('2026-03-01T12:00:00Z')
  const soon = new Date(at.getTime() + HOUR_MS)
  const states = Object.keys(transferLife.table) as (keyof typeof transferLife.table)[]
  const events = { accept: 'accept', decline: 'decline', cancel: 'cancel', arm: 'arm', veto: 'veto' } as const
  for (const state of states)
    for (const step of Object.keys(events) as (keyof typeof events)[]) {
      const it = {
        state,
        way: 'transfer',
        formerId: 'former',
        successorId: 'successor',
        consent: 'none',
        approvalsNeeded: 0,
        strict: true,
        untilAt: soon,
        revertUntil: soon,
        revertAskedAt: null,
      } as const
      const memberId =
        step === 'veto' ? 'super' : step === 'arm' || step === 'cancel' ? 'former' : 'successor'
      const me = { memberId, isSuper: memberId === 'super' }
      const ground = { me, creatorId: 'former', supers: ['super'], voices: [], hasLetter: false, at }
      const goesOn = transferLife.events(state).includes(events[step])
      assert.equal(barOf(step, it, ground) === null, goesOn, `${step} while ${state}`)
    }
})
