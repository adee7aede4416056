import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

/** Probes of what this room asks. */
export const calendarProbes: readonly Probe[] = [
  probe('request.flow.manage', contract.calendar.previewWorkingTime, {
    reach: 'workspace',
    body: () => ({
      zone: 'Asia/Shanghai',
      from: '09:00',
      until: '18:00',
      days: [1, 2, 3, 4, 5],
      holidays: [],
      workdays: [],
    }),
  }),
]
