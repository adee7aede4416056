import { DatePicker, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime } from '../ui/time.tsx'

const DAYS = [7, 30, 90] as const
type Props = {
  readonly id?: string
  /** ISO-8601 UTC, or null for without end. */
  readonly value?: string | null
  readonly onChange?: (until: string | null) => void
}
/** A form's field for when something begins: at once, or at an instant to come. ISO-8601 UTC, null for at once. */
export function FromField({ id, value = null, onChange }: Props) {
  const { t } = useTranslation('authority')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('terms.from')}
        value={value === null ? 'now' : 'date'}
        options={[
          { value: 'now', label: t('terms.now') },
          { value: 'date', label: t('terms.later') },
        ]}
        onChange={(event) => onChange?.(event.target.value === 'now' ? null : tomorrow())}
      />
      {value === null ? null : (
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('terms.startDate')}
          allowClear={false}
          value={dayjs(value)}
          minDate={dayjs()}
          onChange={(date) => onChange?.(date === null ? null : date.toISOString())}
        />
      )}
    </div>
  )
}

type Way = 'default' | 'forever' | 'date' | (typeof DAYS)[number]

type UntilProps = Omit<Props, 'value' | 'onChange'> & {
  /** Undefined: what the risk suggests. */
  readonly value?: string | null | undefined
  readonly onChange?: (until: string | null | undefined) => void
  /** Days that the risk of each right suggests; null is without end. Left out, nothing is suggested. */
  readonly suggested?: readonly (number | null)[]
  /** From when the days are counted; null is now. */
  readonly from?: string | null
}

/** A form's field for when something ends by itself. */
export function UntilField({ id, value, onChange, suggested = [], from = null }: UntilProps) {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const suggestion = useSuggestion(suggested, from)
  const [chosen, setWay] = useState<Way>(
    value === undefined ? 'default' : value === null ? 'forever' : 'date',
  )
  const way = chosen === 'default' && suggestion === null ? 'forever' : chosen
  const choose = (next: Way): void => {
    setWay(next)
    if (next === 'default') onChange?.(undefined)
    else if (next === 'forever') onChange?.(null)
    else onChange?.(endOf(next === 'date' ? 30 : next, from))
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('terms.until')}
        value={way}
        options={[
          ...(suggestion === null ? [] : [{ value: 'default' as Way, label: suggestion }]),
          ...DAYS.map((count) => ({ value: count as Way, label: t('terms.days', { count }) })),
          { value: 'date' as Way, label: t('terms.date') },
          { value: 'forever' as Way, label: t('terms.forever') },
        ]}
        // The options above are the only values there are.
        onChange={(event) => choose(event.target.value as Way)}
      />
      {way === 'date' ? (
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('terms.endDate')}
          allowClear={false}
          value={value === null || value === undefined ? null : dayjs(value)}
          minDate={dayjs()}
          onChange={(date) => onChange?.(date === null ? null : date.toISOString())}
        />
      ) : typeof way === 'number' && typeof value === 'string' ? (
        <small className="quiet">{common('time.until', { time: clockTime(value) })}</small>
      ) : null}
    </div>
  )
}

/** What the risk of the rights suggests, in words; null when that is without end. */
function useSuggestion(suggested: readonly (number | null)[], from: string | null): string | null {
  const { t } = useTranslation('giving')
  const days = [...new Set(suggested.flatMap((each) => each ?? []))].toSorted((a, b) => a - b)
  const [shortest] = days
  if (shortest === undefined) return null
  if (suggested.includes(null)) return t('byRiskEach', { days: days.join(' / ') })
  if (days.length > 1) return t('byRiskSome', { days: days.join(' / ') })
  const date = dayjs(from ?? undefined)
    .add(shortest, 'day')
    .format('YYYY-MM-DD')
  return t('byRisk', { days: shortest, date })
}

const tomorrow = (): string => dayjs().add(1, 'day').startOf('day').add(9, 'hour').toISOString()

/** The end of the day so many days from an instant; null is now. */
const endOf = (days: number, from: string | null): string =>
  dayjs(from ?? undefined)
    .add(days, 'day')
    .endOf('day')
    .millisecond(0)
    .toISOString()
