/** What an administrator waits for in a company of 100,000: the profile of a person, and why somebody may or may not. */
import { features, offices, randomFrom } from './authority/company.ts'
import { ok } from './barrier/client.ts'
import { filledId, filledSizes } from './filled/fill.ts'
import { ending, filledServer } from './filled/server.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const size = filledSizes.usual
const LOOKS = 400
const WARM_UP = 40
/** Every fourth look is at one of the first members, who hold seats. */
const SEATS = 1000

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
      const { server, token } = await filledServer(t, size, progress)
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
    }),
}
