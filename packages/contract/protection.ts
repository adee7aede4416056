import { z } from 'zod'
import { can, change, id, instant, reason } from './common.ts'
import { route } from './define.ts'
import { factorNeed, factorNeeds, protectionProfile } from './factors.ts'
import { tier } from './identity.ts'

/** Somebody whom a stricter rule would let into nothing but their own factors until they have what it asks. */
const stopped = z.object({ memberId: id, name: z.string(), tier, need: factorNeed })

export const protectionView = z.object({
  profile: protectionProfile,
  needs: factorNeeds,
  /** Who does not have what is asked as it stands. */
  unmet: z.number().int(),
  change: can,
  since: instant.nullable(),
  by: z.string().nullable(),
})
export type ProtectionView = z.infer<typeof protectionView>

const wanted = z.strictObject({ profile: protectionProfile, needs: factorNeeds })

export const protection = {
  read: route(
    'GET',
    '/api/v1/protection',
    { summary: 'How strictly this company proves and decides', asks: ['sec.session.view'] },
    { answer: protectionView },
  ),
  preview: route(
    'POST',
    '/api/v1/protection/preview',
    { summary: 'Whom another setting would ask for more', asks: ['sec.session.view'] },
    {
      body: wanted,
      answer: z.object({
        /** The first 100 of them. */
        stopped: z.array(stopped),
        total: z.number().int(),
        /** Whether whoever asks would be among them: that is refused. */
        me: z.boolean(),
        /** Whether there is a second person for what is critical. */
        seconds: z.boolean(),
      }),
    },
  ),
  choose: route(
    'PUT',
    '/api/v1/protection',
    { summary: 'Choose how strictly this company proves and decides', asks: ['sec.policy.manage'] },
    {
      body: wanted.extend({ because: reason }),
      answer: protectionView.extend({ applied: change.shape.applied }),
    },
  ),
}
