import { rootOf, seatsInForce, speaksOf, statusOf, targetOf, tierOf } from '@hufu/authority'
import type { Target, Tier } from '@hufu/authority'
import type { HideableField, VisibilityTerms } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { lockGroup } from '../store.ts'
import { fieldOf } from './fields.ts'
import { visibility } from './projection.ts'
import { refuseUnseen } from './unseen.ts'
import { insertRule, lockRule, markEnded, termsOf, updateRule } from './store.ts'
import type { RuleRow } from './store.ts'

/** Rules that stand at once: each is looked at when a viewer's eyes are worked out. */
const RULES_MAX = 1000

type Worded = { readonly because: string }

/** Sets a rule of who sees whom. */
export async function setRule(
  act: Act,
  { terms, because }: Worded & { readonly terms: VisibilityTerms },
): Promise<{ readonly id: string }> {
  const tally = permit(act, 'org.visibility.manage', targetOfAbout(terms.about))
  refuseAbove(act, terms)
  if (act.projection(visibility).rules.size >= RULES_MAX)
    throw refuse('directory/visibility-full', { max: RULES_MAX })
  await refuseImpossible(act, terms, [])
  const id = newId()
  await insertRule(tally, { id, terms, because })
  record(tally, { name: 'visibility.set@1', data: { ruleId: id, terms } }, besideOf(terms, because))
  return { id }
}

/** Changes whom a rule spares and how far it goes; its kind and whom it is about stay. */
export async function changeRule(
  act: Act,
  { ruleId, terms, because }: Worded & { readonly ruleId: string; readonly terms: VisibilityTerms },
): Promise<null> {
  const { row, tally } = await lockStanding(act, ruleId)
  const before = termsOf(row)
  if (before.kind !== terms.kind || !sameThing(before.about, terms.about))
    throw refuse('directory/visibility-other')
  await refuseImpossible(act, terms, namedIn(before))
  await updateRule(tally, { id: ruleId, terms, because })
  record(tally, { name: 'visibility.changed@1', data: { ruleId, terms } }, besideOf(terms, because))
  return null
}

/** Ends a rule: from now on it hides nothing. */
export async function endRule(
  act: Act,
  { ruleId, because }: Worded & { readonly ruleId: string },
): Promise<null> {
  const { row, tally } = await lockStanding(act, ruleId)
  await markEnded(tally, ruleId, because)
  const terms = termsOf(row)
  record(tally, { name: 'visibility.ended@1', data: { ruleId, terms } }, besideOf(terms, because))
  return null
}

/** Reads one hidden field of a person for an administrator. The read is on record before the answer leaves. */
export async function revealField(
  act: Act,
  { memberId, field, because }: Worded & { readonly memberId: string; readonly field: HideableField },
): Promise<{ readonly value: string | null }> {
  const tally = permit(act, 'org.field.sensitive.view', { type: 'member', id: memberId })
  const value = await fieldOf(act.tx, act.workspaceId, memberId, field)
  record(
    tally,
    { name: 'visibility.revealed@1', data: { memberId, field } },
    { sealed: { because }, about: [memberId] },
  )
  return { value }
}

/** Where setting a rule is asked: at the person, the department, or for everyone at the company. */
export function targetOfAbout(about: VisibilityTerms['about']): Target {
  return about.type === 'everyone' ? { type: 'workspace' } : about
}

const sameThing = (one: VisibilityTerms['about'], other: VisibilityTerms['about']): boolean =>
  one.type === other.type && (one.type === 'everyone' || other.type === 'everyone' || one.id === other.id)

const besideOf = ({ about }: VisibilityTerms, because: string) => ({
  sealed: { because },
  about: about.type === 'member' ? [about.id] : [],
})

async function lockStanding(
  act: Act,
  ruleId: string,
): Promise<{ readonly row: RuleRow; readonly tally: Tally<'org.visibility.manage'> }> {
  const row = await lockRule(act, ruleId)
  if (row === undefined) throw refuse('directory/not-found', { what: 'rule' })
  const terms = termsOf(row)
  const tally = permit(act, 'org.visibility.manage', targetOfAbout(terms.about))
  if (row.endedAt !== null) throw refuse('directory/visibility-ended')
  refuseAbove(act, terms)
  refuseOwnLimit(act, terms)
  return { row, tally }
}

const ranks: Readonly<Record<Tier, number>> = { scoped: 1, super: 2, creator: 3 }
const rankOf = (tier: Tier | null): number => (tier === null ? 0 : ranks[tier])

/** INVARIANT V15: nobody of the same or a higher tier is among those a rule is about, whoever sets it aside (as A30). */
function refuseAbove(act: Act, { about }: VisibilityTerms): void {
  if (act.actor.type !== 'member' || about.type === 'member') return
  const at = act.at.getTime()
  const own = act.actor.memberId
  const mine = rankOf(tierOf(act.facts, own, at))
  const peers = new Set(
    seatsInForce(act.facts, at)
      .filter(({ memberId, tier }) => memberId !== own && rankOf(tier) >= mine)
      .map(({ memberId }) => memberId)
      .filter((memberId) => speaksOf(act.facts, about, memberId)),
  )
  if (peers.size > 0) throw refuse('directory/visibility-peers', { count: peers.size })
}

/** INVARIANT V16: a scoped administrator does not widen what they see themselves. */
function refuseOwnLimit(act: Act, terms: VisibilityTerms): void {
  if (act.actor.type !== 'member' || terms.kind !== 'limit') return
  const own = act.actor.memberId
  if (tierOf(act.facts, own, act.at.getTime()) !== 'scoped') return
  if (speaksOf(act.facts, terms.about, own)) throw refuse('directory/visibility-own')
}

const namedIn = (terms: VisibilityTerms) => [...terms.viewers, ...(terms.kind === 'limit' ? terms.list : [])]

// What the rule named before may go on standing in it, whoever sees it.
async function refuseImpossible(
  act: Act,
  terms: VisibilityTerms,
  before: ReturnType<typeof namedIn>,
): Promise<void> {
  const { facts } = act
  if (terms.kind === 'hide' && terms.about.type === 'department' && terms.about.id === rootOf(facts))
    throw refuse('directory/visibility-root')
  const named = namedIn(terms)
  const people = named.filter(({ type, id }) => type === 'member' && !before.some((one) => one.id === id))
  refuseUnseen(
    act,
    people.map(({ id }) => id),
  )
  for (const { type, id } of named) {
    if (type === 'group') await lockGroup(act, id)
    else if (targetOf(facts, { type, id }) < 0) throw refuse('directory/not-found', { what: type })
  }
  const { about } = terms
  if (about.type === 'member' && statusOf(facts, about.id) === 'departed') throw refuse('member/not-now')
}
