import { TeamOutlined } from '@ant-design/icons'
import type { Conversation, Message } from '@hufu/contract'
import { lineWords } from '@hufu/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Badge, Input } from 'antd'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDraft } from '../data/drafts.ts'
import { useMe } from '../data/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { useSettled } from '../ui/settled.ts'
import { EmptyState, Shown } from '../ui/states.tsx'
import { locale } from '../words/locale.ts'
import { ApprovalsRow } from './approvals-row.tsx'
import { StartMenu } from './start-menu.tsx'
import { whenShort } from './when.ts'

type List = { readonly items: readonly Conversation[] }

type Props = {
  readonly read: {
    readonly data: List | undefined
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  readonly chosen: string | null
  readonly find: string
  readonly onFind: (text: string) => void
  readonly onOpen: (id: string) => void
}

const ROW_PX = 66

/** My conversations, newest first, with what is unread; searched by title. */
export function ConversationList({ read, chosen, find, onFind, onOpen }: Props) {
  const { t } = useTranslation('messenger')
  const search = useSettled(find, onFind)
  return (
    <aside className="chat-list" aria-label={t('list.label')}>
      <header className="chat-list-head">
        <Input
          allowClear
          type="search"
          value={search.value}
          onChange={(event) => search.type(event.target.value)}
          placeholder={t('list.search')}
          aria-label={t('list.search')}
        />
        <StartMenu onOpen={onOpen} />
      </header>
      <ApprovalsRow chosen={chosen} find={search.value.trim()} onOpen={onOpen} />
      <Shown read={read}>
        {({ items }) => <Rows items={items} chosen={chosen} find={search.value.trim()} onOpen={onOpen} />}
      </Shown>
    </aside>
  )
}

type RowsProps = Pick<Props, 'chosen' | 'find' | 'onOpen'> & { readonly items: readonly Conversation[] }

function Rows({ items, chosen, find, onOpen }: RowsProps) {
  const { t } = useTranslation('messenger')
  const box = useRef<HTMLDivElement>(null)
  const wanted = find.toLowerCase()
  const shown = useMemo(
    () => items.filter(({ title }) => title.toLowerCase().includes(wanted)),
    [items, wanted],
  )
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (place) => shown[place]?.id ?? place,
    overscan: 8,
  })
  if (items.length === 0)
    return (
      <EmptyState
        title={t('list.empty')}
        hint={t('list.emptyHint')}
        action={<StartMenu onOpen={onOpen} withWords />}
      />
    )
  if (shown.length === 0) return <EmptyState title={t('list.none', { find })} />
  return (
    <div className="chat-rows" ref={box}>
      <ul aria-label={t('list.label')} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const conversation = shown[index]
          return conversation === undefined ? null : (
            <li key={key} style={{ transform: `translateY(${start}px)` }}>
              <Row conversation={conversation} here={conversation.id === chosen} onOpen={onOpen} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

type RowProps = {
  readonly conversation: Conversation
  readonly here: boolean
  readonly onOpen: (id: string) => void
}

function Row({ conversation, here, onOpen }: RowProps) {
  const { t } = useTranslation('messenger')
  const { id, title, kind, unread, updatedAt } = conversation
  return (
    <button
      type="button"
      className={here ? 'chat-row chat-row-here' : 'chat-row'}
      aria-current={here ? 'true' : undefined}
      onClick={() => onOpen(id)}
    >
      <span aria-hidden>
        <Badge
          count={unread}
          overflowCount={99}
          size="small"
          offset={[-2, 2]}
          title={t('list.unread', { count: unread })}
        >
          {kind === 'group' ? <GroupPicture /> : <Avatar name={title} size={42} />}
        </Badge>
      </span>
      <span className="chat-row-words">
        <span className="chat-row-top">
          <strong>{title}</strong>
          <time dateTime={updatedAt}>{whenShort(updatedAt, t('history.yesterday'))}</time>
        </span>
        <Last conversation={conversation} />
        {unread > 0 ? <span className="sr-only">{t('list.unread', { count: unread })}</span> : null}
      </span>
    </button>
  )
}

/** The picture of a group. */
export function GroupPicture({ size = 42 }: { readonly size?: number }) {
  return (
    <span className="group-picture" style={{ width: size, height: size, fontSize: size * 0.48 }} aria-hidden>
      <TeamOutlined />
    </span>
  )
}

function Last({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const draft = useDraft(me.id, conversation.id)
  if (conversation.can['read']?.allowed === false) return <small>{t('list.noRight')}</small>
  if (draft.trim() !== '')
    return (
      <small>
        <b className="draft">{t('list.draft')}</b> {draft}
      </small>
    )
  const { last } = conversation
  if (last === null) return <small>{conversation.otherDepartment ?? ''}</small>
  const who =
    conversation.kind === 'group' && last.kind !== 'system' && last.senderId !== me.id
      ? `${last.senderName}：`
      : ''
  return (
    <small>
      {who}
      {lastWords(last, (name) => t('list.file', { name }))}
    </small>
  )
}

function lastWords(last: Message, file: (name: string) => string): string {
  if (last.line !== null) return lineWords(last.line, locale())
  return last.file === null ? last.body : file(last.file.name)
}
