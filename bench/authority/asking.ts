import { apply, bitOf, check, emptyFacts, handleOf, targetOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { NOW, company, idOf, size } from './company.ts'
import type { Asked } from './company.ts'

/** Questions as the server asks them: by handle, bit and packed target. */
export type Packed = { readonly members: Int32Array; readonly bits: Int32Array; readonly targets: Int32Array }

/** The same questions by handles, bits and packed targets. */
export const pack = (facts: Facts, asked: readonly Asked[]): Packed => ({
  members: Int32Array.from(asked, ({ member }) => handleOf(facts, idOf('member', member))),
  bits: Int32Array.from(asked, ({ permission }) => bitOf(permission)),
  targets: Int32Array.from(asked, ({ target }) => targetOf(facts, target)),
})

/** Asks them all; gives how many were allowed. */
export function askAll(facts: Facts, { members, bits, targets }: Packed): number {
  let allowed = 0
  for (let at = 0; at < members.length; at++)
    // The three columns have one length.
    if (check(facts, members[at] as number, bits[at] as number, targets[at] as number, NOW)) allowed++
  return allowed
}

/** The whole company told, and each of its members compiled. */
export function load(): Facts {
  const facts = emptyFacts()
  for (const event of company()) apply(facts, event)
  // Every member is asked about once, so that what is measured is compiled and not only stored.
  for (let member = 0; member < size.members; member++) check(facts, member, 0, 0, NOW)
  return facts
}
