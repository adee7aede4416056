import type { HalfState } from '@hufu/contract'
import { useTranslation } from 'react-i18next'

const looks: Readonly<Record<HalfState, string>> = {
  waiting: 'tag tag-warn',
  agreed: 'tag risk-medium',
  refused: 'tag tag-broken',
  used: 'tag tag-good',
  withdrawn: 'tag',
  lapsed: 'tag',
}

/** How it stands with a second person, in a word. */
export function HalfTag({ state }: { readonly state: HalfState }) {
  const { t } = useTranslation('halves')
  return <span className={looks[state]}>{t(`state.${state}`)}</span>
}
