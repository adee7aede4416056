import type { FactorNeed, FactorNeeds, ProtectionProfile } from '@hufu/contract'

/** What a company chooses: how strictly it decides, and by what each tier signs in. */
export type Wanted = { readonly profile: ProtectionProfile; readonly needs: FactorNeeds }
export type Tier = keyof FactorNeeds

export const tiers = ['creator', 'super', 'scoped', 'member'] as const satisfies readonly Tier[]
const strength: readonly FactorNeed[] = ['password', 'second-factor', 'phishing-resistant']

/** The least that a profile asks of a tier. */
const least: Readonly<Record<ProtectionProfile, FactorNeeds>> = {
  standard: { creator: 'password', super: 'password', scoped: 'password', member: 'password' },
  strict: {
    creator: 'phishing-resistant',
    super: 'second-factor',
    scoped: 'second-factor',
    member: 'password',
  },
}

/** The needs that can be chosen for a tier, the weakest first. */
export const needsFor = (profile: ProtectionProfile, tier: Tier): readonly FactorNeed[] =>
  strength.slice(strength.indexOf(least[profile][tier]))

/** The same choice under another profile: what was weaker than it asks is raised, and nothing is lowered. */
export function under(profile: ProtectionProfile, needs: FactorNeeds): Wanted {
  const raised = (tier: Tier): FactorNeed =>
    needsFor(profile, tier).includes(needs[tier]) ? needs[tier] : least[profile][tier]
  return {
    profile,
    needs: {
      creator: raised('creator'),
      super: raised('super'),
      scoped: raised('scoped'),
      member: raised('member'),
    },
  }
}

/** Whether nothing would change. */
export const isSame = (one: Wanted, other: Wanted): boolean =>
  one.profile === other.profile && tiers.every((tier) => one.needs[tier] === other.needs[tier])
