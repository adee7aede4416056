import { contract } from '@hufu/contract'
import type { WorkingTimeTerms, WorkingTimeView } from '@hufu/contract'
import { Checkbox, DatePicker, Form, Input, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { wordsOfError } from '../../data/problem.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import { useTell } from '../../ui/tell.tsx'
import { listed } from '../../words/listed.ts'
import { spanOf, weekdayName, weekdays } from './days.ts'

type Values = {
  readonly days: readonly number[]
  readonly from: string
  readonly until: string
  readonly zone: string
  readonly china: boolean
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}
type Props = { readonly time: WorkingTimeView; readonly onClose: () => void }

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const END = '24:00'

const termsOf = (values: Values): WorkingTimeTerms => ({
  ...values,
  days: [...values.days],
  holidays: [...values.holidays],
  workdays: [...values.workdays],
})

/** What is wrong with what was typed, or null. */
const faultOf = ({ days, from, until, holidays, workdays }: WorkingTimeTerms) => {
  if (days.length === 0) return 'needDays'
  if (!clock.test(from) || !(clock.test(until) || until === END) || from >= until) return 'needHours'
  return holidays.some((date) => workdays.includes(date)) ? 'twice' : null
}

/** Changes when the company works; which days close and open by it stands there before it is saved. */
export function TimeDrawer({ time, onClose }: Props) {
  const { t } = useTranslation('settings')
  const tell = useTell()
  const { days, from, until, zone, china, holidays, workdays } = time
  const initial = { days, from, until, zone, china, holidays, workdays }
  const send = async (values: Values): Promise<void> => {
    const { applied } = await ask(contract.calendar.setWorkingTime, { body: termsOf(values) })
    tell.done(t('time.done'), applied)
    await readAgain()
  }
  return (
    <FormDrawer<Values>
      title={t('time.form')}
      act={t('time.save')}
      width={560}
      initial={initial}
      onClose={onClose}
      onSend={send}
    >
      <HourItems />
      <Form.Item name="zone" required label={t('time.zone')}>
        <Select
          showSearch
          options={zonesWith(zone).map((one) => ({ value: one, label: one }))}
          aria-label={t('time.zone')}
        />
      </Form.Item>
      <Form.Item name="china" valuePropName="checked" label={t('time.china')} extra={t('time.chinaHint')}>
        <Switch />
      </Form.Item>
      <Form.Item name="holidays" label={t('time.holidays')} extra={t('time.holidaysHint')}>
        <DaysField />
      </Form.Item>
      <Form.Item
        name="workdays"
        label={t('time.workdays')}
        extra={t('time.workdaysHint')}
        dependencies={['holidays']}
        rules={[faultRule('twice', t('time.twice'))]}
      >
        <DaysField />
      </Form.Item>
      <Preview />
    </FormDrawer>
  )
}

function HourItems() {
  const { t } = useTranslation('settings')
  return (
    <>
      <Form.Item
        name="days"
        required
        label={t('time.days')}
        rules={[faultRule('needDays', t('time.needDays'))]}
      >
        <Checkbox.Group options={weekdays.map((day) => ({ value: day, label: weekdayName(day) }))} />
      </Form.Item>
      <div className="settings-hours">
        <Form.Item name="from" required label={t('time.from')}>
          <Input inputMode="numeric" maxLength={5} />
        </Form.Item>
        <Form.Item
          name="until"
          required
          label={t('time.until')}
          dependencies={['from']}
          rules={[faultRule('needHours', t('time.needHours'))]}
        >
          <Input inputMode="numeric" maxLength={5} />
        </Form.Item>
      </div>
    </>
  )
}

/** A rule of a form that fails where the whole of it has this fault. */
const faultRule =
  (fault: string, words: string) =>
  ({ getFieldsValue }: { readonly getFieldsValue: (all: true) => unknown }) => ({
    validator: () =>
      // The fields of this very form.
      faultOf(termsOf(getFieldsValue(true) as Values)) === fault
        ? Promise.reject(new Error(words))
        : Promise.resolve(),
  })

/** Zones that the browser knows; the one that is set is among them, whatever the browser calls it. */
const zonesWith = (zone: string): readonly string[] => [
  ...new Set([zone, 'Asia/Shanghai', 'UTC', ...Intl.supportedValuesOf('timeZone')]),
]

type DaysProps = {
  readonly id?: string
  readonly value?: readonly string[]
  readonly onChange?: (dates: readonly string[]) => void
}

function DaysField({ id, value = [], onChange }: DaysProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      multiple
      className="settings-own"
      value={value.map((date) => dayjs(date))}
      onChange={(dates) => onChange?.((dates ?? []).map((date) => date.format('YYYY-MM-DD')).toSorted())}
    />
  )
}

function Preview() {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  return (
    <section className="consequence" aria-label={common('ask.consequence')} aria-live="polite">
      <h3>{common('ask.consequence')}</h3>
      <Form.Item shouldUpdate noStyle>
        {({ getFieldsValue }) => {
          const terms = termsOf(getFieldsValue(true) as Values)
          return faultOf(terms) === null ? (
            <Changes terms={terms} />
          ) : (
            <p className="quiet">{t('time.preview.wait')}</p>
          )
        }}
      </Form.Item>
    </section>
  )
}

const SHOWN_MAX = 8

function Changes({ terms }: { readonly terms: WorkingTimeTerms }) {
  const { t } = useTranslation('settings')
  const read = useAsk(contract.calendar.previewWorkingTime, { body: terms }, { keep: true })
  if (read.error !== null) return <p>{wordsOfError(read.error)}</p>
  if (read.data === undefined) return <p className="quiet">…</p>
  const { before, after, closes, opens } = read.data
  const dates = (all: readonly string[]): string => {
    const shown = listed(all.slice(0, SHOWN_MAX).map((date) => spanOf(date, date)))
    return all.length > SHOWN_MAX ? `${shown} ${t('time.preview.more', { count: all.length })}` : shown
  }
  const hours = (count: number): number => Math.round(count * 10) / 10
  return (
    <ul>
      <li>
        {t('time.preview.days', {
          after: after.days,
          before: before.days,
          hours: hours(after.hours),
          hoursBefore: hours(before.hours),
        })}
      </li>
      {closes.length === 0 ? null : <li>{t('time.preview.closes', { dates: dates(closes) })}</li>}
      {opens.length === 0 ? null : <li>{t('time.preview.opens', { dates: dates(opens) })}</li>}
      {closes.length + opens.length === 0 ? <li>{t('time.preview.same')}</li> : null}
      <li>{t('time.preview.due')}</li>
    </ul>
  )
}
