import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { contract } from '@hufu/contract'
import { emptyDatabase } from '../../server/testing/index.ts'
import { foundOwn } from '../people.ts'
import { startServer } from '../server.ts'
import { decisionsOf, readDecisions } from './events.ts'
import { compare } from './facts.ts'
import { fold, sentencesOf } from './fold.ts'
import { readBack } from './read-back.ts'
import { replay } from './replay.ts'
import { isEqual } from './report.ts'

const extract = join(import.meta.dirname, '..', 'fixtures', 'kubernetes-org-extract.csv')

test('a replayed history leaves the company as the file says, by whom it was decided, in a ledger that verifies', async (t) => {
  const { url } = await emptyDatabase(t)
  const server = await startServer({ env: { DATABASE_URL: url } })
  t.after(server.stop)
  const creator = await foundOwn(server, 'Replay')
  const decisions = readDecisions(extract)
  const done = await replay(creator, decisions, () => {})
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

  // What nobody decided in the file is found: one member of one team leaves it.
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
  const found2 = await readBack(creator, (name) => name)
  assert.deepEqual(compare(sentencesOf(fold(decisions)), found2), {
    missing: [`${member.login} is in team ${group.name}`],
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
  const decisions = readDecisions(extract)
  const events = decisions.flatMap((decision) => decision.events)
  assert.equal(events.length, 316)
  assert.equal(decisions.length, 111)
  assert.ok(decisions.every(({ commit, events: own }) => own.every((event) => event.commit === commit)))
})
