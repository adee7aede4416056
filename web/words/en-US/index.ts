import { after } from './after.ts'
import { approvals } from './approvals.ts'
import { asking } from './asking.ts'
import { authority } from './authority.ts'
import { changes } from './changes.ts'
import { claims } from './claims.ts'
import { common } from './common.ts'
import { console } from './console.ts'
import { creator } from './creator.ts'
import { directory } from './directory.ts'
import { entry } from './entry.ts'
import { explorer } from './explorer.ts'
import { flow } from './flow.ts'
import { giving } from './giving.ts'
import { halves } from './halves.ts'
import { handover } from './handover.ts'
import { imports } from './imports.ts'
import { ledger } from './ledger.ts'
import { linking } from './linking.ts'
import { lives } from './lives.ts'
import { measures } from './measures.ts'
import { messenger } from './messenger.ts'
import { plans } from './plans.ts'
import { protection } from './protection.ts'
import { proving } from './proving.ts'
import { requests } from './requests.ts'
import { revocations } from './revocations.ts'
import { seats } from './seats.ts'
import { security } from './security.ts'
import { self } from './self.ts'
import { settings } from './settings.ts'
import { verify } from './verify.ts'
import { visibility } from './visibility.ts'

/** Every word of the pages in this language, by area. */
export const words = {
  after,
  approvals,
  asking,
  authority,
  changes,
  claims,
  common,
  console,
  creator,
  directory,
  entry,
  explorer,
  flow,
  giving,
  halves,
  handover,
  imports,
  ledger,
  linking,
  lives,
  measures,
  messenger,
  plans,
  protection,
  proving,
  requests,
  revocations,
  seats,
  security,
  self,
  settings,
  verify,
  visibility,
} as const
