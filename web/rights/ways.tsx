import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined, StopFilled } from '@ant-design/icons'
import type { DecisionView, PathView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/avatar.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Span, clockTime } from '../ui/time.tsx'
import { useEndGrant, useLift } from './use-lift.tsx'
import './ways.css'

/** Where links about people and rules may lead: an ordinary person has no console to read them in. */
export type Reader = 'console' | 'self'

type Station = PathView['stations'][number]
type Props = { readonly decision: DecisionView; readonly reader: Reader }

/** Every path from the person to the permission, drawn station by station; what decides comes first. */
export function Ways({ decision, reader }: Props) {
  const { t } = useTranslation('explorer')
  const { member, permission } = decision.asked
  const ways = [...decision.paths, ...factsWithoutPath(decision)]
  const blocked = ways.some(({ effect, state }) => effect === 'denies' && state === 'counts')
  const gap = decision.missing !== undefined
  if (ways.length === 0 && !gap) return <EmptyState title={t('ways.none')} hint={t('ways.noneHint')} />
  return (
    <div className="trails">
      <span className="trails-person">
        <Avatar name={member.name} size={40} />
        <span className="station-words">
          <small>{member.department}</small>
          <strong>{member.name}</strong>
        </span>
      </span>
      <ol className="trails-list" aria-label={t('ways.list', { permission })}>
        {ways.map((path, place) => (
          <Way
            key={`${path.stations.map(({ id }) => id).join(' ')} ${String(place)}`}
            path={path}
            blocked={blocked}
            reader={reader}
          />
        ))}
        {gap ? <Gap decision={decision} /> : null}
      </ol>
    </div>
  )
}

type WayProps = { readonly path: PathView; readonly blocked: boolean; readonly reader: Reader }

function Way({ path, blocked, reader }: WayProps) {
  const { t } = useTranslation('explorer')
  const counts = path.state === 'counts'
  const overruled = counts && blocked && path.effect === 'allows'
  const tone = !counts || overruled ? 'off' : path.effect
  const [open, setOpen] = useState(tone !== 'off')
  const told = path.givenBy !== null || path.from !== null || path.until !== null
  return (
    <li className={`trail trail-${tone}`}>
      <button
        type="button"
        className="trail-line"
        aria-expanded={open && told}
        title={t('ways.open')}
        onClick={() => setOpen((before) => !before)}
      >
        {path.stations.slice(1).map((station, place) => (
          <Fragment key={`${station.kind}${station.id}`}>
            {place === 0 ? null : <Arrow />}
            <Stop station={station} />
          </Fragment>
        ))}
        <Arrow />
        <span className="trail-end">
          {tone === 'allows' ? <CheckCircleFilled /> : null}
          {tone === 'denies' ? <StopFilled /> : null}
          {tone === 'off' ? <OffSign state={path.state} /> : null}{' '}
          {overruled ? t('ways.overruled') : <StateWord path={path} />}
        </span>
      </button>
      {open && told ? <Told path={path} reader={reader} /> : null}
    </li>
  )
}

const Arrow = () => <span className="trail-arrow" aria-hidden />

function OffSign({ state }: { readonly state: PathView['state'] }) {
  return state === 'not-yet' || state === 'ended' ? <ClockCircleOutlined /> : <MinusCircleOutlined />
}

function StateWord({ path: { state, effect } }: { readonly path: PathView }) {
  const { t } = useTranslation('explorer')
  return state === 'counts' ? t(`ways.decides.${effect}`) : t(`ways.state.${state}`)
}

/** One station: what it is, small, and its name. A rule has no name of its own, what it is says enough. */
function Stop({ station: { kind, label } }: { readonly station: Station }) {
  const { t } = useTranslation('explorer')
  const what = t(`ways.kind.${kind}`)
  return (
    <span className={`station station-${kind}`}>
      {label === '' || label === what ? null : <small>{what}</small>}
      <span>{label === '' ? what : label}</span>
    </span>
  )
}

/** Who gave it, when, why and until when; with the way to the rule itself for those who may read it. */
function Told({ path, reader }: { readonly path: PathView; readonly reader: Reader }) {
  const { t } = useTranslation('explorer')
  const rule = path.stations.at(-2)
  const { givenBy, givenAt, because, from, until } = path
  const by = rule?.kind === 'restriction' ? 'placed' : rule?.kind === 'administrator' ? 'appointed' : 'given'
  return (
    <div className="trail-told">
      {givenBy === null || givenAt === null ? null : (
        <span>{t(`ways.${by}`, { name: givenBy, time: clockTime(givenAt) })}</span>
      )}
      {because === null || because === '' ? null : <span>{t('ways.because', { because })}</span>}
      <Span from={from} until={until} />
      {reader === 'console' ? <Undo path={path} /> : null}
    </div>
  )
}

/** The way to undo what this path rests on: end the grant, lift the restriction, or go to the seat. */
function Undo({ path }: { readonly path: PathView }) {
  const { t } = useTranslation('explorer')
  const { t: authority } = useTranslation('authority')
  const { end, dialog: ending } = useEndGrant()
  const { lift, dialog: lifting } = useLift()
  const [subject, right, rule] = path.stations.slice(-4)
  const can = path.can ?? undefined
  if (rule?.kind === 'grant' && subject !== undefined && right !== undefined)
    return (
      <>
        <ReasonButton
          size="small"
          can={can}
          permission="perm.revoke"
          onClick={() => end({ id: rule.id, subject, right })}
        >
          {authority('grants.end')}
        </ReasonButton>
        {ending}
      </>
    )
  if (rule?.kind === 'restriction' && subject !== undefined && right !== undefined)
    return (
      <>
        <ReasonButton
          size="small"
          can={can}
          permission="perm.restrict"
          onClick={() => lift({ id: rule.id, subject, right })}
        >
          {authority('restrictions.lift')}
        </ReasonButton>
        {lifting}
      </>
    )
  const seat = path.stations.find(({ kind }) => kind === 'administrator')
  if (seat === undefined) return null
  return (
    <Link to="/console/administrators" search={{ open: seat.id }}>
      {t('ways.seeSeat')}
    </Link>
  )
}

/** The piece that is not there, drawn where it would have to be. */
function Gap({ decision: { missing, asked } }: { readonly decision: DecisionView }) {
  const { t } = useTranslation('explorer')
  const kind = missing?.kind === 'administrator' ? 'administrator' : 'grant'
  return (
    <li className="trail trail-gap">
      <span className="trail-line">
        <span className="station station-gap">
          <small>{t('ways.gap')}</small>
          <span>{t(`missing.${kind}`, asked)}</span>
        </span>
      </span>
    </li>
  )
}

/** What decides without any rule, such as membership itself: a path of two stations. */
function factsWithoutPath({ by, asked, allowed }: DecisionView): readonly PathView[] {
  return by.flatMap(({ kind, id, label, because, givenBy, givenAt }): readonly PathView[] =>
    kind === 'status' || kind === 'relation'
      ? [
          {
            effect: allowed ? 'allows' : 'denies',
            state: 'counts',
            stations: [
              { kind: 'member', id: asked.member.id, label: asked.member.name },
              { kind, id, label },
            ],
            from: null,
            until: null,
            because,
            givenBy,
            givenAt,
            can: null,
          },
        ]
      : [],
  )
}
