/**
 * What people wait for in a company of 100,000: the profile of a person, why somebody may or may not, who holds a role,
 * whom a rule of visibility would concern and what it leaves; and the search of somebody whose sight is limited.
 */
import { features, offices, randomFrom } from './authority/company.ts'
import { ask, ok } from './barrier/client.ts'
import { filledId, filledSizes } from './filled/fill.ts'
import { ending, filledServer } from './filled/server.ts'
import type { FilledServer } from './filled/server.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const size = filledSizes.usual
const LOOKS = 400
const WARM_UP = 40
/** Every fourth look is at one of the first members, who hold seats. */
const SEATS = 1000

/** Departments below the company whose people see their own and what is below it. */
const LIMITED = [1, 2, 3, 4, 5, 6, 7, 8]
/** Beginnings that fit everybody, a tenth, a thousandth and nobody. */
const TYPED = ['员工', 'yg', '员工1', 'yuangong12', '员工123', '王']

/** Milliseconds of each request but the first ones, one after the other, as one person looks. */
async function looking(look: (number: number) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  for (let number = -WARM_UP; number < LOOKS; number++) {
    const started = performance.now()
    await look(number)
    if (number >= 0) times.push(performance.now() - started)
  }
  return times
}

export const suite: Suite = {
  name: 'console',
  run: async (report, { progress }) =>
    ending(async (t) => {
      const filled = await filledServer(t, size, progress)
      const { server, token } = filled
      const random = randomFrom(51)
      const below = (limit: number): number => Math.floor(random() * limit)
      const somebody = (number: number): string =>
        filledId('member', below(number % 4 === 0 ? SEATS : size.members))
      const p95 = (metric: string, times: readonly number[]): void =>
        report({
          metric,
          value: quantile(times, 0.95),
          unit: 'ms',
          vs: { p50: quantile(times, 0.5), worst: quantile(times, 1) },
        })
      progress('explaining')
      const explained = await looking((number) => {
        const list = number % 3 === 0 ? offices : features
        return ok(server.address, token, 'POST', '/api/v1/decisions/explain', {
          memberId: somebody(number),
          permission: list[below(list.length)],
          target: { type: 'member', id: filledId('member', below(size.members)) },
        })
      })
      p95('explorer.p95', explained)
      progress('looking at profiles')
      const seen = await looking((number) =>
        ok(server.address, token, 'GET', `/api/v1/members/${somebody(number)}/permissions`),
      )
      p95('profile.p95', seen)
      progress('reading who holds a role')
      p95('holders.p95', await holding(filled))
      progress('limiting who sees whom')
      const { previewed, searched } = await limited(filled)
      p95('visibility.preview_p95', previewed)
      p95('search.limited_p95', searched)
    }),
}

type Listed = { readonly items: readonly Readonly<Record<string, unknown>>[] }

async function holding({ server, token }: FilledServer): Promise<readonly number[]> {
  const get = (path: string) => ok(server.address, token, 'GET', `/api/v1/roles${path}`)
  const { items } = (await get('')) as Listed
  return looking((number) => get(`/${String(items.at(number % items.length)?.['id'])}/holders`))
}

/** Limits the great departments, then looks at what a rule would do, through limited eyes, and with them. */
async function limited({ server, sessionAs }: FilledServer) {
  const creator = await sessionAs(0)
  const rule = (number: number) => ({
    kind: 'limit',
    about: { type: 'department', id: filledId('department', number) },
    reach: 'below',
    list: [],
    viewers: [],
  })
  // The creator is limited by nobody: a rule about their own department is refused.
  for (const number of LIMITED)
    await ask(server.address, creator, 'POST', '/api/v1/visibility', {
      terms: rule(number),
      because: '分部门',
    })
  const { number: viewer, total } = await limitedMember({ server, sessionAs })
  if (total === 0) throw new Error('nobody is limited')
  const previewed = await looking((number) =>
    number % 2 === 0
      ? ok(server.address, creator, 'POST', '/api/v1/visibility/weigh', { terms: rule(Math.abs(number) % 9) })
      : ok(server.address, creator, 'GET', `/api/v1/visibility/preview/${filledId('member', viewer)}`),
  )
  const own = await sessionAs(viewer)
  const searched = await looking((number) => {
    const typed = encodeURIComponent(TYPED.at(number % TYPED.length) ?? '')
    return ok(server.address, own, 'GET', `/api/v1/members?search=${typed}`)
  })
  return { previewed, searched }
}

/** The one who sees most of some members without seats and with limits. */
async function limitedMember({ server, sessionAs }: Pick<FilledServer, 'server' | 'sessionAs'>) {
  let most = { number: SEATS, total: 0 }
  for (let number = SEATS; number < SEATS + WARM_UP; number++) {
    const { status, text } = await ask(
      server.address,
      await sessionAs(number),
      'GET',
      '/api/v1/members?limit=1',
    )
    if (status !== 200) continue
    const { total } = JSON.parse(text) as { readonly total: number }
    if (total > most.total && total < size.members / 2) most = { number, total }
  }
  return most
}
