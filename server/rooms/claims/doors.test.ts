/** Claims as they come and go over the wire, on a whole server, where 李娜 is the only super administrator. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { cluster, endingWith, untilHolds } from '../../testing/index.ts'
import type { Cluster, Player } from '../../testing/index.ts'

const because = '三周没有音讯'
const base = '/api/v1/creator/claims'
const pdf = Buffer.from('%PDF-1.7 a letter that came back')
const file = endingWith(after)
let it: Cluster

before(async () => {
  it = await cluster(file, { nodes: 1 })
})

const ok = (who: Player, method: string, path: string, body?: unknown) => it.ok(0, who, method, path, body)
const ask = (who: Player, method: string, path: string, body?: unknown) => it.ask(0, who, method, path, body)
const evidence = [
  { words: '电话无人接听' },
  { words: '退回的信', file: { name: '来信.pdf', content: pdf.toString('base64') } },
]
const make = (successor: Player = 'sunli') =>
  ok('lina', 'POST', base, { successorId: it.id[successor], because, evidence })

type Claim = {
  readonly id: string
  readonly state: string
  readonly votes: readonly { readonly counts: boolean }[]
  readonly evidence: readonly { readonly file: { readonly sha256: string } | null }[]
  readonly told: readonly { readonly channel: string; readonly outcome: string }[]
  readonly may: Readonly<Record<string, { readonly allowed: boolean; readonly because: string }>>
}
const listOf = async (who: Player): Promise<readonly Claim[]> =>
  ((await ok(who, 'GET', base)) as { readonly items: readonly Claim[] }).items
const claimOf = async (who: Player): Promise<Claim> =>
  (await listOf(who))[0] ?? assert.fail('a claim is shown')
const endsAs = (state: string): Promise<unknown> =>
  untilHolds(`the claim is ${state}`, async () => (await claimOf('lina')).state === state, 5000)

type Banner = { readonly kind: string; readonly words: string; readonly claimId: string | null }
const bannersOf = async (who: Player): Promise<readonly Banner[]> =>
  ((await ok(who, 'GET', '/api/v1/me')) as { readonly banners: readonly Banner[] }).banners

test('G8 those it concerns see a claim with what was put forward; for others it is not there', async () => {
  const made = (await make()) as Claim
  for (const who of ['lina', 'chenli', 'sunli'] as const) assert.equal((await claimOf(who)).id, made.id, who)
  for (const who of ['zhangqiang', 'wangwei'] as const) assert.deepEqual(await listOf(who), [], who)
  const [, second] = (await claimOf('chenli')).evidence
  assert.equal(second?.file?.sha256, createHash('sha256').update(pdf).digest('hex'))
  const got = await ask('chenli', 'GET', `${base}/${made.id}/evidence/1`)
  assert.deepEqual([got.status, got.text], [200, pdf.toString()])
  assert.equal((await ask('wangwei', 'GET', `${base}/${made.id}/evidence/1`)).body['code'], 'claim/not-found')
  assert.equal(
    (await ask('sunli', 'GET', `${base}/${made.id}/evidence/0`)).body['code'],
    'claim/no-such-file',
  )
  assert.equal((await ask('wangwei', 'POST', `${base}/${made.id}/accept`, { duties: [] })).status, 404)
})

test('G4 an open session of the creator does not end a claim, however much it looks; the word “I am here” does', async () => {
  const [claim] = await listOf('chenli')
  assert.ok(claim !== undefined)
  const [banner] = await bannersOf('chenli')
  assert.deepEqual([banner?.kind, banner?.claimId], ['claimed-gone', claim.id])
  assert.deepEqual(await bannersOf('lina'), [])
  assert.deepEqual(await bannersOf('sunli'), [])
  assert.equal((await claimOf('chenli')).state, 'gathering')
  assert.deepEqual(claim.may['refute'], { allowed: true, because: 'granted' })
  assert.equal((await ask('lina', 'POST', `${base}/${claim.id}/refute`, {})).body['code'], 'claim/not-you')
  assert.equal((await ok('chenli', 'POST', `${base}/${claim.id}/refute`, {}))['state'], 'refuted')
  assert.deepEqual(await bannersOf('chenli'), [])
})

const signIn = (password: string) =>
  it
    .at(0, 'wangwei')
    .at(it.nodes[0]?.address ?? '')
    .ask('POST', '/api/v1/sessions', { login: 'chenli', password, token: true })

test('G4 the creator’s sign-in ends a claim within moments; a wrong password for their name does not', async () => {
  await make()
  assert.equal((await signIn('not the password at all')).status, 401)
  await ok('lina', 'GET', '/api/v1/me')
  assert.equal((await claimOf('lina')).state, 'gathering')
  assert.equal((await signIn('nine yellow lanterns')).status, 200)
  await endsAs('refuted')
})

test('G4 proving once more, for whatever it is, ends a claim too', async () => {
  const made = (await make()) as Claim
  const path = `${base}/${made.id}/accept`
  assert.equal(
    (await ask('sunli', 'POST', path, { duties: ['answerable'] })).body['code'],
    'claim/duties-unread',
  )
  await ok('sunli', 'POST', path, { duties: await dutiesOf() })
  assert.equal((await claimOf('sunli')).state, 'challenge', 'begun before the successor was answered')
  await it.at(0, 'chenli').ok('POST', '/api/v1/me/step-ups', {
    proof: { method: 'password', password: 'nine yellow lanterns' },
    act: { method: 'POST', path: '/api/v1/administrators', bodySha256: '0'.repeat(64) },
  })
  await endsAs('refuted')
})

/** What a successor confirms, as the page of the seat lists it. */
async function dutiesOf(): Promise<readonly string[]> {
  const { duties } = (await ok('chenli', 'GET', '/api/v1/creator')) as unknown as {
    readonly duties: readonly { readonly key: string }[]
  }
  return duties.map(({ key }) => key)
}

test('G8 how often and by which channels the creator was told stands with the claim', async () => {
  const claim = await claimOf('lina')
  assert.ok(claim.told.length >= 2)
  assert.deepEqual(new Set(claim.told.map(({ channel }) => channel)), new Set(['bell', 'mail']))
})

test('who could vote, how many it takes and when the creator last showed themself is told to those who vote', async () => {
  const voters = await ok('lina', 'GET', `${base}/voters`)
  assert.deepEqual(
    [voters['votesNeeded'], voters['challengeDays'], (voters['make'] as { allowed: boolean }).allowed],
    [1, 7, true],
  )
  assert.match(String(voters['lastProvedAt']), /^20/)
  assert.equal((await ask('zhangqiang', 'GET', `${base}/voters`)).status, 403)
  const creator = await ok('chenli', 'GET', `${base}/voters`)
  assert.deepEqual(creator['make'], { allowed: false, because: 'claim/creator-has-no-vote' })
})
