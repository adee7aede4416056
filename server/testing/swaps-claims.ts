import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Options, Swap } from './swap.ts'

const { claims } = contract
const because = '测试需要'
/** Each step is for one person, and takes more than well-formed ids. */
const steps: Options = { succeeds: false }
const step =
  (body?: object): Swap['request'] =>
  (the) => ({ params: { claimId: the('claim') }, ...(body === undefined ? {} : { body }) })

/** Claiming that the creator is gone. */
export const ofClaims: readonly Swap[] = [
  swap(
    claims.make,
    (the) => ({ body: { successorId: the('person'), because, evidence: [{ words: because }] } }),
    steps,
  ),
  swap(claims.evidence, (the) => ({ params: { claimId: the('claim'), place: '0' } }), steps),
  swap(claims.vote, step({}), { ...steps, by: 'super' }),
  swap(claims.accept, step({ duties: [] }), steps),
  swap(claims.withdraw, step({}), { by: 'super' }),
  swap(claims.refute, step({}), steps),
]
