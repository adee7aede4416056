import assert from 'node:assert/strict'
import { SECOND_HALF_HEADER } from '@hufu/contract'
import type { FactorNeeds, HalfView, ProtectionProfile } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { permit, record } from '../platform/act/index.ts'
import type { Act } from '../platform/act/index.ts'
import type { Answer, Asked, Browser } from './browser.ts'
import type { Founded } from './house.ts'

const byPassword = { creator: 'password', super: 'password', scoped: 'password', member: 'password' } as const
/** What strict asks of those above, as it does where somebody chooses it. */
export const strictNeeds = {
  ...byPassword,
  creator: 'phishing-resistant',
  super: 'second-factor',
  scoped: 'second-factor',
} as const satisfies FactorNeeds

/** Chooses how strictly the company decides, in an act under way: where nothing but that is looked at. */
export async function choose(
  act: Act,
  profile: ProtectionProfile,
  needs: FactorNeeds = byPassword,
): Promise<void> {
  const tally = permit(act, 'sec.policy.manage', { type: 'workspace' })
  const { workspaceId, at: since } = act
  await tally.tx
    .insertInto('protection')
    .values({ workspaceId, profile, needs, since, byId: null })
    .onConflict((row) => row.column('workspaceId').doUpdateSet({ profile, needs, since }))
    .execute()
  record(tally, { name: 'protection.chosen@1', data: { profile, needs } })
}

/** Has the creator make the company strict, or what it was. Everybody still proves by their password unless said otherwise. */
export async function makeStrict(
  { house, creatorId }: Pick<Founded, 'house' | 'creatorId'>,
  profile: ProtectionProfile = 'strict',
  needs: FactorNeeds = byPassword,
): Promise<void> {
  const workspaceId = house.node.feed.known()[0]?.workspaceId ?? assert.fail('there is a company')
  const proof = { consume: () => Promise.resolve({ id: newId(), method: 'password' as const }) }
  await house.perform(
    { type: 'member', memberId: creatorId, sessionId: null },
    { name: 'protection.choose', kind: 'authority', workspaceId, proof },
    (act) => choose(act, profile, needs),
  )
}

/** Asks for somebody behind an act, as exactly the bytes that a browser of ours would send. */
export async function askForHalf(who: Browser, [method, path, body]: Asked): Promise<HalfView> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const asked = await who.ok('POST', '/api/v1/halves', {
    act: { method, path, body: text },
    because: '请一起看',
  })
  // The route answers exactly this.
  return asked as unknown as HalfView
}

/** Asks for somebody behind an act, and has them agree. Gives the id by which it is done. */
export async function agreedHalf(who: Browser, second: Browser, asked: Asked): Promise<string> {
  const { id, act } = await askForHalf(who, asked)
  await second.ok('POST', `/api/v1/halves/${id}/agree`, { hash: act.hash })
  return id
}

/** Does an act with what somebody has agreed to. */
export const withHalf = (
  who: Browser,
  [method, path, body]: Asked,
  half: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => who.ask(method, path, body, { ...headers, [SECOND_HALF_HEADER]: half })
