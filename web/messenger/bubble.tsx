import {
  CloseCircleFilled,
  CloudUploadOutlined,
  DownloadOutlined,
  FileOutlined,
  LoadingOutlined,
} from '@ant-design/icons'
import { contract, lineWords } from '@hufu/contract'
import type { Conversation, ConversationMember, FileView, Message } from '@hufu/contract'
import { Button, Popover, Progress, Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '../data/ask.ts'
import { useLost } from '../data/lost-rights.ts'
import { useMe } from '../data/me.ts'
import { discard, sendAgain } from '../data/outbox.ts'
import type { Outgoing } from '../data/outbox.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { useTell } from '../ui/tell.tsx'
import { locale } from '../words/locale.ts'
import { readersOf } from './readers.ts'
import { TextWithLinks } from './text-with-links.tsx'
import { sizeWords } from './when.ts'

type Props = {
  readonly message: Message
  /** The first of several that stand together: it carries picture, name and time. */
  readonly first: boolean
  readonly conversation: Conversation
  readonly members: readonly ConversationMember[]
}

/** A message as it stands in the conversation. */
export function MessageLine({ message, first, conversation, members }: Props) {
  const me = useMe()
  if (message.line !== null) return <p className="system-line">{lineWords(message.line, locale())}</p>
  const mine = message.senderId === me.id
  return (
    <Bubble
      mine={mine}
      first={first}
      name={message.senderName}
      named={conversation.kind === 'group' && !mine}
      at={message.at}
      foot={mine ? <Readers message={message} conversation={conversation} members={members} /> : null}
    >
      {message.file === null ? null : <FileCard file={message.file} conversation={conversation} />}
      {message.body === '' ? null : <TextWithLinks text={message.body} />}
    </Bubble>
  )
}

type BubbleProps = {
  readonly mine: boolean
  readonly first: boolean
  readonly name: string
  readonly named: boolean
  readonly at: string
  readonly foot: ReactNode
  readonly children: ReactNode
}

function Bubble({ mine, first, name, named, at, foot, children }: BubbleProps) {
  const time = dayjs(at)
  return (
    <article className={`line${mine ? ' line-mine' : ''}${first ? ' line-first' : ''}`} aria-label={name}>
      <span className="line-picture">{first ? <Avatar name={name} size={34} /> : null}</span>
      <div className="line-words">
        {first ? (
          <p className="line-head">
            {named ? <strong>{name}</strong> : null}
            <Tooltip title={time.format('YYYY-MM-DD HH:mm:ss Z')}>
              <time dateTime={at}>{time.format('HH:mm')}</time>
            </Tooltip>
          </p>
        ) : null}
        <div className="bubble">{children}</div>
        {foot}
      </div>
    </article>
  )
}

type ReadersProps = Pick<Props, 'message' | 'conversation' | 'members'>

/** Who has read a message of mine: a word for one person, counts with the list behind for a group. */
function Readers({ message, conversation, members }: ReadersProps) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  const { read, unread } = readersOf(message, members, me.id)
  if (read.length + unread.length === 0) return null
  if (conversation.kind === 'dm')
    return (
      <small className={read.length > 0 ? 'readers' : 'readers readers-open'}>
        {read.length > 0 ? t('bubble.read') : t('bubble.unread')}
      </small>
    )
  const words =
    unread.length === 0
      ? t('bubble.allRead')
      : read.length === 0
        ? t('bubble.unreadCount', { count: unread.length })
        : t('bubble.readCount', { count: read.length })
  return (
    <Popover
      trigger="click"
      title={t('bubble.readers')}
      content={<ReadersList read={read} unread={unread} />}
    >
      <button type="button" className={unread.length === 0 ? 'readers' : 'readers readers-open'}>
        {words}
      </button>
    </Popover>
  )
}

type ListsProps = ReturnType<typeof readersOf>

function ReadersList({ read, unread }: ListsProps) {
  const { t } = useTranslation('messenger')
  const list = (title: string, members: readonly ConversationMember[]) => (
    <section>
      <h3>
        {title} {members.length}
      </h3>
      <ul>
        {members.map(({ memberId, name, department }) => (
          <li key={memberId} title={department}>
            <Avatar name={name} size={22} /> {name}
          </li>
        ))}
      </ul>
    </section>
  )
  return (
    <div className="readers-list">
      {list(t('bubble.unread'), unread)}
      {list(t('bubble.read'), read)}
    </div>
  )
}

function FileCard({ file, conversation }: { readonly file: FileView; readonly conversation: Conversation }) {
  const { t } = useTranslation('messenger')
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const can = conversation.can['download']
  const lost = useLost(conversation.asked['download'])
  const fetchIt = (): void => {
    setBusy(true)
    download(contract.files.download, { params: { fileId: file.id } }, file.name)
      .catch(tell.problem)
      .finally(() => setBusy(false))
  }
  return (
    <div className="file-card">
      <FileOutlined className="file-icon" aria-hidden />
      <span className="file-words">
        <strong>{file.name}</strong>
        <small>{sizeWords(file.size)}</small>
        {can?.allowed === false && lost !== null ? <small className="file-lost">{lost}</small> : null}
      </span>
      <ReasonButton
        can={can}
        permission={conversation.asked['download'] ?? 'file.download'}
        type="text"
        icon={<DownloadOutlined />}
        loading={busy}
        onClick={fetchIt}
        aria-label={t('bubble.download', { name: file.name })}
      />
    </div>
  )
}

/** A message of mine that the server has not confirmed yet. */
export function OutgoingLine({ outgoing, name }: { readonly outgoing: Outgoing; readonly name: string }) {
  const { file, body, at } = outgoing
  return (
    <Bubble mine first name={name} named={false} at={at} foot={<Fate outgoing={outgoing} />}>
      {file === null ? null : (
        <div className="file-card">
          <CloudUploadOutlined className="file-icon" aria-hidden />
          <span className="file-words">
            <strong>{file.name}</strong>
            <small>{sizeWords(file.size)}</small>
            {outgoing.words === null ? (
              <Progress percent={Math.round(file.done * 100)} size="small" aria-label={file.name} />
            ) : null}
          </span>
        </div>
      )}
      {body === '' ? null : <TextWithLinks text={body} />}
    </Bubble>
  )
}

function Fate({ outgoing }: { readonly outgoing: Outgoing }) {
  const { t } = useTranslation('messenger')
  const { words, file } = outgoing
  if (words === null) {
    const uploading = file !== null && file.done < 1
    return (
      <small className="fate" role="status">
        <LoadingOutlined aria-hidden />{' '}
        {uploading ? t('bubble.uploading', { percent: Math.round(file.done * 100) }) : t('bubble.sending')}
      </small>
    )
  }
  return (
    <div className="fate fate-failed" role="alert">
      <span>
        <CloseCircleFilled aria-hidden /> {t('bubble.failed')} · {words}
      </span>
      <Button type="link" size="small" onClick={() => sendAgain(outgoing)}>
        {t('bubble.retry')}
      </Button>
      <Button type="link" size="small" onClick={() => discard(outgoing)}>
        {t('bubble.discard')}
      </Button>
    </div>
  )
}
