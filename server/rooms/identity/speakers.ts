import type { Speaker } from '../notices/index.ts'
import { factorSpeakers } from './factors/notices.ts'
import { LET_IN, letInWords } from './links/telling.ts'
import { NEW_DEVICE, newDeviceWords } from './new-device.ts'

/** The words of what this room tells. */
export const identitySpeakers: Readonly<Record<string, Speaker>> = {
  ...factorSpeakers,
  [NEW_DEVICE]: newDeviceWords,
  [LET_IN]: letInWords,
}
