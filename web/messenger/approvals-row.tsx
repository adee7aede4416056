import { AuditOutlined } from '@ant-design/icons'
import { Badge } from 'antd'
import { useTranslation } from 'react-i18next'
import { mayAnswer, useWaitingCount } from '../data/waiting.ts'

/** Stands where the id of a conversation stands: the thread of requests that wait for me. */
export const APPROVALS = 'approvals'

type Props = {
  readonly chosen: string | null
  readonly find: string
  readonly onOpen: (id: string) => void
}

/** Pinned above my conversations while something waits for me, or while it is open. */
export function ApprovalsRow({ chosen, find, onOpen }: Props) {
  const { t } = useTranslation('approvals')
  const count = useWaitingCount()
  const here = chosen === APPROVALS
  const name = t('chat')
  if (!mayAnswer() || (count === 0 && !here)) return null
  if (!name.toLowerCase().includes(find.toLowerCase())) return null
  return (
    <button
      type="button"
      className={here ? 'chat-row chat-row-here chat-row-pinned' : 'chat-row chat-row-pinned'}
      aria-current={here ? 'true' : undefined}
      onClick={() => onOpen(APPROVALS)}
    >
      <span aria-hidden>
        <Badge count={count} overflowCount={99} size="small" offset={[-2, 2]}>
          <span className="group-picture approvals-picture">
            <AuditOutlined />
          </span>
        </Badge>
      </span>
      <span className="chat-row-words">
        <span className="chat-row-top">
          <strong>{name}</strong>
        </span>
        <HowMany count={count} />
      </span>
    </button>
  )
}

function HowMany({ count }: { readonly count: number }) {
  const { t } = useTranslation('approvals')
  return <small>{count === 0 ? t('chatNone') : t('chatHint', { count })}</small>
}
