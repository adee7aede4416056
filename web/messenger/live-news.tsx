import type { Message } from '@hufu/contract'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onNews } from '../data/conversations.ts'
import { onFrame } from '../data/socket.ts'

/** Tells screen readers of messages as they come, without taking the focus. */
export function LiveNews() {
  const { t } = useTranslation('messenger')
  const [news, setNews] = useState<Message | null>(null)
  useEffect(() => onNews(setNews), [])
  // What one may no longer see is not read out either.
  useEffect(
    () =>
      onFrame((frame) => {
        if (frame.type === 'rights' || (frame.type === 'conversation' && frame.gone)) setNews(null)
      }),
    [],
  )
  const body = news?.file?.name ?? news?.body ?? ''
  return (
    <div className="sr-only" aria-live="polite" role="log" aria-label={t('thread.live')}>
      {news === null ? null : <p key={news.id}>{t('bubble.said', { name: news.senderName, body })}</p>}
    </div>
  )
}
