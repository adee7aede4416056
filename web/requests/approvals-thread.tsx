import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useWaitingCount } from '../data/waiting.ts'
import { usePhone } from '../ui/phone.ts'
import { ApprovalCards } from './approval-cards.tsx'

/** In place of a conversation: requests that wait for me as cards, the newest below. */
export function ApprovalsThread({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation('approvals')
  const { t: messenger } = useTranslation('messenger')
  const phone = usePhone()
  const count = useWaitingCount()
  return (
    <>
      <header className="thread-head">
        {phone ? (
          <Button
            type="text"
            icon={<ArrowLeftOutlined />}
            aria-label={messenger('thread.back')}
            onClick={onBack}
          />
        ) : null}
        <div className="thread-title">
          <h1>{t('chat')}</h1>
          <small className="quiet">{count === 0 ? t('chatNone') : t('chatHint', { count })}</small>
        </div>
      </header>
      <div className="approvals-scroll">
        <div>
          <ApprovalCards order="thread" />
        </div>
      </div>
    </>
  )
}
