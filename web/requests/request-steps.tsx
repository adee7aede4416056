import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import type { RequestStage, RequestView } from '@hufu/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Person } from '../ui/person.tsx'
import { Time, clockTime, useNow } from '../ui/time.tsx'
import { useRouteWords } from './request-words.tsx'

const icons: Readonly<Record<RequestStage['state'], ReactNode>> = {
  done: <CheckCircleFilled />,
  now: <ClockCircleOutlined />,
  later: <MinusCircleOutlined />,
}

/** The stages of the way as steps: who is asked, who has agreed, and when it goes on to others. */
export function RequestSteps({ view }: { readonly view: Pick<RequestView, 'id' | 'stages'> }) {
  const { t } = useTranslation('requests')
  return (
    <section className="sheet sheet-pad" aria-labelledby={`steps-${view.id}`}>
      <h2 id={`steps-${view.id}`}>{t('steps.title')}</h2>
      {view.stages.length === 0 ? <p className="quiet">{t('steps.none')}</p> : null}
      <ol className="request-steps">
        {view.stages.map((stage, place) => (
          // Stages keep their places: a way only grows.
          <Step key={`${stage.who}${place}`} stage={stage} />
        ))}
      </ol>
    </section>
  )
}

function Step({ stage }: { readonly stage: RequestStage }) {
  const { t } = useTranslation('requests')
  const route = useRouteWords()
  const { who, needs, state, people, approvals, since, hops } = stage
  return (
    <li className={`request-step request-step-${state}`}>
      <span className="request-step-mark" aria-hidden>
        {icons[state]}
      </span>
      <div>
        <h3>
          {route(who)} <span className="sr-only">{t(`steps.state.${state}`)}</span>
          {needs > 1 ? <small className="quiet"> {t('steps.needs', { needs })}</small> : null}
        </h3>
        {approvals.map((approval) => (
          <Agreed key={approval.by.id} approval={approval} />
        ))}
        {state === 'done' ? null : (
          <ul className="request-people">
            {people.map(({ id, name, department }) => (
              <li key={id}>
                <Person name={name} hint={department} size={28} />
              </li>
            ))}
            {people.length === 0 && state === 'now' ? <li className="quiet">{t('nobody')}</li> : null}
          </ul>
        )}
        {state !== 'now' || since === null ? null : (
          <p className="quiet">
            {t('since', { time: clockTime(since) })}
            {hops === 0 ? null : ` · ${t('steps.hops', { count: hops })}`}
          </p>
        )}
        {state === 'now' ? <Due due={stage.due} /> : null}
      </div>
    </li>
  )
}

function Agreed({ approval }: { readonly approval: RequestStage['approvals'][number] }) {
  const { t } = useTranslation('requests')
  const { by, for: other, at, because, alone } = approval
  return (
    <p>
      {other === null
        ? t('steps.agreed', { name: by.name })
        : t('steps.agreedFor', { name: by.name, other: other.name })}{' '}
      <small className="quiet">
        <Time at={at} />
        {alone ? ` · ${t('steps.alone')}` : ''}
        {because === '' ? '' : ` · ${because}`}
      </small>
    </p>
  )
}

/** When a stage goes on to others, or that it is late. */
export function Due({ due }: { readonly due: string | null }) {
  const { t } = useTranslation('requests')
  const now = useNow()
  if (due === null) return null
  const late = new Date(due).getTime() <= now
  return (
    <p className={late ? 'request-late' : 'quiet'}>
      {late ? t('overdue') : t('due', { time: clockTime(due) })}
    </p>
  )
}
