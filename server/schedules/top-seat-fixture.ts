/** Handing on the top seat of a company on several servers, step by step and from outside. */
import type { Browser, Cluster } from '../testing/index.ts'

export const because = '测试需要'
const password = 'nine yellow lanterns'

export type Transfer = { readonly id: string; readonly hash: string; readonly state: string }
export type Overview = {
  readonly creator: { readonly id: string }
  readonly duties: readonly { readonly key: string }[]
  readonly current: Transfer | null
  readonly leftToday: number
}

// The routes answer exactly this.
export const overview = async (who: Browser) =>
  (await who.ok('GET', '/api/v1/creator')) as unknown as Overview
export const signIn = (who: Browser, login: string) => who.ok('POST', '/api/v1/sessions', { login, password })

/** Offers the seat, proved by password. */
export async function offered(by: Browser, successorId: string, formerBecomes = 'super'): Promise<Transfer> {
  const body = { successorId, formerBecomes, because }
  return (await by.ok('POST', '/api/v1/creator/transfers', body)) as unknown as Transfer
}

/** What accepting takes: where to and what to send. */
export async function acceptance(who: Browser, { id, hash }: Transfer) {
  const duties = (await overview(who)).duties.map(({ key }) => key)
  return { path: `/api/v1/creator/transfers/${id}/accept`, body: { hash, duties } }
}

/** As if the last switches had been long ago: so often a day is enough. */
export const anotherDay = (it: Pick<Cluster, 'pool'>) =>
  it.pool.query("update creator_transfer set done_at = done_at - interval '2 days' where done_at is not null")
