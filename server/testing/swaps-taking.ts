import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Swap, The } from './swap.ts'

const { criticalActs, halves, plans, revocations } = contract
const because = '测试需要'
const ofRevocation: Swap['request'] = (the) => ({ params: { revocationId: the('revocation') } })
const ofOne = (the: The) => ({
  people: [{ who: the('person') }],
  due: '2099-01-01T00:00:00Z',
  reason: 'move',
  because,
})
const ofHalf: Swap['request'] = (the) => ({ params: { halfId: the('half') } })
const ofPlan: Swap['request'] = (the) => ({ params: { planId: the('plan') } })

/** Taking back, planning to, and what comes after. */
export const ofTaking: readonly Swap[] = [
  swap(revocations.take, (the) => ({
    body: { memberId: the('person'), permissions: ['file.download'], reason: 'request', because },
  })),
  swap(revocations.list, (the) => ({ query: { memberId: the('person') } }), { silent: true }),
  swap(revocations.one, ofRevocation),
  swap(revocations.verify, (the) => ({ ...ofRevocation(the, ''), body: {} })),
  swap(revocations.receipt, ofRevocation),
  swap(
    plans.preview,
    (the) => ({ body: { what: 'rights', permissions: ['file.download'], people: [{ who: the('person') }] } }),
    {
      silent: true,
    },
  ),
  swap(plans.make, (the) => ({
    body: { ...ofOne(the), what: 'rights', permissions: ['file.download'] },
  })),
  swap(plans.make, (the) => ({ body: { ...ofOne(the), what: 'grants', grantIds: [the('grant')] } }), {
    succeeds: false,
  }),
  swap(plans.move, (the) => ({ body: { appointmentId: the('appointment'), departmentId: the('empty') } })),
  swap(plans.list, (the) => ({ query: { memberId: the('person') } }), { silent: true }),
  swap(plans.one, ofPlan),
  swap(plans.items, ofPlan),
  swap(plans.agree, (the) => ({ ...ofPlan(the, ''), body: { people: 1 } }), { succeeds: false, also: 409 }),
  swap(plans.cancel, (the) => ({ ...ofPlan(the, ''), body: { because } })),
  swap(plans.carryOut, (the) => ({ ...ofPlan(the, ''), body: { memberIds: [the('person')] } }), {
    succeeds: false,
    also: 409,
  }),
  swap(plans.carryOut, (the) => ({ ...ofPlan(the, ''), body: {} })),
  swap(criticalActs.revert, (the) => ({ params: { revision: the('act') }, body: { because } }), {
    by: 'super',
  }),
  swap(halves.read, ofHalf),
  swap(halves.agree, (the) => ({ ...ofHalf(the, ''), body: { hash: '' } }), { succeeds: false }),
  swap(halves.refuse, (the) => ({ ...ofHalf(the, ''), body: { because } }), { succeeds: false }),
  swap(halves.withdraw, ofHalf),
  swap(revocations.after, ofRevocation),
  swap(revocations.attempts, ofRevocation),
  swap(revocations.contest, (the) => ({ ...ofRevocation(the, ''), body: { words: because } }), {
    // One contests what was taken from oneself; that of others is not there.
    succeeds: false,
  }),
  swap(
    revocations.decideContest,
    (the) => ({ ...ofRevocation(the, ''), body: { decision: 'uphold', because } }),
    // Nobody has contested it.
    { succeeds: false },
  ),
  swap(revocations.restore, (the) => ({
    ...ofRevocation(the, ''),
    // No item of it: what a revocation has cannot be named by anybody who may not look at it.
    body: { items: ['01990000-0000-7000-8000-000000000000'], because },
  })),
]
