/** The creator is gone: who may say so, how many it takes, and what ends it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { claimState } from '@hufu/contract'
import { authorityCommands } from '../authority/index.ts'
import { suspendMember } from '../directory/index.ts'
import { atTheirWord, because, chanceFrom, endingWith } from '../../testing/index.ts'
import { performOn } from '../../platform/act/index.ts'
import { deserted, standsAtTheTop } from './claims-fixture.ts'
import type { Deserted } from './claims-fixture.ts'
import { claimLife, daysOf, isCarried, standing, stepOf, timesAfter, topAt, votesNeeded } from './claim.ts'
import { accept, makeClaim } from './commands.ts'
import { handOnDue } from './minding.ts'

const file = endingWith(after)

test('a claim has exactly the states that its pages know, and what has ended goes nowhere', () => {
  assert.deepEqual(new Set(Object.keys(claimLife.table)), new Set(claimState.options))
  for (const state of ['done', 'refuted', 'withdrawn', 'lapsed'] as const)
    assert.deepEqual(claimLife.events(state), [])
})

test('G3 more than half of the super administrators have to stand behind it, and two wherever there are two', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((supers) => votesNeeded(supers)),
    [null, 1, 2, 2, 3, 3, 4, 4],
  )
  const chance = chanceFrom(11)
  const ids = Array.from({ length: 9 }, (_, at) => `m${at}`)
  for (let round = 0; round < 500; round += 1) {
    const supers = ids.filter(() => chance() < 0.5)
    const votes = ids.filter(() => chance() < 0.6)
    const top = { creatorId: 'c', supers }
    const counted = standing(votes, top).length
    assert.equal(counted, votes.filter((id) => supers.includes(id)).length)
    const carried = isCarried(votes, top)
    assert.equal(carried, counted * 2 > supers.length && counted >= Math.min(2, supers.length) && counted > 0)
    // Whoever stands beside cannot change it, and a vote more never undoes it.
    assert.equal(isCarried([...votes, 'stranger'], top), carried)
    if (carried) assert.ok(isCarried(ids, top))
    // Two claims cannot both be carried by different people.
    if (carried && supers.length > 1)
      assert.equal(
        isCarried(
          supers.filter((id) => !votes.includes(id)),
          top,
        ),
        false,
      )
  }
})

test('G4 whatever ends a claim comes before whatever carries it on', () => {
  const at = new Date('2026-11-23T08:00:00Z')
  const due = { state: 'challenge', creatorId: 'c', signs: 3, acceptedAt: at, lapseAt: at, told: 3 } as const
  const claim = { ...due, tellAt: at, dueAt: at }
  const known = {
    votes: ['a', 'b'],
    top: { creatorId: 'c', supers: ['a', 'b'] },
    signs: 3,
    eligible: true,
    at,
  }
  assert.equal(stepOf(claim, known), 'hand-on')
  assert.equal(stepOf(claim, { ...known, signs: 4 }), 'refute')
  assert.equal(stepOf(claim, { ...known, top: { creatorId: 'd', supers: ['a', 'b'] } }), 'lapse')
  assert.equal(stepOf(claim, { ...known, eligible: false }), 'lapse')
  assert.equal(stepOf(claim, { ...known, votes: ['a'] }), 'reopen')
  assert.equal(stepOf(claim, { ...known, at: new Date(at.getTime() - 1) }), null)
  assert.equal(stepOf({ ...claim, told: 2 }, known), 'tell')
  // One is left: their word alone takes the longer time, however much of the shorter one is over.
  assert.equal(stepOf(claim, { ...known, top: { creatorId: 'c', supers: ['a'] } }), 'tell')
  assert.deepEqual([daysOf(1), daysOf(2), daysOf(9)], [7, 3, 3])
})

test('G5 a day on which nobody told the creator does not count', () => {
  const start = new Date('2026-11-20T08:00:00Z')
  const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)
  const days = 3
  assert.deepEqual(timesAfter(1, null, { at: start, days }), { tellAt: hours(24), dueAt: hours(72) })
  assert.deepEqual(timesAfter(2, hours(24), { at: hours(24), days }), { tellAt: hours(48), dueAt: hours(72) })
  assert.deepEqual(timesAfter(3, hours(48), { at: hours(48), days }), { tellAt: hours(72), dueAt: hours(72) })
  assert.deepEqual(timesAfter(2, hours(24), { at: hours(60), days }), {
    tellAt: hours(84),
    dueAt: hours(108),
  })
})

const tell = (it: Deserted) =>
  it.query<{ member: string; what: string }>(
    `select member_id as member, data->>'what' as what from notice where kind = 'claim.news@1' order by id`,
  )

test('G1 with votes, acceptance and three days of telling, the seat goes over once, and the former creator is a member', async () => {
  const it = await deserted(file)
  const id = await it.claim('sunli')
  assert.equal(await it.stateOf(id), 'gathering')
  await it.accept('sunli', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'gathering', 'one vote of two is not enough')
  await it.vote('zhaomin', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'challenge')
  for (const day of [1, 2, 3]) {
    assert.equal(
      (await it.query("select from ledger_entry where event in ('claim.challenged@1', 'claim.told@1')"))
        .length,
      day,
    )
    await it.mind()
    await it.pass(24)
    assert.deepEqual(await it.creators(), [it.id.chenli])
    await it.mind()
  }
  assert.equal(await it.stateOf(id), 'done')
  assert.deepEqual(await it.creators(), [it.id.sunli])
  assert.deepEqual([await standsAtTheTop(it, 'sunli'), await standsAtTheTop(it, 'chenli')], [true, false])
  assert.deepEqual(await it.newest(4), [
    'backup.taken@1',
    'creator.transferred@1',
    'transfer.done@1',
    'claim.done@1',
  ])
  const toCreator = (await tell(it)).filter(({ member }) => member === it.id.chenli).map(({ what }) => what)
  assert.deepEqual(toCreator, ['made', 'accepted', 'challenge', 'reminder', 'reminder'])
  const told = await it.query('select from claim_told where claim_id = $1', id)
  assert.equal(told.length, 5, 'each is kept with the claim')
  await it.mind()
  assert.equal((await it.ledger()).filter((event) => event === 'creator.transferred@1').length, 1)
})

test('G2 only super administrators at work claim and vote, each once; the creator has no vote about themself', async () => {
  const it = await deserted(file)
  await assert.rejects(it.claim('sunli', 'chenli'), { code: 'claim/creator-has-no-vote' })
  await assert.rejects(it.claim('sunli', 'wangwei'), { code: 'authority/not-administrator' })
  await assert.rejects(it.claim('sunli', 'zhangqiang'), { code: 'authority/not-administrator' })
  await assert.rejects(it.claim('chenli'), { code: 'claim/successor-is-creator' })
  const id = await it.claim('sunli')
  await assert.rejects(it.vote('lina', id), { code: 'claim/voted-already' })
  await assert.rejects(it.vote('chenli', id), { code: 'claim/creator-has-no-vote' })
  await assert.rejects(it.accept('wangwei', id), { code: 'claim/not-found' })
  await assert.rejects(it.withdraw('zhaomin', id), { code: 'claim/not-yours' })
  await assert.rejects(it.refute('lina', id), { code: 'claim/not-you' })
  await it.withdraw('lina', id)
  await assert.rejects(it.vote('zhaomin', id), { code: 'claim/not-now' })
  await assert.rejects(it.accept('sunli', id), { code: 'claim/not-now' })
})

test('G3 whoever names themself needs the vote of another', async () => {
  const it = await deserted(file)
  const id = await it.claim('lina', 'lina')
  await it.accept('lina', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'gathering')
  await it.vote('zhaomin', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'challenge')
})

test('G3 the vote of somebody who has lost the seat counts no more, and the challenge begins anew with enough votes', async () => {
  const it = await deserted(file)
  await it.as('chenli', (act) =>
    authorityCommands['administrators.appoint'](act, { memberId: it.id.zhoujie, tier: 'super', because }),
  )
  const id = await it.carried()
  await it.mind()
  await it.pass(20)
  const seats = authorityCommands['administrators.end']
  await it.as('zhaomin', (act) => seats(act, { administratorId: it.seat.zhaomin, because }))
  await it.mind()
  assert.equal(await it.stateOf(id), 'gathering')
  await it.mind()
  assert.equal(await it.stateOf(id), 'gathering', 'one of two')
  await it.vote('zhoujie', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'challenge')
  const [row] = await it.query<{ told: number }>('select told from claim where id = $1', id)
  assert.equal(row?.told, 1, 'every day is told again')
})

test('G3 a super administrator who stands alone is enough, and the creator has seven days', async () => {
  const it = await deserted(file)
  await it.query('update administrator set ended_at = now() where false')
  await it.as('chenli', (act) => suspendMember(act, { memberId: it.id.zhaomin, because }, (_, end) => end()))
  assert.deepEqual(topAt(it.nodes[0]?.feed.state(it.workspaceId).facts ?? assert.fail(), Date.now()).supers, [
    it.id.lina,
  ])
  const id = await it.claim('sunli')
  await it.accept('sunli', id)
  await it.mind()
  for (let day = 1; day < 7; day += 1) {
    await it.pass(24)
    await it.mind()
    assert.equal(await it.stateOf(id), 'challenge', `day ${day}`)
  }
  await it.pass(24)
  await it.mind()
  assert.equal(await it.stateOf(id), 'done')
})

test('there is one claim at a time, also when two super administrators claim at once on two servers', async () => {
  const it = await deserted(file, 2)
  const both = await Promise.allSettled([it.claim('sunli', 'lina', 0), it.claim('wangwei', 'zhaomin', 1)])
  const refused = both.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 1)
  for (const one of refused) assert.match(String(one.reason), /claim\/already-open/)
  await assert.rejects(it.claim('sunli', 'zhaomin'), { code: 'claim/already-open' })
})

test('G4 a sign of life of the creator ends the claim while votes are gathered, in the challenge, and when it is due', async () => {
  const it = await deserted(file)
  const begun = { gathering: () => it.claim('sunli'), challenge: () => it.carried(), due: () => it.due() }
  for (const [state, begin] of Object.entries(begun)) {
    const id = await begin()
    await it.mind(state === 'due' ? 1 : 0).catch(() => undefined)
    await it.showsThemself('chenli')
    await it.mind()
    assert.equal(await it.stateOf(id), 'refuted', state)
    assert.deepEqual(await it.creators(), [it.id.chenli])
  }
  const id = await it.due()
  await it.refute('chenli', id)
  await it.mind()
  assert.equal(await it.stateOf(id), 'refuted')
  const [last] = await it.newest(1)
  assert.equal(last, 'claim.refuted@1')
})

test('G4 what the creator did before the claim, and what others do, does not end it', async () => {
  const it = await deserted(file)
  await it.showsThemself('chenli')
  const id = await it.claim('sunli')
  await it.showsThemself('lina')
  await it.showsThemself('sunli')
  await it.mind()
  assert.equal(await it.stateOf(id), 'gathering')
})

test('G5 the seat does not move before its time, whoever asks for it', async () => {
  const it = await deserted(file)
  const id = await it.carried()
  await it.mind()
  const successor = { type: 'system', name: 'successor' } as const
  await it.as(successor, (act) => handOnDue(act, it.heirs, id))
  assert.deepEqual(await it.creators(), [it.id.chenli])
  await it.pass(1000)
  // Everything is long over by the clock, but the creator has been told once.
  await it.as(successor, (act) => handOnDue(act, it.heirs, id))
  assert.deepEqual(await it.creators(), [it.id.chenli])
  await assert.rejects(
    it.as({ type: 'system', name: 'clerk' }, (act) => handOnDue(act, it.heirs, id)),
    { code: 'authority/not-granted' },
  )
})

test('a claim that gets no votes, or whose successor leaves, lapses, and another can be made', async () => {
  const it = await deserted(file)
  const id = await it.claim('sunli')
  await it.pass(7 * 24)
  await it.mind()
  assert.equal(await it.stateOf(id), 'lapsed')
  const second = await it.carried('zhoujie')
  await it.mind()
  await it.as('lina', (act) => suspendMember(act, { memberId: it.id.zhoujie, because }, (_, end) => end()))
  await it.mind()
  assert.equal(await it.stateOf(second), 'lapsed')
  await it.claim('sunli')
})

test('G7 neither a vote nor an acceptance is taken without a proof', async () => {
  const it = await deserted(file)
  const [node] = it.nodes
  assert.ok(node !== undefined)
  const perform = performOn(node)
  const command = { name: 'test', kind: 'authority', workspaceId: it.workspaceId } as const
  const as = (memberId: string) => ({ type: 'member', memberId, sessionId: null }) as const
  const input = { successorId: it.id.sunli, because, evidence: [{ words: because }] }
  const needed = { code: 'identity/step-up-needed' }
  await assert.rejects(
    perform(as(it.id.lina), command, (act) => makeClaim(act, it.heirs, input)),
    needed,
  )
  const id = await it.claim('sunli')
  const yes = { claimId: id, duties: it.heirs.duties }
  await assert.rejects(
    perform(as(it.id.sunli), command, (act) => accept(act, it.heirs, yes)),
    needed,
  )
  await perform(as(it.id.sunli), { ...command, proof: atTheirWord }, (act) => accept(act, it.heirs, yes))
})

test('G6 what is put forward is told by its bytes, and its checksum stands in the ledger', async () => {
  const it = await deserted(file)
  const file64 = (bytes: Buffer, name = 'letter.pdf') => ({
    evidence: [{ words: '来信', file: { name, content: bytes.toString('base64') } }],
  })
  const pdf = Buffer.from('%PDF-1.7 gone fishing')
  const claim = (more: ReturnType<typeof file64>) => it.claim('sunli', 'lina', 0, more)
  await assert.rejects(claim(file64(Buffer.from('<html>'))), { code: 'claim/file-kind' })
  const large = Buffer.concat([pdf, Buffer.alloc(2 * 1024 * 1024)])
  await assert.rejects(claim(file64(large)), { code: 'claim/file-too-large' })
  const id = await claim(file64(pdf))
  const [kept] = await it.query<{ sha: string; type: string }>(
    "select encode(sha256, 'hex') as sha, file_type as type from claim_evidence where claim_id = $1",
    id,
  )
  assert.equal(kept?.type, 'application/pdf')
  const [entry] = await it.query<{ leaf: string }>(
    "select leaf from ledger_entry where event = 'claim.made@1' order by index desc limit 1",
  )
  assert.ok(entry !== undefined && entry.leaf.includes(kept.sha))
  assert.equal(entry.leaf.includes('来信'), false)
})
