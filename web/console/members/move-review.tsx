import { contract } from '@hufu/contract'
import type { Answered } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Checkbox, Input } from 'antd'
import dayjs from 'dayjs'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Problem } from '../../data/problem.ts'
import { useAsk } from '../../data/queries.ts'
import type { InputOf } from '../../data/shapes.ts'
import { REASON_LENGTH_MAX } from '../../ui/consequence-dialog.tsx'
import { RiskTag, nameOfPermission } from '../../ui/permission-name.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { listed } from '../../words/listed.ts'
import '../plans/plans.css'

/** Grants and seats of the old job that stay, by id, each with its reason. */
export type Kept = ReadonlyMap<string, string>

/** What stays, as the contract takes it. Throws in words when a reason is missing. */
export function keptOf(kept: Kept, t: TFunction<'plans'>) {
  const keep = [...kept].map(([id, because]) => ({ id, because: because.trim() }))
  if (keep.some(({ because }) => because === ''))
    throw new Problem({ code: 'web/reason-needed', status: 0, words: t('move.whyNeeded') })
  return keep.length === 0 ? {} : { keep }
}

type Moving = Answered<typeof contract.plans.move>
type Held = Moving['held'][number]
type Props = {
  readonly asked: InputOf<typeof contract.plans.move>['body']
  readonly kept: Kept
  readonly onKept: (kept: Kept) => void
}

/** What a change of jobs takes with it of what was given for the old one, and what of it has to stay. */
export function MoveReview({ asked, kept, onKept }: Props) {
  const { t } = useTranslation('plans')
  const { t: handover } = useTranslation('handover')
  const read = useAsk(contract.plans.move, { body: asked })
  return (
    <section className="move-review" aria-label={t('move.title')}>
      <h3>{t('move.title')}</h3>
      <Shown read={read} skeleton={<RowsSkeleton rows={2} />}>
        {({ memberId, held, due }) => (
          <>
            {held.length === 0 ? (
              <p className="quiet">{t('move.none')}</p>
            ) : (
              <>
                <p className="quiet">{t('move.lead')}</p>
                <ul className="lines">
                  {held.map((each) => (
                    <Line key={each.id} held={each} due={due} kept={kept} onKept={onKept} />
                  ))}
                </ul>
              </>
            )}
            <p className="quiet">
              {t('move.owned')}{' '}
              <Link to="/console/members/$memberId/handover" params={{ memberId }}>
                {handover('link')}
              </Link>
            </p>
          </>
        )}
      </Shown>
    </section>
  )
}

type LineProps = Omit<Props, 'asked'> & { readonly held: Held; readonly due: string }

function Line({ held, due, kept, onKept }: LineProps) {
  const { t } = useTranslation('plans')
  const { id, risk, goes } = held
  const because = kept.get(id)
  const label = useLabel(held)
  const put = (why: string | undefined): void => {
    const next = new Map(kept)
    if (why === undefined) next.delete(id)
    else next.set(id, why)
    onKept(next)
  }
  return (
    <li>
      <span className="stack">
        <span>
          {label} <RiskTag risk={risk} />
        </span>
        <small className={goes === 'now' && because === undefined ? 'plan-held' : ''}>
          {because === undefined
            ? t(`move.goes.${goes}`, { day: dayjs(due).format('YYYY-MM-DD') })
            : t('move.goes.kept')}
        </small>
      </span>
      {goes === 'job' ? null : (
        <Checkbox
          aria-label={t('move.keepOne', { label })}
          checked={because !== undefined}
          onChange={(event) => put(event.target.checked ? '' : undefined)}
        >
          {t('move.keep')}
        </Checkbox>
      )}
      {because === undefined ? null : (
        <Input
          className="move-why"
          aria-label={t('move.whyOne', { label })}
          placeholder={t('move.why')}
          maxLength={REASON_LENGTH_MAX}
          status={because.trim() === '' ? 'warning' : ''}
          value={because}
          onChange={(event) => put(event.target.value)}
        />
      )}
    </li>
  )
}

const NAMED_MAX = 4

/** A grant by its own words; a seat by what it lets do. */
function useLabel({ kind, label, permissions }: Held): string {
  const { t } = useTranslation('plans')
  if (kind === 'grant' && label !== '') return label
  const names = listed(permissions.slice(0, NAMED_MAX).map((key) => nameOfPermission(key)))
  const more = permissions.length > NAMED_MAX ? '…' : ''
  return kind === 'seat' ? t('move.seat', { permissions: `${names}${more}` }) : `${names}${more}`
}
