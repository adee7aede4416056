import { ArrowLeftOutlined, EllipsisOutlined, LockOutlined, LogoutOutlined } from '@ant-design/icons'
import type { Conversation, ConversationView } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversationQuery } from '../data/conversations.ts'
import { historyQuery } from '../data/history.ts'
import type { History as Known } from '../data/history-pages.ts'
import { useLost } from '../data/lost-rights.ts'
import { isProblem, wordsOfError } from '../data/problem.ts'
import { conversationsQuery } from '../data/unread.ts'
import { usePhone } from '../ui/phone.ts'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { Link } from '@tanstack/react-router'
import { Composer } from './composer.tsx'
import { Details } from './details.tsx'
import { History } from './history.tsx'

type Props = { readonly id: string; readonly onOpen: (id: string | null) => void }

/** One conversation: what was said, and the place to say something. */
export function Thread({ id, onOpen }: Props) {
  const view = useQuery(conversationQuery(id))
  const known = useQuery(historyQuery(id))
  const listed = useQuery({
    ...conversationsQuery,
    select: ({ items }) => items.find((one) => one.id === id) ?? null,
  })
  const [details, setDetails] = useState(false)
  const refused = refusalOf(view.error) ?? refusalOf(known.error)
  if (refused !== null) return <Refused problem={refused} onOpen={onOpen} />
  const conversation: Conversation | undefined = view.data ?? listed.data ?? undefined
  if (conversation === undefined || known.data === undefined) {
    const error = view.error ?? known.error
    if (error === null) return <RowsSkeleton rows={7} />
    return <ErrorState error={error} onRetry={() => void Promise.all([view.refetch(), known.refetch()])} />
  }
  return (
    <>
      <Head conversation={conversation} onBack={() => onOpen(null)} onDetails={() => setDetails(true)} />
      <Said conversation={conversation} view={view.data} listed={listed.data ?? null} known={known.data} />
      <Composer conversation={conversation} />
      {details && view.data !== undefined ? (
        <Details view={view.data} onClose={() => setDetails(false)} onOpen={onOpen} />
      ) : null}
    </>
  )
}

type SaidProps = {
  readonly conversation: Conversation
  readonly view: ConversationView | undefined
  readonly listed: Conversation | null
  readonly known: Known
}

// The list hears of reads and messages first, so its numbers are the fresh ones.
function Said({ conversation, view, listed, known }: SaidProps) {
  const readSeq = Math.max(conversation.readSeq, listed?.readSeq ?? 0)
  return <History conversation={conversation} members={view?.members ?? []} known={known} readSeq={readSeq} />
}

type HeadProps = {
  readonly conversation: Conversation
  readonly onBack: () => void
  readonly onDetails: () => void
}

function Head({ conversation, onBack, onDetails }: HeadProps) {
  const { t } = useTranslation('messenger')
  const phone = usePhone()
  const { kind, title, memberCount, otherDepartment } = conversation
  return (
    <header className="thread-head">
      {phone ? (
        <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('thread.back')} onClick={onBack} />
      ) : null}
      <div className="thread-title">
        <h1>{title}</h1>
        <small>
          {kind === 'group' ? t('thread.count', { count: memberCount }) : (otherDepartment ?? '')}
        </small>
      </div>
      <Button type="text" icon={<EllipsisOutlined />} aria-label={t('thread.panel')} onClick={onDetails} />
    </header>
  )
}

type Problem = NonNullable<ReturnType<typeof refusalOf>>

/** A refusal hides at once what was shown before; a lost connection does not. */
function refusalOf(error: Error | null) {
  return isProblem(error) && (error.status === 403 || error.status === 404) ? error : null
}

function Refused({ problem, onOpen }: { readonly problem: Problem; readonly onOpen: Props['onOpen'] }) {
  const { t } = useTranslation('messenger')
  const { t: common } = useTranslation()
  const gone = problem.status === 404
  const lost = useLost('msg.read')
  return (
    <div role="status" className="thread-refused">
      <EmptyState
        icon={gone ? <LogoutOutlined /> : <LockOutlined />}
        title={gone ? t('thread.gone') : t('thread.noRight')}
        hint={gone ? t('thread.goneHint') : (lost ?? wordsOfError(problem))}
        action={
          gone ? (
            <Button onClick={() => onOpen(null)}>{t('thread.back')}</Button>
          ) : (
            <Link to="/me/permissions" search={{ lookFor: 'msg.read' }}>
              {common('why.myPermissions')}
            </Link>
          )
        }
      />
    </div>
  )
}
