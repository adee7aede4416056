import { contract } from '@hufu/contract'
import type { SpecialDays, WorkingTimeView } from '@hufu/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { Facts } from '../../ui/facts.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Shown } from '../../ui/states.tsx'
import { listed } from '../../words/listed.ts'
import { daysIn, spanOf, weekdayName, weekdays } from './days.ts'
import { TimeDrawer } from './time-drawer.tsx'

/** When the company works, and the days of the coming year that are not as others. */
export function WorkingTime() {
  const { t } = useTranslation('settings')
  const read = useAsk(contract.calendar.workingTime, {})
  const [changing, setChanging] = useState(false)
  return (
    <section className="sheet sheet-pad settings-time" aria-label={t('time.title')}>
      <header className="section-head">
        <h2>{t('time.title')}</h2>
        <ReasonButton
          can={read.data?.can.set}
          permission="request.flow.manage"
          disabled={read.data === undefined}
          onClick={() => setChanging(true)}
        >
          {t('time.change')}
        </ReasonButton>
      </header>
      <p className="quiet">{t('time.lead')}</p>
      <Shown read={read}>
        {(time) => (
          <>
            <Says time={time} />
            <Special time={time} />
            {changing ? <TimeDrawer time={time} onClose={() => setChanging(false)} /> : null}
          </>
        )}
      </Shown>
    </section>
  )
}

function Says({ time }: { readonly time: WorkingTimeView }) {
  const { t } = useTranslation('settings')
  const { zone, from, until, days, china } = time
  const worked = weekdays.filter((day) => days.includes(day))
  return (
    <Facts
      facts={[
        { key: 'days', label: t('time.days'), value: listed(worked.map(weekdayName)) },
        { key: 'hours', label: t('time.hours'), value: t('time.span', { from, until }) },
        { key: 'zone', label: t('time.zone'), value: zone },
        { key: 'china', label: t('time.china'), value: t(china ? 'time.chinaOn' : 'time.chinaOff') },
      ]}
    />
  )
}

function Special({ time: { special, announced } }: { readonly time: WorkingTimeView }) {
  const { t } = useTranslation('settings')
  return (
    <section aria-label={t('time.special')}>
      <h3>{t('time.special')}</h3>
      {special.some(({ by }) => by === 'law') ? (
        <p className="quiet">{t('time.unannounced', { year: announced })}</p>
      ) : null}
      {special.length === 0 ? (
        <p className="quiet">{t('time.none')}</p>
      ) : (
        <ul className="lines">
          {special.map((days) => (
            <Line key={days.first} days={days} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ days }: { readonly days: SpecialDays }) {
  const { t } = useTranslation('settings')
  const count = daysIn(days)
  return (
    <li>
      <span className="stack">
        <span>
          {days.name ?? t('time.own')}{' '}
          <span className={days.open ? 'tag tag-warn' : 'tag tag-good'}>
            {t(days.open ? 'time.worked' : 'time.closed')}
          </span>
        </span>
        {days.by === 'own' ? null : <small>{t(`time.by.${days.by}`)}</small>}
      </span>
      <span className="stack settings-span">
        <span>{spanOf(days.first, days.last)}</span>
        {count === 1 ? null : <small>{t('time.count', { count })}</small>}
      </span>
    </li>
  )
}
