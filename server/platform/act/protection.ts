import type { FactorNeeds, ProtectionProfile } from '@hufu/contract'
import type { Projection } from '../feed/index.ts'
import type { Act } from './act.ts'

/** How strictly a company proves and decides, as every node remembers it. */
export type Protection = { profile: ProtectionProfile; needs: FactorNeeds }

const usual: FactorNeeds = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }

/** What a company that has chosen nothing goes by. */
export const usualProtection = (): Protection => ({ profile: 'standard', needs: usual })

/** Asked at every critical act and every sign-in, so it is a question to memory. */
export const protectionProjection: Projection<Protection> = {
  name: 'protection',
  empty: usualProtection,
  async load(reader, state) {
    const row = await reader.db
      .selectFrom('protection')
      .select(['profile', 'needs'])
      .where('workspaceId', '=', reader.workspaceId)
      .executeTakeFirst()
    if (row !== undefined) Object.assign(state, row)
  },
  apply(state, event) {
    if (event.event !== 'protection.chosen@1') return
    // The ledger keeps these events in this form for ever: their names bear the version.
    const { profile, needs } = event.data as Protection
    Object.assign(state, { profile, needs })
  },
}

/** The profile of the company: at the fence of an act, or as a reader finds it. */
export const profileOf = ({ projection }: Pick<Act, 'projection'>): ProtectionProfile =>
  projection(protectionProjection).profile
