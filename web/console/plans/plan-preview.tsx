import { contract } from '@hufu/contract'
import type { Answered, PlannedPerson } from '@hufu/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { Refused } from '../../ui/form-drawer.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { clockTime } from '../../ui/time.tsx'
import type { PlanBody } from './plan-form.tsx'

type Foreseen = Answered<typeof contract.plans.preview>
type Props = {
  readonly body: PlanBody
  readonly onBody: (body: PlanBody) => void
  readonly onBack: () => void
}

/** What would become of everybody, before anything is done; and the last button. */
export function PlanPreview({ body, onBody, onBack }: Props) {
  const { t } = useTranslation('plans')
  const { reason: _, because: __, ...asked } = body
  const read = useAsk(contract.plans.preview, { body: asked })
  return (
    <section className="sheet sheet-pad" aria-labelledby="plan-preview">
      <h2 id="plan-preview">{t('preview.title')}</h2>
      <Shown read={read} skeleton={<Working />}>
        {(foreseen) => (
          <>
            <Totals body={body} foreseen={foreseen} />
            <People body={body} people={foreseen.people} />
            <Last body={body} foreseen={foreseen} onBody={onBody} onBack={onBack} />
          </>
        )}
      </Shown>
      {read.data === undefined ? <Button onClick={onBack}>{t('preview.change')}</Button> : null}
    </section>
  )
}

function Working() {
  const { t } = useTranslation('plans')
  return (
    <>
      <p className="quiet">{t('preview.loading')}</p>
      <RowsSkeleton rows={4} />
    </>
  )
}

type Looked = { readonly body: PlanBody; readonly foreseen: Foreseen }

function Totals({ body, foreseen: { people, lost, brake } }: Looked) {
  const { t } = useTranslation('plans')
  const unsettled = people.reduce((sum, each) => sum + each.unsettled, 0)
  const count = people.filter(({ memberId }) => memberId !== null).length
  return (
    <div className="plan-totals">
      <p>
        <strong>{t(`whats.${body.what}`)}</strong> ·{' '}
        {t('preview.totals', { people: people.length, lost, unsettled })}
      </p>
      {brake.needed ? (
        <Alert
          type="warning"
          showIcon
          title={t(brake.others ? 'preview.brake' : 'preview.brakeAlone', { count, limit: brake.limit })}
        />
      ) : (
        <p className="quiet">{t('preview.told')}</p>
      )}
      {unsettled === 0 ? null : <p className="quiet">{t('preview.unsettledHint')}</p>}
    </div>
  )
}

type PeopleProps = { readonly body: PlanBody; readonly people: readonly PlannedPerson[] }

function People({ body, people }: PeopleProps) {
  const { t } = useTranslation('plans')
  return (
    <table className="plain plan-people" aria-label={t('preview.list')}>
      <thead>
        <tr>
          <th scope="col">{t('preview.who')}</th>
          <th scope="col">{t('preview.department')}</th>
          <th scope="col">{t('preview.when')}</th>
          <th scope="col">{t('preview.lost')}</th>
          <th scope="col">{t('preview.unsettled')}</th>
          <th scope="col">{t('preview.manager')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person, place) => (
          <Row key={place} body={body} person={person} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ body, person }: { readonly body: PlanBody; readonly person: PlannedPerson }) {
  const { t } = useTranslation('plans')
  const { who, memberId, name, department, lost, unsettled, manager, problem } = person
  const due = person.due ?? body.due
  return (
    <tr className={problem === null ? '' : 'plain-broken'}>
      <th scope="row">
        <strong>{memberId === null ? t('preview.unknown', { who }) : name}</strong>
        {problem === null ? null : <small className="plan-problem">{problem.words}</small>}
      </th>
      <td data-title={t('preview.department')}>{department === '' ? '–' : department}</td>
      <td data-title={t('preview.when')}>{due === undefined ? t('preview.atOnce') : clockTime(due)}</td>
      <td data-title={t('preview.lost')}>{lost}</td>
      <td data-title={t('preview.unsettled')}>
        {unsettled === 0 || memberId === null ? (
          t('preview.settled')
        ) : (
          <>
            <strong className="plan-held">{unsettled}</strong>{' '}
            <Link to="/console/members/$memberId/handover" params={{ memberId }} target="_blank">
              {t('preview.handOver')}
            </Link>
          </>
        )}
      </td>
      <td data-title={t('preview.manager')}>{manager ?? t('preview.noManager')}</td>
    </tr>
  )
}

function Last({ body, foreseen: { people }, onBody, onBack }: Looked & Props) {
  const { t } = useTranslation('plans')
  const { busy, error, send } = useMaking(body)
  const wrong = people.filter(({ problem }) => problem !== null).length
  const without = (): void =>
    onBody({ ...body, people: body.people.filter((_, place) => people[place]?.problem === null) })
  return (
    <>
      {wrong === 0 ? null : (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('preview.problems', { count: wrong })}
          action={
            wrong === people.length ? null : (
              <Button size="small" onClick={without}>
                {t('preview.leaveOut', { count: wrong })}
              </Button>
            )
          }
        />
      )}
      {error === null ? null : <Refused error={error} />}
      <div className="page-acts">
        <Button onClick={onBack}>{t('preview.change')}</Button>
        <Button type="primary" danger loading={busy} disabled={wrong > 0} onClick={send}>
          {t('preview.send', { count: people.length })}
        </Button>
      </div>
    </>
  )
}

/** Sends the plan, and goes to its page. A refusal stays below what was looked at. */
function useMaking(body: PlanBody) {
  const { t } = useTranslation('plans')
  const tell = useTell()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const make = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const { id, applied } = await ask(contract.plans.make, { body })
      tell.done(t('preview.sent'), applied)
      await navigate({ to: '/console/plans/$planId', params: { planId: id } })
      await readAgain()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return { busy, error, send: () => void make() }
}
