import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

type Given = { readonly person: string; readonly stranger: string }
const bodyOf =
  (occasion: 'departure' | 'inservice') =>
  ({ person, stranger }: Given) => ({
    fromId: person,
    toId: stranger,
    kind: 'report',
    occasion,
    because: 'probe',
  })

/** Probes of what this room asks: both by offering somebody's reports to a colleague of theirs. */
export const handoverProbes: readonly Probe[] = [
  probe('handover.run', contract.handover.offer, {
    needs: ['person', 'report', 'stranger'],
    body: bodyOf('departure'),
  }),
  probe('handover.inservice', contract.handover.offer, {
    needs: ['person', 'report', 'stranger'],
    body: bodyOf('inservice'),
  }),
]
