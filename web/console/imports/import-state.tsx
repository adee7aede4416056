import type { ImportView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'

const tones = {
  reading: 'tag',
  ready: 'tag risk-medium',
  refused: 'tag tag-warn',
  committing: 'tag risk-medium',
  committed: 'tag tag-good',
  cancelled: 'tag',
} as const

/** Where an import stands, in a word. */
export function ImportState({ state }: { readonly state: ImportView['state'] }) {
  const { t } = useTranslation('imports')
  return <span className={tones[state]}>{t(`states.${state}`)}</span>
}
