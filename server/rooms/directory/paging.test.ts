import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standingIn } from '@hufu/authority'
import { pageOf } from './paging.ts'
import { searchTerms } from './search.ts'
import type { MemberFilter } from './store-views.ts'
import { startCompany } from './testing/company.ts'

const given = ['安', '白', '晨', '丹', '恩', '芳', '刚', '红', '佳', '凯', '兰', '明']

test('V1 V14 a list is the same page by page whether those one may see are few, many or everybody', async (t) => {
  const { does, rootId, reading } = await startCompany(t)
  const dev = await does('departments.create', { parentId: rootId, name: '研发部' })
  const sales = await does('departments.create', { parentId: rootId, name: '销售部' })
  for (const [at, name] of given.entries())
    await does('members.add', {
      name: `${at % 3 === 0 ? '王' : '李'}${name}`,
      login: `staff${at}`,
      departmentId: at % 2 === 0 ? dev.id : sales.id,
    })
  const seen = reading()
  const places = [{ departments: [dev.id], people: [] }]
  const few = standingIn(seen.facts, { places, except: [], status: null })
  // As in a company where too many work in the department to be named.
  const many = { ...few, count: 100_000 }
  for (const search of ['', '王', '李', 'staff', '没有']) {
    const ways = await Promise.all(
      [few, many].map(async (whom) => {
        const shown: string[] = []
        let after: MemberFilter['after'] = null
        const totals: (number | null)[] = []
        for (let next: string | null = ''; next !== null;) {
          const page = await pageOf(seen, { ...filterBy(seen.workspaceId, search), after }, whom)
          const last = page.rows.at(-1)
          shown.push(...page.rows.map(({ name }) => name))
          totals.push(page.total)
          next = page.next
          after = last === undefined ? null : [last.sortKey, last.id]
        }
        return { shown, total: totals[0] ?? null }
      }),
    )
    const wanted = given
      .map((name, at) => ({ name: `${at % 3 === 0 ? '王' : '李'}${name}`, at }))
      .filter(
        ({ name, at }) => at % 2 === 0 && (search === '' || search === 'staff' || name.includes(search)),
      )
    for (const { shown } of ways)
      assert.deepEqual(shown.toSorted(), wanted.map(({ name }) => name).toSorted(), search)
    assert.deepEqual(ways[0]?.shown, ways[1]?.shown, search)
    if (search !== '') assert.equal(ways[0]?.total, wanted.length, search)
  }
})

const filterBy = (workspaceId: string, search: string): MemberFilter => ({
  workspaceId,
  terms: searchTerms(search),
  phone: null,
  unsearched: null,
  path: null,
  status: null,
  inIds: null,
  notInIds: null,
  after: null,
  limit: 2,
})
