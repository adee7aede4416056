import { MessageOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { conversationsQuery } from '../data/unread.ts'
import { usePhone } from '../ui/phone.ts'
import { EmptyState } from '../ui/states.tsx'
import { ConversationList } from './conversation-list.tsx'
import { ApprovalsThread } from '../requests/approvals-thread.tsx'
import { APPROVALS } from './approvals-row.tsx'
import { LiveNews } from './live-news.tsx'
import { StartMenu } from './start-menu.tsx'
import { Thread } from './thread.tsx'
import './messenger.css'

const route = getRouteApi('/signed/work/')

/** Conversations on the left, the open one beside it; on a phone one after the other. */
export function MessagesPage() {
  const phone = usePhone()
  const { t } = useTranslation()
  const { c: chosen = null, find = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(conversationsQuery)
  const open = (id: string | null): void =>
    void navigate({ search: (before) => ({ ...before, c: id ?? undefined }) })
  return (
    <div className={phone ? 'chat chat-phone' : 'chat'}>
      {chosen === null ? <h1 className="sr-only">{t('nav.messages')}</h1> : null}
      {phone && chosen !== null ? null : (
        <ConversationList
          read={list}
          chosen={chosen}
          find={find}
          onFind={(text) =>
            void navigate({
              search: (before) => ({ ...before, find: text === '' ? undefined : text }),
              replace: true,
            })
          }
          onOpen={open}
        />
      )}
      {phone && chosen === null ? null : (
        <section className="chat-main">
          {chosen === null ? (
            <NothingOpen onOpen={open} />
          ) : chosen === APPROVALS ? (
            <ApprovalsThread onBack={() => open(null)} />
          ) : (
            <Thread key={chosen} id={chosen} onOpen={open} />
          )}
        </section>
      )}
      <LiveNews />
    </div>
  )
}

function NothingOpen({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const { t } = useTranslation('messenger')
  return (
    <EmptyState
      icon={<MessageOutlined />}
      title={t('thread.choose')}
      hint={t('thread.chooseHint')}
      action={<StartMenu onOpen={onOpen} withWords />}
    />
  )
}
