/** What the barrier said of many revocations: kept with each, and written at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Applied } from '@hufu/contract'
import { performOn } from '../../../platform/act/index.ts'
import { company } from '../../../testing/index.ts'
import { keepBarrier } from './applied.ts'
import { takeAndKeep } from '../taking.ts'

test('what the barrier said late is written at once for many, counts for each from its own taking, and what was kept stands', async (t) => {
  const { id: people, nodes, workspaceId } = await company(t)
  const [node] = nodes
  assert.ok(node !== undefined)
  const perform = performOn(node)
  const take = async (memberId: string): Promise<string> => {
    const { result } = await perform(
      { type: 'member', memberId: people.lina, sessionId: null },
      { name: 'revocations.take', kind: 'authority', workspaceId, batch: true },
      (act) => takeAndKeep(act, { memberId, permissions: ['msg.dm'], reason: 'incident', because: '被盗' }),
    )
    return result.id
  }
  const [old, young, first] = [
    await take(people.wangwei),
    await take(people.zhoujie),
    await take(people.sunli),
  ]
  const aged = async (id: string, ms: number): Promise<void> => {
    const text = `update revocation set at = at - $2 * interval '1 millisecond' where id = $1`
    await node.pool.query(text, [id, ms])
  }
  await aged(old, 60_000)
  await aged(young, 20_000)
  const said = (tookMs: number): Applied => ({
    state: 'applied',
    revision: 1,
    tookMs,
    nodes: [{ node: node.name, afterMs: tookMs, outcome: 'acknowledged' }],
  })
  await keepBarrier({ perform }, workspaceId, [first], said(3))
  await node.pool.query(
    `create table statements (rows int not null);
     create function count_statement() returns trigger language plpgsql as
       $$ begin insert into statements select count(*) from changed; return null; end $$;
     create trigger counted after update on revocation referencing new table as changed
       for each statement execute function count_statement()`,
  )
  await keepBarrier({ perform }, workspaceId, [old, young, first], said(5), 'later')

  const { rows } = await node.pool.query<{ rows: number }>('select rows from statements')
  assert.deepEqual(rows, [{ rows: 2 }])
  const kept = await node.pool.query<{ id: string; applied: Applied }>('select id, applied from revocation')
  const of = (id: string): Applied | undefined => kept.rows.find((row) => row.id === id)?.applied
  for (const [id, from] of [
    [old, 60_000],
    [young, 20_000],
  ] as const) {
    const tookMs = of(id)?.tookMs ?? 0
    assert.ok(tookMs >= from && tookMs < from + 20_000, `${tookMs} ms`)
    assert.equal(of(id)?.nodes[0]?.afterMs, tookMs)
  }
  assert.deepEqual(of(first), said(3), 'what was kept first')
})
