import { after } from './after.ts'
import { authority } from './authority.ts'
import { changes } from './changes.ts'
import { common } from './common.ts'
import { console } from './console.ts'
import { directory } from './directory.ts'
import { entry } from './entry.ts'
import { explorer } from './explorer.ts'
import { giving } from './giving.ts'
import { handover } from './handover.ts'
import { imports } from './imports.ts'
import { ledger } from './ledger.ts'
import { messenger } from './messenger.ts'
import { plans } from './plans.ts'
import { revocations } from './revocations.ts'
import { seats } from './seats.ts'
import { self } from './self.ts'
import { verify } from './verify.ts'
import { visibility } from './visibility.ts'

/** Every word of the pages in this language, by area. */
export const words = {
  after,
  authority,
  changes,
  common,
  console,
  directory,
  entry,
  explorer,
  giving,
  handover,
  imports,
  ledger,
  messenger,
  plans,
  revocations,
  seats,
  self,
  verify,
  visibility,
} as const
