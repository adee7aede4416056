import type { FactorNeed } from '@hufu/contract'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { needsFor, tiers } from './wanted.ts'
import type { Tier, Wanted } from './wanted.ts'

type Props = {
  readonly wanted: Wanted
  readonly disabled: boolean
  readonly onNeed: (tier: Tier, need: FactorNeed) => void
}

/** By what each tier signs in. */
export function NeedsFields({ wanted: { profile, needs }, disabled, onNeed }: Props) {
  const { t } = useTranslation('protection')
  const { t: common } = useTranslation()
  return (
    <section className="sheet sheet-pad protection-needs" aria-label={t('needs.title')}>
      <h2>{t('needs.title')}</h2>
      <p className="quiet">{t('needs.lead')}</p>
      {tiers.map((tier) => (
        <label key={tier} className="protection-need">
          <span>{common(`tier.${tier}`)}</span>
          <Select<FactorNeed>
            value={needs[tier]}
            disabled={disabled || needsFor(profile, tier).length === 1}
            aria-label={common(`tier.${tier}`)}
            options={needsFor(profile, tier).map((need) => ({ value: need, label: t(`needs.${need}`) }))}
            onChange={(need) => onNeed(tier, need)}
          />
        </label>
      ))}
    </section>
  )
}
