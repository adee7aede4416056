import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined, StopFilled } from '@ant-design/icons'
import type { DecisionView, PathView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/avatar.tsx'
import { EmptyState } from '../ui/states.tsx'
import { Span, clockTime } from '../ui/time.tsx'
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
    <div className="ways">
      <span className="ways-person">
        <Avatar name={member.name} size={40} />
        <span className="station-words">
          <small>{member.department}</small>
          <strong>{member.name}</strong>
        </span>
      </span>
      <ol className="ways-list" aria-label={t('ways.list', { permission })}>
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
    <li className={`way way-${tone}`}>
      <button
        type="button"
        className="way-line"
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
        <span className="way-end">
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

const Arrow = () => <span className="way-arrow" aria-hidden />

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
  const rule = path.stations.find(({ kind }) => isRule(kind))
  const { givenBy, givenAt, because, from, until } = path
  const by = rule?.kind === 'restriction' ? 'placed' : rule?.kind === 'administrator' ? 'appointed' : 'given'
  return (
    <p className="way-told">
      {givenBy === null || givenAt === null ? null : (
        <span>{t(`ways.${by}`, { name: givenBy, time: clockTime(givenAt) })}</span>
      )}
      {because === null || because === '' ? null : <span>{t('ways.because', { because })}</span>}
      <Span from={from} until={until} />
      {reader === 'console' && rule !== undefined ? <RuleLink rule={rule} /> : null}
    </p>
  )
}

const isRule = (kind: Station['kind']): kind is 'grant' | 'restriction' | 'administrator' =>
  kind === 'grant' || kind === 'restriction' || kind === 'administrator'

function RuleLink({ rule: { kind, id } }: { readonly rule: Station }): ReactNode {
  const { t } = useTranslation('explorer')
  if (kind === 'grant')
    return (
      <Link to="/console/grants" search={{ open: id }}>
        {t('ways.seeGrant')}
      </Link>
    )
  if (kind === 'restriction')
    return (
      <Link to="/console/restrictions" search={{ open: id }}>
        {t('ways.seeRestriction')}
      </Link>
    )
  return (
    <Link to="/console/administrators" search={{ open: id }}>
      {t('ways.seeSeat')}
    </Link>
  )
}

/** The piece that is not there, drawn where it would have to be. */
function Gap({ decision: { missing, asked } }: { readonly decision: DecisionView }) {
  const { t } = useTranslation('explorer')
  const kind = missing?.kind === 'administrator' ? 'administrator' : 'grant'
  return (
    <li className="way way-gap">
      <span className="way-line">
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
          },
        ]
      : [],
  )
}
