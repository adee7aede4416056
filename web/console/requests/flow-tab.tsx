import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Flow, FlowView } from '@hufu/contract'
import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import { FlowTable } from './flow-table.tsx'
import { differences, withRule, withoutRule } from './flow-values.ts'
import type { Whose } from './flow-values.ts'
import { RuleDrawer } from './rule-drawer.tsx'
import { SetFlowDrawer } from './set-flow-drawer.tsx'

const PERMISSION = 'request.flow.manage'

/** How rights are asked for: what can be, who decides, how long; changed here, tried, and only then set. */
export function FlowTab() {
  const read = useAsk(contract.requests.flow, {})
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(view) => <Editor key={view.version} view={view} />}
    </Shown>
  )
}

function Editor({ view }: { readonly view: FlowView }) {
  const { t } = useTranslation('flow')
  const [flow, setFlow] = useState<Flow>(view.flow)
  const [editing, setEditing] = useState<Whose | null>(null)
  const [setting, setSetting] = useState(false)
  const count = differences(view.flow, flow)
  const can = view.can.set
  return (
    <div className="request-column">
      <p className="quiet">
        {t('lead')}{' '}
        {view.setBy === null || view.setAt === null
          ? t('first')
          : t('version', { version: view.version, by: view.setBy, time: clockTime(view.setAt) })}
      </p>
      <div className="flow-bar" aria-live="polite">
        <ReasonButton
          icon={<PlusOutlined />}
          can={can}
          permission={PERMISSION}
          onClick={() => setEditing({})}
        >
          {t('add')}
        </ReasonButton>
        {count === 0 ? null : (
          <>
            <strong>{t('changed', { count })}</strong>
            <Button onClick={() => setFlow(view.flow)}>{t('undo')}</Button>
            <ReasonButton type="primary" can={can} permission={PERMISSION} onClick={() => setSetting(true)}>
              {t('review')}
            </ReasonButton>
          </>
        )}
      </div>
      <FlowTable
        flow={flow}
        can={can}
        onEdit={setEditing}
        onRemove={(key) => setFlow(withoutRule(flow, key))}
      />
      <Times flow={flow} disabled={!can.allowed} onChange={setFlow} />
      {editing === null ? null : (
        <RuleDrawer
          flow={flow}
          whose={editing}
          people={view.people}
          onClose={() => setEditing(null)}
          onDone={(rule) => setFlow(withRule(flow, rule))}
        />
      )}
      {setting ? (
        <SetFlowDrawer flow={flow} version={view.version} onClose={() => setSetting(false)} />
      ) : null}
    </div>
  )
}

const times = [
  { key: 'appealDays', max: 90 },
  { key: 'lapseDays', max: 90 },
  { key: 'answerHours', max: 720 },
] as const

type TimesProps = {
  readonly flow: Flow
  readonly disabled: boolean
  readonly onChange: (flow: Flow) => void
}

function Times({ flow, disabled, onChange }: TimesProps) {
  const { t } = useTranslation('flow')
  return (
    <section className="sheet sheet-pad" aria-labelledby="flow-times">
      <h2 id="flow-times">{t('general')}</h2>
      <div className="flow-times">
        {times.map(({ key, max }) => (
          <label key={key}>
            {t(key)}
            <InputNumber
              min={1}
              max={max}
              precision={0}
              disabled={disabled}
              aria-label={t(key)}
              value={flow[key]}
              onChange={(value) => (value === null ? undefined : onChange({ ...flow, [key]: value }))}
            />
          </label>
        ))}
      </div>
    </section>
  )
}
