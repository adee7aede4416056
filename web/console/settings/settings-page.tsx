import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/page-head.tsx'
import { MailState } from './mail-state.tsx'
import { WorkingTime } from './working-time.tsx'
import '../console.css'
import './settings.css'

/** What holds for the whole company. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  return (
    <div className="page page-narrow settings">
      <PageHead title={t('title')} lead={t('lead')} />
      <WorkingTime />
      <MailState />
    </div>
  )
}
