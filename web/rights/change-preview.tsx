import type { AlikeView, BatchStep, PersonNamed, PreviewView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, wordsOfError } from '../data/problem.ts'
import { RiskTag, nameOfPermission } from '../ui/permission-name.tsx'
import { clockTime } from '../ui/time.tsx'
import { usePreview, usePreviewPeople } from './use-preview.ts'
import { listed } from '../words/listed.ts'
import './change-preview.css'

type Steps = { readonly steps: readonly BatchStep[] }
type Place = AlikeView['changes'][number]['before']
const CHANGES_SHOWN = 8

/** What some commands would change for everyone, before any of them is done: counted, and listed by people alike. */
export function ChangePreview({ steps }: Steps) {
  const { t } = useTranslation('changes')
  const read = usePreview(steps)
  return (
    <section className="preview" aria-label={t('title')} aria-busy={read.isFetching}>
      <h3>{t('title')}</h3>
      {read.data === undefined && read.error !== null ? (
        <Failed error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data === undefined ? (
        <div role="status" aria-label={t('loading')}>
          <p className="quiet">{t('loading')}</p>
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        </div>
      ) : (
        <Known preview={read.data} steps={steps} />
      )}
    </section>
  )
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation('changes')
  const { t: common } = useTranslation()
  const refused = isProblem(error) && error.status >= 400 && error.status < 500
  return (
    <Alert
      type={refused ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={t(refused ? 'refused' : 'unknown')}
      description={wordsOfError(error)}
      action={
        refused ? null : (
          <Button size="small" onClick={onRetry}>
            {common('act.retry')}
          </Button>
        )
      }
    />
  )
}

function Known({ preview, steps }: Steps & { readonly preview: PreviewView }) {
  const { t } = useTranslation('changes')
  const { people, gaining, losing, alike, more, reach, begins, revision } = preview
  return (
    <>
      <p role="status" className="preview-counts">
        <strong>{people === 0 ? t('nobody') : t('people', { count: people })}</strong>
        {gaining === 0 ? null : <span className="preview-gaining">{t('gaining', { count: gaining })}</span>}
        {losing === 0 ? null : <span className="preview-losing">{t('losing', { count: losing })}</span>}
        <small className="quiet">{t('asOf', { revision })}</small>
      </p>
      {begins === null ? null : <p>{t('begins', { time: clockTime(begins) })}</p>}
      {reach.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('reach', { count: reach.length })}
          description={
            <>
              <Names people={reach} /> {t('reachHint')}
            </>
          }
        />
      )}
      <Watched watched={preview.watched} />
      <ul className="preview-alike">
        {alike.map((group, place) => (
          <Alike key={place} group={group} place={place} steps={steps} />
        ))}
      </ul>
      {more === 0 ? null : <p className="quiet">{t('moreGroups', { count: more })}</p>}
    </>
  )
}

/** Rights that had been taken back of somebody and would be allowed again, with the way to what was taken. */
function Watched({ watched }: Pick<PreviewView, 'watched'>) {
  const { t } = useTranslation('after')
  if (watched.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('watched.title')}
      description={
        <ul className="preview-watched">
          {watched.map(({ revocationId, memberName, permissions }) => (
            <li key={revocationId}>
              {t('watched.line', {
                name: memberName,
                permissions: listed(permissions.map(nameOfPermission)),
              })}{' '}
              <Link to="/console/revocations/$revocationId" params={{ revocationId }} target="_blank">
                {t('watched.see')}
              </Link>
            </li>
          ))}
        </ul>
      }
    />
  )
}

type AlikeProps = Steps & { readonly group: AlikeView; readonly place: number }

function Alike({ group, place, steps }: AlikeProps) {
  const { t } = useTranslation('changes')
  const { t: common } = useTranslation()
  const [all, setAll] = useState(false)
  const { changes, status, tier, count } = group
  const shown = all ? changes : changes.slice(0, CHANGES_SHOWN)
  return (
    <li>
      <p className="quiet">{count === 1 ? t('one') : t('group', { count })}</p>
      <Crowd group={group} place={place} steps={steps} />
      <ul className="preview-changes">
        {status === null ? null : (
          <li>
            {t('status', {
              before: status.before === null ? t('newMember') : common(`status.${status.before}`),
              after: common(`status.${status.after}`),
            })}
          </li>
        )}
        {tier === null ? null : (
          <li>{t('tier', { before: common(`tier.${tier.before}`), after: common(`tier.${tier.after}`) })}</li>
        )}
        {shown.map((change) => (
          <Change key={change.permission} {...change} />
        ))}
      </ul>
      {shown.length === changes.length ? null : (
        <Button size="small" type="link" onClick={() => setAll(true)}>
          {t('allChanges', { count: changes.length })}
        </Button>
      )}
    </li>
  )
}

function Change({ permission, label, risk, how, before, after }: AlikeView['changes'][number]) {
  const { t } = useTranslation('changes')
  const words = usePlaceWords()
  const where =
    how === 'gained'
      ? words(after)
      : how === 'lost'
        ? words(before)
        : t('arrow', { before: words(before), after: words(after) })
  return (
    <li className={`preview-change preview-${how}`}>
      <span className="preview-how">{t(`how.${how}`)}</span>
      <span className="preview-what" title={permission}>
        {label} {risk === 'low' ? null : <RiskTag risk={risk} />}
      </span>
      <span className="preview-where quiet">{where}</span>
    </li>
  )
}

function usePlaceWords(): (place: Place) => string {
  const { t } = useTranslation('changes')
  return (place) => {
    if (place === null || place.by.length === 0) return t('none')
    const places = place.by.join(t('join'))
    return place.except.length === 0 ? places : places + t('except', { places: place.except.join(t('join')) })
  }
}

/** The people of one group: a few at first, all of them page by page on request. */
function Crowd({ group, place, steps }: AlikeProps) {
  const { t } = useTranslation('changes')
  const { t: common } = useTranslation()
  const [all, setAll] = useState(false)
  const read = usePreviewPeople(steps, place, group.count, all)
  const people = all ? (read.people ?? group.people) : group.people
  if (group.count <= group.people.length) return <Names people={people} />
  return (
    <div className="preview-crowd">
      <Names people={people} />
      {read.error === null ? null : <p role="alert">{wordsOfError(read.error)}</p>}
      <p>
        {all && read.hasNextPage ? (
          <Button
            size="small"
            type="link"
            loading={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            {t('more')}
          </Button>
        ) : null}
        <Button size="small" type="link" loading={read.isLoading} onClick={() => setAll(!all)}>
          {all ? t('fewer') : t('all', { count: group.count })}
        </Button>
        {all ? (
          <small className="quiet">
            {common('state.shownOf', { shown: people.length, total: group.count })}
          </small>
        ) : null}
      </p>
    </div>
  )
}

function Names({ people }: { readonly people: readonly PersonNamed[] }) {
  return (
    <span className="preview-names">
      {people.map(({ id, name, department }) => (
        <span key={id}>
          {name}
          {department === '' ? null : <small className="quiet"> · {department}</small>}
        </span>
      ))}
    </span>
  )
}
