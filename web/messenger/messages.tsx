import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/states.tsx'

/** Conversations and the one that is open. */
export function MessagesPage() {
  const { t } = useTranslation('messenger')
  return <EmptyState title={t('soon')} />
}
