import { DatePicker, Radio } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { AskEnd } from './ask-values.ts'
import { inUnits } from '../words/units.ts'
import { DAY } from './spans.ts'

const DAYS = [1, 7, 30, 90] as const

type Props = {
  readonly id?: string
  readonly value?: AskEnd
  readonly onChange?: (end: AskEnd) => void
  /** Days that it may last at most; null: also for good. */
  readonly maxDays?: number | null
}

/** A form's field for how long something is wanted: days from when it is given, a date, or for good. */
export function EndField({ id, value, onChange, maxDays = null }: Props) {
  const { t } = useTranslation('asking')
  const days = value?.way === 'lasts' ? value.minutes / DAY : null
  const offered = [...new Set([...DAYS, ...(days !== null && Number.isInteger(days) ? [days] : [])])]
    .filter((count) => maxDays === null || count <= maxDays)
    .toSorted((a, b) => a - b)
  const chosen = value === undefined ? null : value.way === 'lasts' ? `days:${String(days)}` : value.way
  const choose = (key: string): void => {
    if (key === 'forever') onChange?.({ way: 'forever' })
    else if (key === 'until') onChange?.({ way: 'until', at: inDays(Math.min(14, maxDays ?? 14)) })
    else onChange?.({ way: 'lasts', minutes: Number(key.slice('days:'.length)) * DAY })
  }
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('until')}
        value={chosen}
        options={[
          ...offered.map((count) => ({ value: `days:${count}`, label: inUnits(count, 'day') })),
          { value: 'until', label: t('date') },
          ...(maxDays === null ? [{ value: 'forever', label: t('forever') }] : []),
        ]}
        // The options above are the only values there are.
        onChange={(event) => choose(event.target.value as string)}
      />
      {value?.way === 'until' ? (
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('endDate')}
          allowClear={false}
          value={dayjs(value.at)}
          minDate={dayjs()}
          {...(maxDays === null ? {} : { maxDate: dayjs().add(maxDays, 'day') })}
          onChange={(date) =>
            date === null ? undefined : onChange?.({ way: 'until', at: date.toISOString() })
          }
        />
      ) : null}
      {maxDays === null ? null : (
        <small className="quiet">{t('maxDays', { span: inUnits(maxDays, 'day') })}</small>
      )}
    </div>
  )
}

const inDays = (days: number): string => dayjs().add(days, 'day').millisecond(0).toISOString()
