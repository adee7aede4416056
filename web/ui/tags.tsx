import { useTranslation } from 'react-i18next'

type Status = 'invited' | 'active' | 'suspended' | 'departed'
type Tier = 'creator' | 'super' | 'scoped' | 'member'

/** Where a member stands in the company: a dot and a word. */
export function StatusTag({ status }: { readonly status: Status }) {
  const { t } = useTranslation()
  return <span className={`dotted status-${status}`}>{t(`status.${status}`)}</span>
}

/** The tier of a member; ordinary members show none unless asked. */
export function TierTag({ tier, always = false }: { readonly tier: Tier; readonly always?: boolean }) {
  const { t } = useTranslation()
  if (tier === 'member' && !always) return null
  return <span className={`tag tier-${tier}`}>{t(`tier.${tier}`)}</span>
}
