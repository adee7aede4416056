import { contract } from '@hufu/contract'
import type { Message } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { conversationsQuery } from '../data/unread.ts'
import { EmptyState, Shown } from '../ui/states.tsx'
import { clockTime } from '../ui/time.tsx'
import type { EvidenceChosen } from './evidence.ts'

/** The newest so many of a conversation are offered. */
const OFFERED = 100
const LABEL_MAX = 60

type Props = { readonly onPick: (one: EvidenceChosen) => void; readonly onClose: () => void }

/** Chooses one message, or the file in it, from a conversation that I can read. */
export function MessagePicker({ onPick, onClose }: Props) {
  const { t } = useTranslation('asking')
  const list = useQuery(conversationsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const [find, setFind] = useState('')
  return (
    <Modal open title={t('evidence.pick')} onCancel={onClose} footer={null} destroyOnHidden>
      <div className="evidence-picker">
        <Select
          aria-label={t('evidence.conversation')}
          placeholder={t('evidence.conversation')}
          value={chosen}
          loading={list.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(list.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setChosen}
        />
        {chosen === null ? (
          <p className="quiet">{t('evidence.pickHint')}</p>
        ) : (
          <>
            <Input.Search
              allowClear
              value={find}
              aria-label={t('evidence.find')}
              placeholder={t('evidence.find')}
              onChange={(event) => setFind(event.target.value)}
            />
            <Messages key={chosen} conversationId={chosen} find={find} onPick={onPick} />
          </>
        )}
      </div>
    </Modal>
  )
}

type MessagesProps = {
  readonly conversationId: string
  readonly find: string
  readonly onPick: Props['onPick']
}

function Messages({ conversationId, find, onPick }: MessagesProps) {
  const { t } = useTranslation('asking')
  const read = useAsk(contract.messaging.messages, { params: { conversationId }, query: { limit: OFFERED } })
  return (
    <Shown read={read}>
      {({ items }) => {
        const wanted = find.trim().toLowerCase()
        const shown = items
          .filter((one) => one.kind !== 'system' && textOf(one).toLowerCase().includes(wanted))
          .toReversed()
        if (shown.length === 0) return <EmptyState title={t('evidence.none')} />
        return (
          <ul className="evidence-messages">
            {shown.map((message) => (
              <li key={message.id}>
                <button type="button" onClick={() => onPick(evidenceOf(message))}>
                  <span>
                    <strong>{message.senderName}</strong>{' '}
                    <small className="quiet">{clockTime(message.at)}</small>
                  </span>
                  <span>{textOf(message)}</span>
                </button>
              </li>
            ))}
          </ul>
        )
      }}
    </Shown>
  )
}

const textOf = ({ file, body }: Message): string => file?.name ?? body

function evidenceOf(message: Message): EvidenceChosen {
  const { id, conversationId, file, senderName } = message
  if (file !== null) return { sent: { type: 'file', id: file.id }, label: file.name }
  return {
    sent: { type: 'message', conversationId, messageId: id },
    label: `${senderName}：${message.body.slice(0, LABEL_MAX)}`,
  }
}
