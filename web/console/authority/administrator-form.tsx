import { contract } from '@hufu/contract'
import type { AdministratorView } from '@hufu/contract'
import { Form, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { PermissionChecks } from '../../rights/permission-checks.tsx'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { ScopeField, useScopeWords } from '../../rights/scope-field.tsx'
import { isWhole } from '../../rights/sent-scope.ts'
import type { Scope } from '../../rights/sent-scope.ts'
import { TermItems } from '../../rights/term-items.tsx'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { PickerField } from '../../ui/fields.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { whyNot } from '../../ui/reason-button.tsx'
import { PresetItem } from './preset-item.tsx'
import { ReachField } from './reach-field.tsx'
import { firstValues, seatSteps, useSendSeat } from './seat-values.ts'
import type { SeatValues } from './seat-values.ts'

type Props = {
  /** Null: somebody is appointed anew. */
  readonly seat: AdministratorView | null
  /** Offered first to a new appointment. */
  readonly memberId: string | null
  readonly onClose: () => void
}

/** Appoints an administrator or changes a seat: person, tier, permissions, scope, ceiling, times, reason. */
export function AdministratorForm({ seat, memberId, onClose }: Props) {
  const offered = useAsk(
    contract.directory.member,
    { params: { memberId: memberId ?? '' } },
    { enabled: memberId !== null },
  )
  // The form takes its first values once; it waits for the name of the person it is opened for.
  if (memberId !== null && offered.isPending) return null
  const person: readonly Chosen[] =
    offered.data === undefined ? [] : [{ type: 'member', id: offered.data.id, name: offered.data.name }]
  return <SeatForm seat={seat} person={person} onClose={onClose} />
}

type SeatProps = {
  readonly seat: AdministratorView | null
  readonly person: readonly Chosen[]
  readonly onClose: () => void
}

function SeatForm({ seat, person, onClose }: SeatProps) {
  const { t } = useTranslation('authority')
  const send = useSendSeat(seat)
  const title =
    seat === null ? t('administrators.appoint') : t('administrators.changeTitle', { name: seat.memberName })
  return (
    <PreviewedDrawer<SeatValues>
      title={title}
      act={t(seat === null ? 'administrators.appoint' : 'administrators.change')}
      width={640}
      initial={firstValues(seat, person)}
      onClose={onClose}
      stepsOf={(values) => seatSteps(seat, values)}
      onSend={send}
    >
      {seat === null ? <PersonAndTier /> : null}
      <Form.Item noStyle shouldUpdate={(before: SeatValues, after: SeatValues) => before.tier !== after.tier}>
        {({ getFieldValue }) =>
          seat !== null || getFieldValue('tier') === 'scoped' ? (
            <ScopedItems offersPresets={seat === null} />
          ) : null
        }
      </Form.Item>
      <TermItems />
      <ReasonItem />
      {seat === null ? <Preview /> : null}
    </PreviewedDrawer>
  )
}

function PersonAndTier() {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const whole = useMay('admin.assign.super')
  return (
    <>
      <Form.Item
        name="person"
        label={t('administrators.person')}
        rules={[{ required: true, type: 'array', min: 1, message: t('administrators.needPerson') }]}
      >
        <PickerField what="members" many={false} label={t('administrators.person')} />
      </Form.Item>
      <Form.Item name="tier" required label={t('administrators.tier')}>
        <Radio.Group className="tier-choice">
          <Radio value="scoped">
            {common('tier.scoped')} <small className="quiet">{t('administrators.scopedHint')}</small>
          </Radio>
          <Radio value="super" disabled={!whole.allowed}>
            {common('tier.super')}{' '}
            <small className="quiet">
              {whole.allowed ? t('administrators.superHint') : whyNot(whole, 'admin.assign.super')}
            </small>
          </Radio>
        </Radio.Group>
      </Form.Item>
    </>
  )
}

function ScopedItems({ offersPresets }: { readonly offersPresets: boolean }) {
  const { t } = useTranslation('authority')
  const { t: seats } = useTranslation('seats')
  const me = useMe()
  // The server refuses what I may not hand out; what I hold nowhere need not even be tried.
  const mine = (key: string): boolean => me.can[key]?.allowed === true
  const someChosen = (_: unknown, keys: readonly string[]): Promise<void> =>
    keys.length > 0 ? Promise.resolve() : Promise.reject(new Error(t('administrators.needPermissions')))
  const scopeWhole = (_: unknown, scope: Scope): Promise<void> =>
    isWhole(scope) ? Promise.resolve() : Promise.reject(new Error(t('scope.needed')))
  const reachWhole = (_: unknown, reach: Scope | null): Promise<void> =>
    reach === null ? Promise.resolve() : scopeWhole(_, reach)
  return (
    <>
      <Form.Item name="scope" required label={t('administrators.scope')} rules={[{ validator: scopeWhole }]}>
        <ScopeField types={['departments', 'own-department', 'workspace']} />
      </Form.Item>
      {offersPresets ? <PresetItem may={mine} /> : null}
      <Form.Item
        name="permissions"
        required
        label={t('administrators.permissions')}
        extra={t('administrators.cannotMore')}
        rules={[{ validator: someChosen }]}
      >
        <PermissionChecks kind="administration" label={t('administrators.permissions')} may={mine} />
      </Form.Item>
      <Form.Item
        name="ceiling"
        required
        label={t('administrators.ceiling')}
        extra={t('administrators.ceilingHint')}
      >
        <PermissionChecks kind="feature" label={t('administrators.ceiling')} />
      </Form.Item>
      <Form.Item
        name="reach"
        required
        label={seats('reach')}
        extra={seats('reachHint')}
        rules={[{ validator: reachWhole }]}
      >
        <ReachField />
      </Form.Item>
    </>
  )
}

function Preview() {
  const { t } = useTranslation('authority')
  const { t: common } = useTranslation()
  const scopeWords = useScopeWords()
  return (
    <Form.Item shouldUpdate noStyle>
      {({ getFieldsValue }) => {
        // The fields of this very form.
        const { person, tier, scope, permissions } = getFieldsValue() as Partial<SeatValues>
        const name = person?.[0]?.name
        if (name === undefined) return null
        const words = {
          name,
          tier: common('tier.scoped'),
          scope: scopeWords(scope),
          count: permissions?.length ?? 0,
        }
        return (
          <section className="consequence" aria-label={common('ask.consequence')}>
            <h3>{common('ask.consequence')}</h3>
            <p>
              {tier === 'super'
                ? t('administrators.previewSuper', { name })
                : t('administrators.preview', words)}
            </p>
          </section>
        )
      }}
    </Form.Item>
  )
}
