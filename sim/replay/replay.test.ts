import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { contract } from '@hufu/contract'
import { verifyReceipt } from '@hufu/merkle'
import pg from 'pg'
import type { Client } from '../../cli/client.ts'
import { emptyDatabase, endingWith } from '../../server/testing/index.ts'
import { foundOwn } from '../people.ts'
import { startServer } from '../server.ts'
import { decisionsOf, readDecisions } from './events.ts'
import type { ReplayDecision } from './events.ts'
import { compare } from './facts.ts'
import { fold, sentencesOf } from './fold.ts'
import { readBack } from './read-back.ts'
import { namesIn, replay } from './replay.ts'
import type { Replayed } from './replay.ts'
import { isEqual } from './report.ts'

const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const extract = join(import.meta.dirname, '..', 'fixtures', 'kubernetes-org-extract.csv')
const file = endingWith(after)
let decisions: readonly ReplayDecision[]
let creator: Client
let database: pg.Pool
let done: Replayed
/** What somebody who had departed still held, asked after every decision. */
const heldAfter: string[] = []

before(async () => {
  const { url } = await emptyDatabase(file)
  const server = await startServer({ env: { DATABASE_URL: url } })
  file.after(async () => void (await server.stop()))
  database = new pg.Pool({ connectionString: url, max: 1 })
  file.after(() => database.end())
  creator = await foundOwn(server, 'Replay')
  decisions = readDecisions(extract)
  done = await replay(creator, decisions, async ({ decisions: number }) => {
    for (const what of await heldByDeparted()) heldAfter.push(`decision ${number}: ${what}`)
  })
})

/** What the tables say that departed members hold, over them or under them. */
async function heldByDeparted(): Promise<readonly string[]> {
  const { rows } = await database.query<{ what: string }>(
    `select m.login || ' has a ' || held.what as what from member m join (
       select workspace_id, member_id, 'membership' as what from group_member
       union all select workspace_id, member_id, 'appointment' from appointment where ended_at is null
       union all select workspace_id, member_id, 'seat' from administrator where ended_at is null
       union all select workspace_id, subject_id, 'grant' from authority_grant
         where subject_type = 'member' and ended_at is null
       union all select workspace_id, manager_id, 'report' from member where departed_at is null
     ) held on held.workspace_id = m.workspace_id and held.member_id = m.id
     where m.status = 'departed' order by 1`,
  )
  return rows.map(({ what }) => what)
}

test('a replayed history leaves the company as the file says, by whom it was decided, in a ledger that verifies', () => {
  assert.deepEqual(done.difference, { missing: [], extra: [] })
  assert.deepEqual(done.verification.findings, [])
  assert.ok(isEqual(done))
  const { tally } = done
  assert.equal(tally.decisions, decisions.length)
  assert.equal(tally.byCreator + tally.byAdministrators + tally.empty, decisions.length)
  assert.ok(tally.byAdministrators > 0, 'organisations are run by their own administrators')
  assert.ok(
    tally.refused.size > 0,
    'and an administrator is refused what reaches beyond the own organisation',
  )
})

test('after every decision, and at every revision of the ledger, nobody who departed is in a group or holds anything', async () => {
  assert.deepEqual(heldAfter, [])
  assert.deepEqual(done.leftovers.found, [])
  assert.equal(done.leftovers.departures, 23)
  assert.ok(done.leftovers.revisions > done.tally.decisions - done.tally.empty)
  assert.equal(done.tally.settled, 11, 'what the file takes out of teams afterwards, the departure had ended')

  // Were one left, the tables would be found to say so.
  await database.query(
    `insert into group_member (workspace_id, group_id, member_id, added_at)
     select g.workspace_id, g.id, m.id, now() from member_group g join member m using (workspace_id)
     where m.login = 'u01153' and g.removed_at is null limit 1`,
  )
  assert.deepEqual(await heldByDeparted(), ['u01153 has a membership'])
  await database.query(
    "delete from group_member where member_id in (select id from member where login = 'u01153')",
  )
})

test('whoever left their last organisation was seen off: a sealed backup, tried on every node, with a receipt that verifies', async () => {
  const { tally, proofs } = done
  assert.deepEqual([tally.departed, proofs], [23, { applied: 0, verified: 23, unverified: 0 }])
  const { rows } = await database.query(
    "select m.login from member m left join backup b on b.member_id = m.id where m.status = 'departed' and b.id is null",
  )
  assert.deepEqual(rows, [])
  const { items } = await creator.ask(contract.revocations.list, { query: { what: 'departure', limit: 50 } })
  assert.equal(new Set(items.map(({ memberId }) => memberId)).size, 23)
  for (const { id } of items) {
    const receipt = await creator.ask(contract.revocations.receipt, { params: { revocationId: id } })
    assert.deepEqual((await verifyReceipt(digest, JSON.stringify(receipt))).findings, [])
  }
})

test('whoever comes back is somebody new: the old account stays departed, and the new one is the person', async () => {
  assert.equal(done.tally.cameBack, 1)
  const { rows } = await database.query(
    "select login, name, status from member where name = 'u01661' order by login",
  )
  assert.deepEqual(rows, [
    { login: 'u01661', name: 'u01661', status: 'departed' },
    { login: 'u01661.2', name: 'u01661', status: 'active' },
  ])
  const folded = sentencesOf(fold(decisions))
  assert.ok(folded.has('u01661 is active') && folded.has('account 1 of u01661 is departed'))
  assert.deepEqual(
    [...folded].filter((sentence) => sentence.startsWith('u01153 ')),
    ['u01153 is departed'],
  )
})

test('what nobody decided in the file is found: one member of one team leaves it', async () => {
  const { items: groups } = await creator.ask(contract.directory.groups, {})
  const group = groups.find(({ members }) => members > 0)
  assert.ok(group !== undefined)
  const { items } = await creator.ask(contract.directory.groupMembers, {
    params: { groupId: group.id },
    query: { limit: 1 },
  })
  const [member] = items
  assert.ok(member !== undefined)
  await creator.ask(contract.directory.changeGroupMembers, {
    params: { groupId: group.id },
    body: { remove: [member.id] },
  })
  const folded = fold(decisions)
  const names = namesIn(folded)
  assert.deepEqual(compare(sentencesOf(folded), await readBack(creator, names)), {
    missing: [`${names.accountOf(member.login).person} is in team ${group.name}`],
    extra: [],
  })
})

test('a file that is no history of an organisation is refused with the line that is wrong', () => {
  const header =
    'seq,timestamp,org,team,user,event,old_value,new_value,object,commit,requested_at,requested_by'
  assert.throws(() => decisionsOf('name,login\n'), /first line/)
  assert.throws(() => decisionsOf(`${header}\n1,2,3\n`), /line 2/)
  assert.throws(() => decisionsOf(`${header}\n1,2018,"a,b",,u1,member_added,,member,,c1,,\n`), /line 2/)
})

test('events decided together stay together, in the order in which the file first speaks of them', () => {
  const events = decisions.flatMap((decision) => decision.events)
  assert.equal(events.length, 316)
  assert.equal(decisions.length, 111)
  assert.ok(decisions.every(({ commit, events: own }) => own.every((event) => event.commit === commit)))
})
