import type { Perform } from '../../platform/act/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import type { Handover } from '../handover/index.ts'
import type { StrongHolders } from './eligible.ts'

/** What carrying a transfer out takes. */
export type Switching = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly holders: StrongHolders
  readonly takeBackup: Handover['takeBackup']
}
