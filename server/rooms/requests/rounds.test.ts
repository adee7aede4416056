/** Rounds of the clerk, on two nodes of one process: what is due is done once, and a wrong clock finds nothing to do. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { refuse } from '@hufu/kit'
import { performOn } from '../../platform/act/index.ts'
import { because, company, endingWith, untilHolds } from '../../testing/index.ts'
import type { Company } from '../../testing/index.ts'
import { ask } from './asking.ts'
import { mindDue } from './clerk.ts'
import type { Clerk } from './clerk.ts'
import { decideRequest } from './deciding.ts'
import { groundOf, hashNow, locked } from './moving.ts'

const file = endingWith(after)
const DAY_MS = 86_400_000
let it: Company

before(async () => {
  it = await company(file, { nodes: 2 })
})

/** The clerk of a node, whose clock may be wrong; it counts the acts that it begins. */
function clerkOf(number: number, aheadMs = 0) {
  const node = it.nodes[number] ?? assert.fail('there is a node')
  const perform = performOn(node)
  const seen = { acts: 0 }
  const parts: Clerk = {
    node: { ...node, clock: { wall: () => Date.now() + aheadMs, mono: node.clock.mono } },
    perform: (...command) => {
      seen.acts += 1
      if (seen.acts > 300) throw new Error('it does not come to an end')
      return perform(...command)
    },
  }
  return { seen, round: () => mindDue(parts) }
}

const query = async (text: string, values: readonly unknown[] = []) => {
  const { rows } = (await it.nodes[0]?.pool.query<Record<string, unknown>>(text, [...values])) ?? { rows: [] }
  return rows
}

const asks = async (departmentId: string, until: string | null = null): Promise<string> => {
  const scope = { type: 'departments', ids: [departmentId] } as const
  const rights = [{ type: 'permission', key: 'resource.write' }] as const
  const lasts = until === null ? 600 : null
  const input = { kind: 'right', rights, scope, until, lasts, need: 'work', because } as const
  return (await it.as('wangwei', (act) => ask(act, input))).result.id
}

test('a node whose clock is a day ahead or behind finds due what is due by the database, and nothing else', async () => {
  const id = await asks(it.department.research)
  const state = async () => (await query('select state, hops from access_request where id = $1', [id]))[0]
  for (const aheadMs of [DAY_MS, -DAY_MS]) {
    const { seen, round } = clerkOf(0, aheadMs)
    await round()
    assert.deepEqual([seen.acts, await state()], [0, { state: 'pending', hops: 0 }])
  }
  await query(`update access_request set lapse_at = now(), next_at = now() where id = $1`, [id])
  await clerkOf(0, -DAY_MS).round()
  assert.equal((await state())?.['state'], 'lapsed')
})

test('what cannot be minded is tried once in a round', async () => {
  const id = await asks(it.department.research)
  await query(`update access_request set next_at = now() where id = $1`, [id])
  const node = it.nodes[0] ?? assert.fail('there is a node')
  let tries = 0
  const perform = () => {
    tries += 1
    if (tries > 50) throw new Error('it does not come to an end')
    return Promise.reject(refuse('access-request/nobody-can-decide'))
  }
  await mindDue({ node, perform })
  assert.equal(tries, 1)
  await clerkOf(0).round()
})

test('of very many that end at once every holder is told, and once, by however many nodes', async () => {
  const many = 60
  const until = new Date(Date.now() + DAY_MS).toISOString()
  const id = await asks(it.department.sales, until)
  await decide(id)
  const [made] = await query('select grant_id from request_grant where request_id = $1', [id])
  // The same grant, again and again, as if as many had been asked for.
  await query(
    `with more as (
       insert into authority_grant select (jsonb_populate_record(null::authority_grant, to_jsonb(g) || jsonb_build_object('id', gen_random_uuid()))).*
       from authority_grant g, generate_series(2, $2) where g.id = $1 returning workspace_id, id
     ) insert into request_grant select workspace_id, $3, id, now() from more`,
    [made?.['grant_id'], many, id],
  )
  await query('update request_grant set warn_at = now()')
  await Promise.all([clerkOf(0).round(), clerkOf(1).round()])
  await clerkOf(1).round()
  const [told] = await query(
    `select count(*)::int as count from notice where kind = 'request.grant-ending@1'`,
  )
  assert.equal(told?.['count'], many)
})

async function decide(id: string): Promise<void> {
  const open = async () => {
    const [task] = await query(
      `select member_id from request_task where request_id = $1 and state = 'open'`,
      [id],
    )
    return task === undefined ? null : String(task['member_id'])
  }
  await untilHolds('it is granted', async () => {
    const memberId = await open()
    if (memberId === null) return true
    await it.as({ type: 'member', memberId, sessionId: null }, async (act) => {
      const { hash } = await hashNow(groundOf(act), await locked(act, id))
      return decideRequest(act, { requestId: id, verdict: 'approve', termsHash: hash, because: '' })
    })
    return false
  })
}
