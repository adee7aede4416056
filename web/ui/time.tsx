import { Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

const DAY_MS = 24 * 60 * 60 * 1000

/** An instant as people write it here: `2026-11-21 19:03`, in the viewer's zone. */
export const clockTime = (instant: string | number): string => dayjs(instant).format('YYYY-MM-DD HH:mm')

/** An instant to the second, with its zone: for what is looked at closely or kept on paper. */
export const exactTime = (instant: string | number): string => dayjs(instant).format('YYYY-MM-DD HH:mm:ss Z')

const TICK_MS = 30_000
let now = Date.now()
const ticking = new Set<() => void>()
let clock: ReturnType<typeof setInterval> | null = null

function onTick(listener: () => void): () => void {
  ticking.add(listener)
  now = clock === null ? Date.now() : now
  clock ??= setInterval(() => {
    now = Date.now()
    for (const tell of ticking) tell()
  }, TICK_MS)
  return () => {
    ticking.delete(listener)
    if (ticking.size > 0 || clock === null) return
    clearInterval(clock)
    clock = null
  }
}

/** The time now in milliseconds, drawn again every half minute so that "2 minutes ago" stays true. */
export function useNow(): number {
  return useSyncExternalStore(onTick, () => now)
}

/** An instant for the eye: relative under a day, absolute else, and always exact on hover. */
export function Time({ at }: { readonly at: string }) {
  useTranslation()
  const away = Math.abs(useNow() - dayjs(at).valueOf())
  return (
    <Tooltip title={exactTime(at)}>
      <time dateTime={at} className="time">
        {away < DAY_MS ? dayjs(at).fromNow() : clockTime(at)}
      </time>
    </Tooltip>
  )
}

/** From when until when something holds, in words; no end reads "without end". */
export function Span({ from, until }: { readonly from: string | null; readonly until: string | null }) {
  const { t } = useTranslation()
  return (
    <span className="span">
      {from === null ? null : <>{t('time.since', { time: clockTime(from) })} · </>}
      {until === null ? t('time.forever') : t('time.until', { time: clockTime(until) })}
    </span>
  )
}
