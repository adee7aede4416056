import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/states.tsx'

/** Tools of the day: what waits for me and what I can start. */
export function WorkbenchPage() {
  const { t } = useTranslation('messenger')
  return <EmptyState title={t('soon')} />
}
