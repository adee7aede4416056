/** Everybody asks for something: over the API as long as time allows, what is left by SQL in the same form. */
import { newId } from '@hufu/kit'
import type pg from 'pg'
import { filledId } from '../filled/fill.ts'
import { SEATS, size, tokenOf } from './company.ts'
import { together } from './client.ts'
import type { Line } from './client.ts'

const KEYS = ['resource.write', 'file.download'] as const
const AT_ONCE = 500
const LASTS_MINUTES = 30 * 24 * 60

/** What the n-th member asks for. */
export const askedBy = (number: number) => ({
  kind: 'right',
  rights: [{ type: 'permission', key: KEYS[number % KEYS.length] }],
  scope: { type: 'workspace' },
  lasts: LASTS_MINUTES,
  need: 'work',
  because: '新项目要整理去年的合同资料，需要这项权限',
})

export type Loaded = {
  readonly byApi: number
  readonly bySql: number
  /** Of those by the API. */
  readonly perSecond: number
  /** Who has not asked. */
  readonly left: readonly number[]
}

export type Loading = {
  readonly lines: readonly Line[]
  readonly pool: pg.Pool
  readonly count: number
  readonly secondsMax: number
  readonly progress: (text: string) => void
}

/** Has so many people ask. */
export async function load({ lines, pool, count, secondsMax, progress }: Loading): Promise<Loaded> {
  const people = await working(pool)
  const began = performance.now()
  let done = 0
  let refused = 0
  const tried = await together(lines, people, began + secondsMax * 1000, async (line, number) => {
    if (done >= count) return
    done += 1
    const { status, text } = await line.ask({
      token: tokenOf(number),
      method: 'POST',
      path: '/api/v1/requests',
      body: askedBy(number),
    })
    // Some hold it already, and for some it is barred: they do not count.
    if (status === 200) return
    if (status !== 409 && status !== 422 && status !== 403) throw new Error(`asking: ${status} ${text}`)
    done -= 1
    refused += 1
  })
  const perSecond = (done * 1000) / (performance.now() - began)
  progress(`${done} asked over the API, ${perSecond.toFixed(0)} a second; ${refused} could not`)
  const used = done + refused
  const left = people.slice(Math.min(tried, used))
  const bySql = done < count ? await fillUp(pool, left, count - done) : 0
  if (bySql > 0) progress(`${bySql} more by SQL, in the same form`)
  await pool.query('analyze access_request; analyze request_task; analyze authority_grant; analyze notice')
  return { byApi: done, bySql, perSecond, left: left.slice(bySql) }
}

/** Numbers of those at work who hold no seat. */
async function working(pool: pg.Pool): Promise<readonly number[]> {
  const { rows } = await pool.query<{ id: string }>("select id from member where status = 'active'")
  const active = new Set(rows.map(({ id }) => id))
  const numbers = Array.from({ length: size.members - SEATS }, (_, number) => number + SEATS)
  return numbers.filter((number) => active.has(filledId('member', number)))
}

// A request that went in is written again for others: with them in it, and with the head of their department asked.
async function fillUp(pool: pg.Pool, people: readonly number[], count: number): Promise<number> {
  const members = people.map((number) => filledId('member', number))
  const { rows } = await pool.query<{ id: string; head: string }>(
    `select a.member_id as id, h.member_id as head from appointment a
     join appointment h on h.workspace_id = a.workspace_id and h.department_id = a.department_id and h.is_head
     where a.is_primary and h.member_id <> a.member_id and a.member_id = any($1::uuid[]) limit $2`,
    [members, count],
  )
  const likeIt = `(select * from access_request where state = 'pending' and lifts = '[]' and jsonb_array_length(route) = 1 order by id limit 1) as r`
  const others = 'unnest($1::uuid[], $2::uuid[], $3::uuid[]) as o (id, member_id, head_id)'
  // A product's connection gives a statement a few seconds.
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE)
    const values = [some.map(() => newId()), some.map(({ id }) => id), some.map(({ head }) => head)]
    await pool.query(
      `with written as (
       insert into access_request
       select (jsonb_populate_record(null::access_request, to_jsonb(r) ||
         jsonb_build_object('id', o.id, 'member_id', o.member_id, 'requester_id', o.member_id))).*
       from ${likeIt}, ${others}
       returning workspace_id, id, member_id, round, stage, created_at
     ), asked as (
       insert into request_task (workspace_id, request_id, round, stage, member_id, via, state, hop, since)
       select w.workspace_id, w.id, w.round, w.stage, o.head_id, 'manager', 'open', 0, w.created_at
       from written w join ${others} on o.id = w.id
       returning request_id, member_id
     )
     insert into request_event (workspace_id, request_id, id, at, by_id, what, words, data)
     select w.workspace_id, w.id, gen_random_uuid(), w.created_at, w.member_id, 'submitted', '', '{}' from written w`,
      values,
    )
  }
  return rows.length
}
