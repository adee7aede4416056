import type { PlanView } from '@hufu/contract'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { Time } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { PlanProgress, PlanStateTag, usePlanNames } from './plan-words.tsx'

/** What a plan is, whose, why, and how far it has come. */
export function PlanHead({ view }: { readonly view: PlanView }) {
  const { t } = useTranslation('plans')
  const namesOf = usePlanNames()
  const { what, state, by, at, due, because, counts, brake } = view
  return (
    <header className="sheet sheet-pad plan-head">
      <h1>
        {t('one.title', { what: t(`whats.${what}`), who: namesOf(view) })} <PlanStateTag state={state} />
      </h1>
      <p className="quiet">
        {t('one.decided', { by })} · <Time at={at} />
        {because === '' ? null : ` · ${t('one.why')}: ${because}`}
      </p>
      {state === 'agreeing' ? (
        <Alert
          type="warning"
          showIcon
          title={t(brake.others ? 'one.brake' : 'one.brakeAlone', {
            count: counts.people,
            limit: brake.limit,
          })}
        />
      ) : null}
      {counts.held > 0 && state === 'running' ? (
        <Alert type="error" showIcon title={t('one.held', { count: counts.held })} />
      ) : null}
      <dl className="plan-facts">
        <div>
          <dt>{t(state === 'running' ? 'one.due' : 'one.dueLast')}</dt>
          <dd>
            <Time at={due} />
          </dd>
        </div>
        <div>
          <dt>{t('form.kind')}</dt>
          <dd>
            <Kind reason={view.reason} />
          </dd>
        </div>
        <Rights view={view} />
        <Others view={view} />
        <div>
          <dt>{t('progress')}</dt>
          <dd>
            <PlanProgress counts={counts} />
          </dd>
        </div>
      </dl>
    </header>
  )
}

function Kind({ reason }: Pick<PlanView, 'reason'>) {
  const { t } = useTranslation('revocations')
  return t(`reason.${reason}`)
}

function Rights({ view: { permissions } }: { readonly view: PlanView }) {
  const { t } = useTranslation('plans')
  return permissions === null ? null : (
    <div>
      <dt>{t('one.permissions')}</dt>
      <dd>
        {permissions === 'all'
          ? t('one.allPermissions')
          : listed(permissions.map((key) => nameOfPermission(key)))}
      </dd>
    </div>
  )
}

/** Who else had a hand in it. */
function Others({
  view: { agreedBy, agreedAt, cancelledBy, cancelledBecause },
}: {
  readonly view: PlanView
}) {
  const { t } = useTranslation('plans')
  return (
    <>
      {agreedBy === null || agreedAt === null ? null : (
        <div>
          <dt>{t('one.agreed')}</dt>
          <dd>
            {agreedBy} · <Time at={agreedAt} />
          </dd>
        </div>
      )}
      {cancelledBy === null ? null : (
        <div>
          <dt>{t('one.cancelledBy')}</dt>
          <dd>
            {cancelledBy} · {cancelledBecause}
          </dd>
        </div>
      )}
    </>
  )
}
