import { ArrowDownOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Conversation, ConversationMember } from '@hufu/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Button, Spin } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readUpTo } from '../data/conversations.ts'
import { readEarlier } from '../data/history.ts'
import type { History as Known } from '../data/history-pages.ts'
import { useMe } from '../data/me.ts'
import { useOutgoing } from '../data/outbox.ts'
import { useTell } from '../ui/tell.tsx'
import { MessageLine, OutgoingLine } from './bubble.tsx'
import { rowsOf } from './history-rows.ts'
import type { Row } from './history-rows.ts'
import { dayWords } from './when.ts'

type Props = {
  readonly conversation: Conversation
  readonly members: readonly ConversationMember[]
  readonly known: Known
  readonly readSeq: number
}

const ROW_PX = 58
const NEAR_END_PX = 80
const NEAR_START_ROWS = 4

/** What was said: newest at the bottom and kept there, earlier pages read when scrolled up to. */
export function History({ conversation, members, known, readSeq }: Props) {
  const { t } = useTranslation('messenger')
  const outgoing = useOutgoing(conversation.id)
  const rows = useMemo(() => rowsOf(known.items, known.more, outgoing), [known, outgoing])
  const box = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (place) => rows[place]?.key ?? place,
    overscan: 12,
    paddingEnd: 16,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR_END_PX,
    onChange: (virtual) => setAtEnd(virtual.isAtEnd(NEAR_END_PX)),
  })
  const drawn = lines.getVirtualItems()
  useEarlier(conversation.id, known.more && (drawn[0]?.index ?? NEAR_START_ROWS) < NEAR_START_ROWS)
  useStartAtEnd(lines, conversation.id)
  useRead(conversation, known, readSeq, atEnd)
  return (
    <div className="history">
      <div
        className="history-scroll"
        ref={box}
        role="region"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-label={t('history.label', { title: conversation.title })}
      >
        <div className="history-body" style={{ height: lines.getTotalSize() }}>
          {drawn.map(({ index, start, key }) => {
            const row = rows[index]
            const style = { transform: `translateY(${start}px)` }
            return row === undefined ? null : (
              <div
                key={key}
                ref={lines.measureElement}
                data-index={index}
                className="history-row"
                style={style}
              >
                <Line row={row} conversation={conversation} members={members} />
              </div>
            )
          })}
        </div>
      </div>
      {atEnd ? null : <Down known={known} readSeq={readSeq} onDown={() => lines.scrollToEnd()} />}
    </div>
  )
}

type DownProps = Pick<Props, 'known' | 'readSeq'> & { readonly onDown: () => void }

function Down({ known, readSeq, onDown }: DownProps) {
  const { t } = useTranslation('messenger')
  const fresh = Math.max(0, (known.items.at(-1)?.seq ?? 0) - readSeq)
  return (
    <Button className="history-down" shape="round" icon={<ArrowDownOutlined />} onClick={onDown}>
      {fresh > 0 ? t('history.fresh', { count: fresh }) : t('history.bottom')}
    </Button>
  )
}

type LineProps = { readonly row: Row } & Pick<Props, 'conversation' | 'members'>

function Line({ row, conversation, members }: LineProps) {
  const { t } = useTranslation('messenger')
  const me = useMe()
  if (row.type === 'day')
    return <p className="history-day">{dayWords(row.at, t('history.today'), t('history.yesterday'))}</p>
  if (row.type === 'start')
    return (
      <p className="history-start">
        {row.more ? <Spin size="small" aria-label={t('history.loading')} /> : t('history.start')}
      </p>
    )
  if (row.type === 'outgoing') return <OutgoingLine outgoing={row.outgoing} name={me.name} />
  return <MessageLine message={row.message} first={row.first} conversation={conversation} members={members} />
}

/** Reads earlier pages while their place is looked at. */
function useEarlier(conversationId: string, wanted: boolean): void {
  const tell = useTell()
  const reading = useRef(false)
  // Scrolling is what causes this, and only the virtualizer knows of it.
  useEffect(() => {
    if (!wanted || reading.current) return
    reading.current = true
    readEarlier(conversationId)
      .catch(tell.problem)
      .finally(() => (reading.current = false))
  }, [conversationId, wanted, tell])
}

/** A conversation opens at its end; sizes become known while it is drawn. */
function useStartAtEnd(lines: { readonly scrollToEnd: () => void }, conversationId: string): void {
  const done = useRef<string | null>(null)
  useEffect(() => {
    if (done.current === conversationId) return
    done.current = conversationId
    lines.scrollToEnd()
    const again = requestAnimationFrame(() => lines.scrollToEnd())
    return () => cancelAnimationFrame(again)
  }, [lines, conversationId])
}

/** Tells the server what I have read: the end of the conversation, in a window that is looked at. */
function useRead({ id, can }: Conversation, known: Known, readSeq: number, atEnd: boolean): void {
  const last = known.items.at(-1)?.seq ?? 0
  const told = useRef(0)
  const seen = useSeen()
  const mayRead = can['read']?.allowed !== false
  useEffect(() => {
    if (!atEnd || !seen || !mayRead || last <= readSeq || last <= told.current) return
    told.current = last
    ask(contract.messaging.markRead, { params: { conversationId: id }, body: { seq: last } }).then(
      ({ unread }) => readUpTo(id, last, unread),
      // It is told again with the next message; a lost mark only keeps a red dot.
      () => (told.current = 0),
    )
  }, [id, last, readSeq, atEnd, seen, mayRead])
}

function useSeen(): boolean {
  const [seen, setSeen] = useState(document.visibilityState === 'visible')
  useEffect(() => {
    const look = (): void => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return seen
}
