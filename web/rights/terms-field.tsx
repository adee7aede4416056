import { DatePicker, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

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

type Way = 'forever' | 'date' | (typeof DAYS)[number]

/** A form's field for when something ends by itself. */
export function UntilField({ id, value = null, onChange }: Props) {
  const { t } = useTranslation('authority')
  const [way, setWay] = useState<Way>(value === null ? 'forever' : 'date')
  const choose = (next: Way): void => {
    setWay(next)
    if (next === 'forever') onChange?.(null)
    else onChange?.(endOf(next === 'date' ? 30 : next))
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('terms.until')}
        value={way}
        options={[
          { value: 'forever' as Way, label: t('terms.forever') },
          ...DAYS.map((count) => ({ value: count as Way, label: t('terms.days', { count }) })),
          { value: 'date' as Way, label: t('terms.date') },
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
          value={value === null ? null : dayjs(value)}
          minDate={dayjs()}
          onChange={(date) => onChange?.(date === null ? null : date.toISOString())}
        />
      ) : null}
    </div>
  )
}

const tomorrow = (): string => dayjs().add(1, 'day').startOf('day').add(9, 'hour').toISOString()

/** The end of the day so many days from now. */
const endOf = (days: number): string => dayjs().add(days, 'day').endOf('day').millisecond(0).toISOString()
