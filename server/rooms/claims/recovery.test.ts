/** The last resort: nobody is left who could claim, and whoever runs the server makes a way in. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { authorityCommands, handOnTheSeat } from '../authority/index.ts'
import { permit } from '../../platform/act/index.ts'
import { suspendMember } from '../directory/index.ts'
import { because, endingWith } from '../../testing/index.ts'
import { deserted } from './claims-fixture.ts'
import type { Deserted } from './claims-fixture.ts'
import { recoverOnHost } from './recovering.ts'

const file = endingWith(after)
const operator = { type: 'operator' } as const

const recover = (it: Deserted, who: 'chenli' | 'sunli' | 'zhoujie') =>
  it.as(operator, (act) => recoverOnHost(act, { memberId: it.id[who], because, hostUser: 'root' }))

/** As it is once somebody has used the code: how they do that is held where the server is asked over HTTP. */
const use = (it: Deserted) =>
  it.query('update invitation set used_at = now() where used_at is null and void_at is null')

/** One super administrator steps down, and the other one has been creator and is a member now. */
async function withoutSupers(): Promise<Deserted> {
  const it = await deserted(file)
  await it.as('chenli', (act) =>
    authorityCommands['administrators.end'](act, { administratorId: it.seat.lina, because }),
  )
  const both = [it.id.chenli, it.id.zhaomin] as const
  for (const [fromId, toId] of [both, both.toReversed()])
    await it.as({ type: 'system', name: 'successor' }, (act) =>
      handOnTheSeat(permit(act, 'creator.transfer', { type: 'workspace' }), {
        fromId: String(fromId),
        toId: String(toId),
        formerBecomes: 'member',
        because,
      }),
    )
  return it
}

test('G9 as long as a super administrator is at work, nothing is made on the host', async () => {
  const it = await deserted(file)
  await assert.rejects(recover(it, 'sunli'), { code: 'claim/supers-there', details: { count: 2 } })
  await assert.rejects(recover(it, 'chenli'), { code: 'claim/supers-there' })
  assert.equal((await it.ledger()).includes('claim.host-recovery@1'), false)
})

test('G10 the seat goes to a member once they have used their code, and not before', async () => {
  const it = await withoutSupers()
  const { result } = await recover(it, 'sunli')
  assert.match(result.code, /^[0-9A-Z-]{23}$/)
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.chenli])
  await use(it)
  await it.mind()
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.sunli])
  const ledger = await it.ledger()
  assert.deepEqual(ledger.slice(-7), [
    'factor.reset@1',
    'credential.invited@1',
    'claim.host-recovery@1',
    'backup.taken@1',
    'creator.transferred@1',
    'transfer.done@1',
    'claim.host-recovered@1',
  ])
})

test('G11 every member is told, the ledger names the company’s member and keeps who ran the command sealed', async () => {
  const it = await withoutSupers()
  await recover(it, 'chenli')
  const told = await it.query<{ id: string }>(
    "select member_id as id from notice where kind = 'claim.host-recovery@1'",
  )
  assert.deepEqual(new Set(told.map(({ id }) => id)), new Set(Object.values(it.id)))
  const [entry] = await it.query<{ leaf: string }>(
    "select leaf from ledger_entry where event = 'claim.host-recovery@1'",
  )
  assert.ok(entry !== undefined && entry.leaf.includes('"operator"'))
  assert.equal(entry.leaf.includes('root'), false)
})

test('G10 the creator who lost the password stays the creator', async () => {
  const it = await withoutSupers()
  const { result } = await recover(it, 'chenli')
  assert.equal(result.isCreator, true)
  await use(it)
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.chenli])
  assert.equal((await it.newest(1))[0], 'claim.host-recovered@1')
})

test('a newer way in voids the one before, for whomever it was made', async () => {
  const it = await withoutSupers()
  await recover(it, 'sunli')
  await recover(it, 'zhoujie')
  await use(it)
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.zhoujie])
})

test('G9 when an administrator is there again before the code is used, the seat stays', async () => {
  const it = await withoutSupers()
  await recover(it, 'sunli')
  await it.as('chenli', (act) =>
    authorityCommands['administrators.appoint'](act, { memberId: it.id.zhoujie, tier: 'super', because }),
  )
  await use(it)
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.chenli])
  assert.equal((await it.newest(1))[0], 'claim.host-recovery-ended@1')
})

test('nobody who is not at work gets a way in, and whoever is suspended before using it does not become creator', async () => {
  const it = await withoutSupers()
  const suspend = (memberId: string) =>
    it.as('chenli', (act) => suspendMember(act, { memberId, because }, (_, end) => end()))
  await suspend(it.id.zhoujie)
  await assert.rejects(recover(it, 'zhoujie'), { code: 'member/inactive' })
  await recover(it, 'sunli')
  await suspend(it.id.sunli)
  await use(it)
  await it.mind()
  assert.deepEqual(await it.creators(), [it.id.chenli])
})
