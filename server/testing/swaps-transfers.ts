import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Options, Swap } from './swap.ts'

const { transfers } = contract
const because = '测试需要'
const hash = 'f'.repeat(64)
/** Each step is for one person, and takes more than well-formed ids. To whomever a transfer does not concern it is not there. */
const steps: Options = { succeeds: false }
const step =
  (body?: object): Swap['request'] =>
  (the) => ({ params: { transferId: the('transfer') }, ...(body === undefined ? {} : { body }) })

/** Handing on the top seat. */
export const ofTransfers: readonly Swap[] = [
  swap(transfers.read, step()),
  swap(transfers.checklist, step(), steps),
  swap(transfers.letterFile, step(), steps),
  swap(transfers.preview, (the) => ({ body: { successorId: the('person'), formerBecomes: 'super' } }), steps),
  swap(
    transfers.offer,
    (the) => ({ body: { successorId: the('person'), formerBecomes: 'super', because } }),
    steps,
  ),
  swap(transfers.approve, step({ hash }), steps),
  swap(transfers.letter, step({ hash, name: 'a.pdf', content: 'JVBERi0=' }), steps),
  swap(transfers.accept, step({ hash, duties: [] }), steps),
  swap(transfers.decline, step({ because })),
  swap(transfers.arm, step({ hash }), steps),
  swap(transfers.cancel, step({ because }), steps),
  swap(transfers.veto, step({ because }), steps),
  swap(transfers.revert, step({ hash, because }), steps),
  swap(transfers.agreeToRevert, step({ hash }), steps),
  swap(
    transfers.tick,
    (the) => ({
      params: { transferId: the('transfer'), item: 'announcement' },
      body: { evidence: because },
    }),
    steps,
  ),
]
