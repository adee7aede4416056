/** What a request is: its life, the terms that are agreed to, and what a flow asks of them. Pure. */
import { createHash } from 'node:crypto'
import { permission } from '@hufu/authority'
import type { PermissionKey, Risk } from '@hufu/authority'
import { canonicalJson, machine } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import type { RequestRow } from './store.ts'
import type { Terms } from './tables.ts'

/**
 * The life of a request. Whoever approves in part leaves it where it is; `grant` is the last yes. What has ended takes no
 * decision any more, but a refusal may be appealed.
 */
export const requestLife = machine('access-request', {
  draft: { submit: 'pending', ask: 'confirming', withdraw: 'withdrawn', lapse: 'lapsed' },
  confirming: { confirm: 'pending', withdraw: 'withdrawn', lapse: 'lapsed' },
  pending: {
    approve: 'pending',
    grant: 'granted',
    reject: 'rejected',
    ask: 'needs-info',
    offer: 'offered',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
  },
  'needs-info': { answer: 'pending', withdraw: 'withdrawn', lapse: 'lapsed' },
  offered: {
    accept: 'pending',
    decline: 'pending',
    declineOfPanel: 'appealed',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
  },
  rejected: { appeal: 'appealed' },
  appealed: {
    approve: 'appealed',
    grant: 'granted',
    reject: 'upheld',
    offer: 'offered',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
  },
  upheld: { appeal: 'appealed' },
  granted: {},
  withdrawn: {},
  lapsed: {},
})

/** States in which approvers are asked. */
export const isDecided = (state: RequestRow['state']): boolean => state === 'pending' || state === 'appealed'

const order: readonly Risk[] = ['low', 'medium', 'high', 'critical']

/** The highest risk among permissions. */
export const riskOf = (keys: readonly PermissionKey[]): Risk =>
  order[Math.max(0, ...keys.map((key) => order.indexOf(permission(key).risk)))] ?? 'low'

/** Whether a risk is at least another. */
export const isAtLeast = (risk: Risk, least: Risk): boolean => order.indexOf(risk) >= order.indexOf(least)

type Hashed = Pick<RequestRow, 'id' | 'kind' | 'memberId' | 'grantId' | 'lifts' | 'round'> & {
  readonly terms: Terms | null
}

/**
 * INVARIANT Q4: what an approver says stands for exactly this: whom it is for, the rights and what they stand for today,
 * where, when, and what is lifted for it. `permissions` are those the rights stand for now: a role that changes in
 * between is not what was agreed to.
 */
export function termsHashOf(request: Hashed, permissions: readonly PermissionKey[]): string {
  const { id, kind, memberId, grantId, lifts, round, terms } = request
  const text = canonicalJson({
    id,
    kind,
    memberId,
    grantId,
    lifts: [...lifts].toSorted(),
    round,
    // Rights and scopes are plain JSON by their types; their readonly lists hide it.
    terms: terms as unknown as Json,
    permissions: [...permissions].toSorted(),
  })
  return createHash('sha256').update(text).digest('base64url')
}
