import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/states.tsx'

/** The company by department, to find and reach people. */
export function ContactsPage() {
  const { t } = useTranslation('messenger')
  return <EmptyState title={t('soon')} />
}
