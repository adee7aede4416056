import { CheckCircleFilled, MinusCircleOutlined, StopFilled } from '@ant-design/icons'
import type { PermissionProfile } from '@hufu/contract'
import { Button, Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { SourceActs } from './life-acts.tsx'
import type { Lives } from './life-acts.tsx'
import { PermissionName, RiskTag, nameOfPermission, riskOf } from '../ui/permission-name.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { Span, Time, clockTime } from '../ui/time.tsx'
import './lives.css'

type Held = PermissionProfile['rights'][number]
type HeldSource = Held['sources'][number]

/** What can be done on a row; what is left out is not shown at all, as on one's own page. */
export type RightActs = {
  readonly onWhy?: (right: Held) => void
  readonly onGive?: (right: Held) => void
  readonly onTakeBack?: (right: Held) => void
  readonly chosen?: ReadonlySet<string>
  readonly onChoose?: (key: string, chosen: boolean) => void
  /** What can be done with each grant that gives the right. */
  readonly lives?: Lives
}

/** One right: held or not, its risk, every fact that gives or takes it, and what can be done. */
export function RightRow({ right, acts }: { readonly right: Held; readonly acts: RightActs }) {
  const { t } = useTranslation('authority')
  const name = nameOfPermission(right.key)
  return (
    <li className={right.allowed ? 'right right-held' : 'right'} data-permission={right.key}>
      <div className="right-what">
        {acts.onChoose === undefined ? null : (
          <Checkbox
            aria-label={t('rights.select', { name })}
            disabled={!right.can.takeBack.allowed}
            checked={acts.chosen?.has(right.key) ?? false}
            onChange={(event) => acts.onChoose?.(right.key, event.target.checked)}
          />
        )}
        <State right={right} />
        <span className="right-name">
          <PermissionName id={right.key} />
          <code className="key">{right.key}</code>
        </span>
        <RiskTag risk={riskOf(right.key)} />
      </div>
      <ul className="right-sources">
        {right.sources.length + right.suspended.length === 0 ? (
          <li className="quiet">{t('rights.noSource')}</li>
        ) : null}
        {[...right.sources, ...right.suspended].map((source) => (
          <Source
            key={`${source.kind}${source.id}`}
            source={source}
            permissionKey={right.key}
            lives={acts.lives}
          />
        ))}
      </ul>
      <Acts right={right} acts={acts} />
    </li>
  )
}

function Acts({ right, acts }: { readonly right: Held; readonly acts: RightActs }) {
  const { t } = useTranslation('authority')
  const name = nameOfPermission(right.key)
  return (
    <div className="row-acts">
      {acts.onWhy === undefined ? null : (
        <Button
          type="text"
          size="small"
          aria-label={`${t('rights.why')} ${name}`}
          onClick={() => acts.onWhy?.(right)}
        >
          {t('rights.why')}
        </Button>
      )}
      {acts.onGive === undefined ? null : (
        <ReasonButton
          type="text"
          size="small"
          can={right.can.give}
          permission={right.key}
          aria-label={`${t('rights.give')} ${name}`}
          onClick={() => acts.onGive?.(right)}
        >
          {t('rights.give')}
        </ReasonButton>
      )}
      {acts.onTakeBack === undefined ? null : (
        <ReasonButton
          type="text"
          size="small"
          danger
          can={right.can.takeBack}
          permission={right.key}
          aria-label={`${t('rights.takeBack')} ${name}`}
          onClick={() => acts.onTakeBack?.(right)}
        >
          {t('rights.takeBack')}
        </ReasonButton>
      )}
    </div>
  )
}

function State({ right }: { readonly right: Held }) {
  const { t } = useTranslation('authority')
  if (right.allowed) return <CheckCircleFilled className="right-yes" aria-label={t('rights.has')} />
  if (right.because === 'authority/restricted')
    return <StopFilled className="right-blocked" aria-label={t('rights.blocked')} />
  return <MinusCircleOutlined className="right-no" aria-label={t('rights.lacks')} />
}

type SourceProps = {
  readonly source: HeldSource
  readonly permissionKey: string
  readonly lives: Lives | undefined
}

function Source({ source, permissionKey, lives }: SourceProps) {
  const { t } = useTranslation('authority')
  const { t: words } = useTranslation('lives')
  const blocks = source.kind === 'restriction'
  const suspended = source.life?.suspended ?? null
  const tone = blocks ? ' source-blocks' : suspended === null ? '' : ' source-rests'
  return (
    <li className={`source${tone}`}>
      <span className="source-label">{source.label}</span>
      {suspended === null ? null : <span className="tag tag-warn">{words('mark')}</span>}
      <span className="source-terms">
        {source.scope}
        {source.kind === 'status' || source.kind === 'relation' ? null : (
          <>
            {' · '}
            <Span from={source.since} until={source.until} />
          </>
        )}
      </span>
      {source.by === '' && source.reason === '' ? null : (
        <span className="source-why">
          {source.by === '' ? null : t(blocks ? 'rights.byRestriction' : 'rights.by', { name: source.by })}
          {source.by === '' || source.reason === '' ? null : ' · '}
          {source.reason}
        </span>
      )}
      <Life life={source.life} />
      {lives === undefined ? null : (
        <SourceActs source={source} permissionKey={permissionKey} lives={lives} />
      )}
    </li>
  )
}

/** Whether a grant is suspended, by whom and why, and whether it was given a later end. */
function Life({ life }: Pick<HeldSource, 'life'>) {
  const { t } = useTranslation('lives')
  if (life === null) return null
  const { suspended, extended, firstUntil } = life
  return (
    <>
      {suspended === null ? null : (
        <span className="source-why">
          {t('by', { name: suspended.by })} · <Time at={suspended.at} /> · {suspended.because}
        </span>
      )}
      {firstUntil === null ? null : (
        <span className="source-why">{t('times', { count: extended, time: clockTime(firstUntil) })}</span>
      )}
    </>
  )
}
