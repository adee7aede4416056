/**
 * What is given again on purpose. A grant or a seat for this person alone, one that is resumed, the end of a restriction of
 * this person alone and the end of a suspension name the person and bear a reason: what of their watched rights is allowed by exactly that
 * is noted as given, in the transaction that gives it, whichever door it came by. Anything else is left to the watch.
 */
import { administratorOf, apply, fork, grantOf, restrictionOf } from '@hufu/authority'
import type { AuthorityEvent, Facts } from '@hufu/authority'
import { actorText, record } from '../../../platform/act/index.ts'
import type { AfterChange, Changed } from '../../../platform/act/index.ts'
import { insertReturns, returnsOf, watchedOf } from './store-watch.ts'
import type { NewReturn } from './store-watch.ts'
import { WATCH_MS_MAX, decisionOn, pairKeyOf, returnedNow, watchedFrom } from './watch-list.ts'
import type { Watched } from './watch-list.ts'

/** What an act gives to one person by name: rules that allow, restrictions that no longer stand, and their being active again. */
type Given = {
  readonly rules: Set<string>
  readonly lifted: Set<string>
  restored: boolean
  because: string
}

/** Notes what was given again. For `perform`, after every change of authority. */
export const noteReturns: AfterChange = async (changed) => {
  const given = givenBy(changed)
  if (given.size === 0) return
  const { act } = changed.tally
  const now = act.at.getTime()
  const rows = await watchedOf(act, [...given.keys()], new Date(now - WATCH_MS_MAX))
  if (rows.length === 0) return
  const noted = Map.groupBy(
    await returnsOf(
      act.tx,
      act.workspaceId,
      rows.map(({ id }) => id),
    ),
    ({ revocationId }) => revocationId,
  )
  const after = factsAfter(changed)
  for (const row of rows) {
    const one = watchedFrom(row, new Set((noted.get(row.id) ?? []).map(pairKeyOf)))
    const gift = given.get(row.memberId)
    if (gift === undefined || one.until <= now) continue
    const returns = returnsBy(gift, one, changed.before, after, now)
    if (returns.length > 0) await noteOne(changed, one, gift, returns)
  }
}

async function noteOne(
  { tally }: Changed,
  { revocationId, memberId }: Watched,
  { rules, lifted, because }: Given,
  returns: readonly NewReturn[],
): Promise<void> {
  const givenBy = actorText(tally.act.actor)
  await insertReturns(tally, { revocationId, kind: 'given', givenBy, because, returns })
  const permissions = [...new Set(returns.map(({ pair }) => pair.permission))]
  record(
    tally,
    {
      name: 'revocation.given-again@1',
      data: { revocationId, memberId, permissions, by: [...rules, ...lifted] },
    },
    { sealed: { because }, about: [memberId] },
  )
}

/** Of the watched pairs that are allowed now and were not before: those that this very gift allows. */
function returnsBy(gift: Given, one: Watched, before: Facts, after: Facts, at: number): readonly NewReturn[] {
  return returnedNow(after, one, at).flatMap((pair): readonly NewReturn[] => {
    const was = decisionOn(before, one.memberId, pair, at)
    if (was.allowed) return []
    const { by } = decisionOn(after, one.memberId, pair, at)
    const isGiven =
      gift.restored ||
      by.some(({ id }) => gift.rules.has(id)) ||
      (was.because === 'authority/restricted' && was.by.every(({ id }) => gift.lifted.has(id)))
    return isGiven ? [{ pair, grounds: by }] : []
  })
}

function givenBy({ recorded, before }: Changed): ReadonlyMap<string, Given> {
  const all = new Map<string, Given>()
  const of = (memberId: string, because: string): Given => {
    const known = all.get(memberId) ?? { rules: new Set(), lifted: new Set(), restored: false, because: '' }
    all.set(memberId, known)
    if (because !== '') known.because = because
    return known
  }
  for (const { event, data, sealed } of recorded) {
    // Recorded from an event of exactly this shape: names bear the version.
    const it = { name: event, data } as unknown as AuthorityEvent
    const because = sealed['because'] ?? ''
    if (it.name === 'grant.given@1' && it.data.subject.type === 'member')
      of(it.data.subject.id, because).rules.add(it.data.grantId)
    else if (it.name === 'administrator.appointed@1')
      of(it.data.memberId, because).rules.add(it.data.administratorId)
    else if (it.name === 'creator.transferred@1') of(it.data.toId, because).rules.add(it.data.administratorId)
    else if (it.name === 'administrator.changed@1') {
      const memberId = administratorOf(before, it.data.administratorId)?.memberId
      if (memberId !== undefined) of(memberId, because).rules.add(it.data.administratorId)
    } else if (it.name === 'restriction.lifted@1') {
      const subject = restrictionOf(before, it.data.restrictionId)?.subject
      if (subject?.type === 'member') of(subject.id, because).lifted.add(it.data.restrictionId)
    } else if (it.name === 'grant.resumed@1') {
      const subject = grantOf(before, it.data.grantId)?.subject
      if (subject?.type === 'member') of(subject.id, because).rules.add(it.data.grantId)
    } else if (it.name === 'member.restored@1') of(it.data.memberId, because).restored = true
  }
  return all
}

// A batch has tried its own changes on a copy already; any other act is tried here, and only where somebody is watched.
function factsAfter({ tally: { act }, before, events }: Changed): Facts {
  if (act.facts !== before) return act.facts
  const after = fork(before)
  for (const event of events) apply(after, event)
  return after
}
