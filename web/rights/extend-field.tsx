import { DatePicker, Form, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime } from '../ui/time.tsx'

const DAYS = [7, 30, 90] as const
/** Days that are added until something else is chosen. */
const FIRST = 30
type Way = 'date' | (typeof DAYS)[number]

/** So many days after an instant. ISO-8601 UTC. */
const daysAfter = (instant: string, days: number): string => dayjs(instant).add(days, 'day').toISOString()

/** The end that is suggested first, for a grant that ends at an instant. */
export const firstExtension = (former: string): string => daysAfter(former, FIRST)

type Props = {
  /** The end it has, and the one that is chosen. ISO-8601 UTC. */
  readonly former: string
  readonly value: string
  readonly onChange: (until: string) => void
}

/** A later end beside the one that a grant has: some days more, or a date. */
export function ExtendField({ former, value, onChange }: Props) {
  const { t } = useTranslation('lives')
  const [way, setWay] = useState<Way>(FIRST)
  const choose = (next: Way): void => {
    setWay(next)
    if (next !== 'date') onChange(daysAfter(former, next))
  }
  const isLater = value > former
  return (
    <div className="extend-field">
      <dl className="extend-ends">
        <dt>{t('extension.former')}</dt>
        <dd className="number">{clockTime(former)}</dd>
        <dt>{t('extension.next')}</dt>
        <dd className="number">
          <strong>{clockTime(value)}</strong>
        </dd>
      </dl>
      <Radio.Group
        aria-label={t('extension.next')}
        value={way}
        options={[
          ...DAYS.map((count) => ({ value: count as Way, label: t('extension.days', { count }) })),
          { value: 'date' as Way, label: t('extension.date') },
        ]}
        // The options above are the only values there are.
        onChange={(event) => choose(event.target.value as Way)}
      />
      {way === 'date' ? (
        <Form.Item {...(isLater ? {} : { validateStatus: 'error' as const, help: t('extension.backwards') })}>
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            aria-label={t('extension.next')}
            allowClear={false}
            value={dayjs(value)}
            minDate={dayjs(former)}
            onChange={(date) => (date === null ? undefined : onChange(date.toISOString()))}
          />
        </Form.Item>
      ) : null}
    </div>
  )
}
