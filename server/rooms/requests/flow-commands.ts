/** What the company and its people set about asking: the flow, and who stands in for whom. */
import { statusOf } from '@hufu/authority'
import type { Flow } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { sightOf } from '../directory/index.ts'
import { flowFault } from './flow.ts'
import { deputiesAround, endDeputyRow, insertDeputy, insertFlow, lockDeputy, readFlow } from './store-flow.ts'

const DEPUTY_DAYS_MAX = 92
const DAY_MS = 86_400_000

/** Sets how rights are asked for. What is under way goes on, and asks what it would have been asked since. */
export async function setFlow(
  act: Act,
  input: { readonly flow: Flow; readonly version: number; readonly because: string },
): Promise<{ readonly version: number }> {
  const tally = permit(act, 'request.flow.manage', { type: 'workspace' })
  const fault = flowFault(input.flow, (id) => statusOf(act.facts, id) === 'active')
  if (fault !== null) throw refuse('access-request/flow', { fault })
  const before = await readFlow(act.tx, act.workspaceId)
  // Two people at once: whoever is second has not seen what the first has set.
  if (before.version !== input.version) throw refuse('access-request/flow-changed')
  const version = before.version + 1
  await insertFlow(tally, { flow: input.flow, version, because: input.because })
  record(
    tally,
    { name: 'request.flow-set@1', data: { version, rules: input.flow.rules.length } },
    { sealed: { because: input.because } },
  )
  return { version }
}

/** INVARIANT Q11: has somebody decide in one's stead for a time; what they decide so they do not hand on. */
export async function setDeputy(
  act: Act,
  input: {
    readonly deputyId: string
    readonly from: string
    readonly until: string
    readonly because: string
  },
): Promise<{ readonly id: string }> {
  if (act.actor.type !== 'member') throw refuse('access-request/not-found')
  const me = act.actor.memberId
  const tally = permit(act, 'request.answer', { type: 'member', id: me })
  const [from, until] = [new Date(input.from), new Date(input.until)]
  if (until <= from || until <= act.at) throw refuse('authority/times-reversed')
  if (until.getTime() - from.getTime() > DEPUTY_DAYS_MAX * DAY_MS)
    throw refuse('access-request/deputy-too-long', { days: DEPUTY_DAYS_MAX })
  const isSeen = sightOf(act, me, act.at.getTime()).member(input.deputyId)
  if (input.deputyId === me || !isSeen || statusOf(act.facts, input.deputyId) !== 'active')
    throw refuse('access-request/deputy-unfit')
  const known = await deputiesAround(act.tx, act.workspaceId, me, act.at)
  const isTwice = known.some(
    ({ memberId, fromAt, untilAt }) => memberId === me && fromAt < until && from < untilAt,
  )
  if (isTwice) throw refuse('access-request/deputy-twice')
  const id = newId()
  await insertDeputy(tally, {
    id,
    memberId: me,
    deputyId: input.deputyId,
    fromAt: from,
    untilAt: until,
    because: input.because,
  })
  record(
    tally,
    {
      name: 'deputy.set@1',
      data: { deputyId: id, memberId: me, to: input.deputyId, from: input.from, until: input.until },
    },
    { sealed: { because: input.because }, about: [me, input.deputyId] },
  )
  return { id }
}

/** Decides for oneself again. */
export async function endDeputy(act: Act, { deputyId }: { readonly deputyId: string }): Promise<null> {
  const row = await lockDeputy(act, deputyId)
  if (act.actor.type !== 'member' || row === undefined) throw refuse('access-request/not-found')
  const me = act.actor.memberId
  if (row.memberId !== me && row.deputyId !== me) throw refuse('access-request/not-found')
  const tally = permit(act, 'request.answer', { type: 'member', id: me })
  await endDeputyRow(tally, row)
  record(
    tally,
    { name: 'deputy.ended@1', data: { deputyId: row.id, memberId: row.memberId, to: row.deputyId } },
    { about: [row.memberId, row.deputyId] },
  )
  return null
}
