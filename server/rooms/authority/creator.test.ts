import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { administratorsOf, dump, emptyFacts, tierOf } from '@hufu/authority'
import type { FormerBecomes } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { because, company } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { authorityCommands, giveSeatsAgain, handOnTheSeat, refuseIfNoSuperStays } from './index.ts'

const refused = (code: string) => (error: unknown) => isRefusal(error) && error.code === code

const handing = (it: Company, from: Who, to: Who, formerBecomes: FormerBecomes = 'super') => {
  const terms = { fromId: it.id[from], toId: it.id[to], formerBecomes }
  return async (act: Act) => {
    const tally = permit(act, 'creator.transfer', { type: 'workspace' })
    await refuseIfNoSuperStays(act, terms)
    return handOnTheSeat(tally, { ...terms, because })
  }
}

function factsOf({ nodes: [node], workspaceId }: Company) {
  assert.ok(node !== undefined)
  return node.feed.facts(workspaceId)
}
const tiers = (it: Company) =>
  Object.fromEntries(
    Object.entries(it.id).map(([who, id]) => [who, tierOf(factsOf(it), id, Date.now())]),
  ) as Record<Who, string | null>
const creators = (it: Company) => administratorsOf(factsOf(it)).filter(({ tier }) => tier === 'creator')

test('O1 the top seat goes over in one entry, and the former creator becomes what was said', async (t) => {
  const it = await company(t)
  const { result } = await it.as('chenli', handing(it, 'chenli', 'lina'))
  assert.deepEqual(await it.newest(2), ['creator.transferred@1', 'administrator.appointed@1'])
  assert.equal(result.endedIds.length, 2, 'the creator’s seat and what the successor had')
  assert.deepEqual([tiers(it).chenli, tiers(it).lina], ['super', 'creator'])
  assert.deepEqual(
    creators(it).map(({ memberId }) => memberId),
    [it.id.lina],
  )
  await it.as('lina', handing(it, 'lina', 'chenli', 'member'))
  assert.deepEqual([tiers(it).chenli, tiers(it).lina], ['creator', null])
  await it.as('chenli', handing(it, 'chenli', 'sunli', 'scoped'))
  assert.deepEqual([tiers(it).chenli, tiers(it).sunli], ['scoped', 'creator'])
  const [own] = administratorsOf(factsOf(it), it.id.chenli)
  assert.deepEqual(own?.scope, { type: 'own-department' })
  assert.ok(own.permissions.includes('perm.grant') && !own.permissions.includes('admin.assign'))
})

test('O1 a node that starts afterwards knows the same from the tables', async (t) => {
  const it = await company(t)
  await it.as('chenli', handing(it, 'chenli', 'wangwei', 'scoped'))
  const [node] = it.nodes
  assert.ok(node !== undefined)
  const before = JSON.stringify(dump(factsOf(it)))
  await node.feed.load(it.workspaceId)
  assert.equal(JSON.stringify(dump(factsOf(it))), before)
  assert.notEqual(before, JSON.stringify(dump(emptyFacts())))
})

test('nobody but the creator hands the top seat on, and nobody hands on another’s', async (t) => {
  const it = await company(t)
  await assert.rejects(it.as('lina', handing(it, 'chenli', 'lina')), refused('authority/not-administrator'))
  await assert.rejects(it.as('chenli', handing(it, 'lina', 'zhaomin')), refused('authority/not-creator'))
  await assert.rejects(it.as('chenli', handing(it, 'chenli', 'chenli')), refused('authority/not-creator'))
  assert.deepEqual(
    creators(it).map(({ memberId }) => memberId),
    [it.id.chenli],
  )
})

test('O2 where there have been two super administrators, one stays when the successor was the last', async (t) => {
  const it = await company(t)
  const end = (administratorId: string) => (act: Act) =>
    authorityCommands['administrators.end'](act, { administratorId, because })
  await it.as('chenli', end(it.seat.zhaomin))
  await assert.rejects(
    it.as('chenli', handing(it, 'chenli', 'lina', 'member')),
    refused('authority/last-super'),
  )
  await it.as('chenli', handing(it, 'chenli', 'lina', 'super'))
  assert.equal(tiers(it).chenli, 'super')
})

test('what the successor had is given again as it was when the seat goes back', async (t) => {
  const it = await company(t)
  const before = administratorsOf(factsOf(it), it.id.zhangqiang)
  const { result } = await it.as('chenli', handing(it, 'chenli', 'zhangqiang'))
  const { endedIds } = result
  const member = { memberId: it.id.zhangqiang, endedIds, because }
  await it.as('zhangqiang', async (act) => {
    const tally = permit(act, 'creator.transfer', { type: 'workspace' })
    await handOnTheSeat(tally, {
      fromId: it.id.zhangqiang,
      toId: it.id.chenli,
      formerBecomes: 'member',
      because,
    })
    return giveSeatsAgain(tally, member)
  })
  const plain = (rows: typeof before) => rows.map(({ administratorId: _, ...row }) => row)
  assert.deepEqual(plain(administratorsOf(factsOf(it), it.id.zhangqiang)), plain(before))
  assert.deepEqual([tiers(it).chenli, tiers(it).zhangqiang], ['creator', 'scoped'])
})
