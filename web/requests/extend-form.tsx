import { contract } from '@hufu/contract'
import type { PermissionProfile } from '@hufu/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, DatePicker, Form, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { REASON_TO_COME } from '../rights/use-previewed.tsx'
import { Facts } from '../ui/facts.tsx'
import { Refused } from '../ui/form-drawer.tsx'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { EmptyState, PageSkeleton, Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { clockTime } from '../ui/time.tsx'
import { listed } from '../words/listed.ts'
import { inUnits } from '../words/units.ts'
import { NeedItems } from './ask-items.tsx'
import { firstValues } from './ask-values.ts'
import type { AskValues } from './ask-values.ts'
import { sentEvidence } from './evidence.ts'
import { ScreenPanel } from './screen-panel.tsx'

type Values = Pick<AskValues, 'need' | 'because' | 'evidence'> & { readonly until: string }

/** Asks that a grant of mine lasts longer. */
export function ExtendForm({ grantId }: { readonly grantId: string }) {
  const { t } = useTranslation('asking')
  const read = useAsk(contract.authority.myPermissions, {})
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(profile) => {
        const found = grantIn(profile, grantId)
        if (found === null || found.until === null)
          return (
            <EmptyState
              title={t(found === null ? 'extend.unknown' : 'extend.endless')}
              action={<Link to="/me/requests/new">{t('extend.again')}</Link>}
            />
          )
        return <Extend grantId={grantId} what={found.what} now={found.until} />
      }}
    </Shown>
  )
}

/** A grant of mine as my permissions tell of it: what it gives and when it ends. */
function grantIn(profile: PermissionProfile, grantId: string) {
  const given = profile.rights.flatMap(({ key, sources }) =>
    sources.filter(({ kind, id }) => kind === 'grant' && id === grantId).map((source) => ({ key, source })),
  )
  const [first] = given
  if (first === undefined) return null
  return { what: listed(given.map(({ key }) => nameOfPermission(key))), until: first.source.until }
}

type Props = { readonly grantId: string; readonly what: string; readonly now: string }

function Extend({ grantId, what, now }: Props) {
  const { t } = useTranslation('asking')
  const first = { ...firstValues, until: later(now, 7) }
  const [until, setUntil] = useState(first.until)
  const { busy, error, send } = useSendExtension(grantId)
  const body = { kind: 'extension' as const, grantId, until, because: REASON_TO_COME }
  return (
    <div className="ask">
      <Form<Values>
        layout="vertical"
        className="sheet sheet-pad"
        initialValues={first}
        onValuesChange={(_, next: Values) => setUntil(next.until)}
        onFinish={(values) => void send(values)}
      >
        <Facts
          facts={[
            { key: 'what', label: t('extend.what'), value: what },
            { key: 'now', label: t('extend.now'), value: clockTime(now) },
          ]}
        />
        <Form.Item name="until" label={t('extend.until')} required className="extend-until">
          <LaterField from={now} />
        </Form.Item>
        <NeedItems />
        {error === null ? null : <Refused error={error} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('submit')}
        </Button>
      </Form>
      <aside className="ask-aside">
        <ScreenPanel body={body} />
      </aside>
    </div>
  )
}

function useSendExtension(grantId: string) {
  const { t } = useTranslation('asking')
  const tell = useTell()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async ({ until, need, because, evidence }: Values): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const shown = evidence.length === 0 ? {} : { evidence: sentEvidence(evidence) }
      const body = { kind: 'extension' as const, grantId, until, need, because: because.trim(), ...shown }
      const { id } = await ask(contract.requests.ask, { body })
      tell.done(t('submitted'))
      await readAgain()
      await navigate({ to: '/me/requests/$requestId', params: { requestId: id } })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return { busy, error, send }
}

const DAYS = [7, 30] as const

type LaterProps = {
  readonly id?: string
  readonly from: string
  readonly value?: string
  readonly onChange?: (until: string) => void
}

function LaterField({ id, from, value = '', onChange }: LaterProps) {
  const { t } = useTranslation('asking')
  return (
    <div {...(id === undefined ? {} : { id })} className="subject-field">
      <Radio.Group
        aria-label={t('extend.until')}
        value={DAYS.find((days) => later(from, days) === value) ?? 'date'}
        options={[
          ...DAYS.map((count) => ({
            value: count,
            label: t('extend.more', { span: inUnits(count, 'day') }),
          })),
          { value: 'date', label: t('date') },
        ]}
        onChange={({ target }) =>
          onChange?.(later(from, typeof target.value === 'number' ? target.value : 14))
        }
      />
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        aria-label={t('endDate')}
        allowClear={false}
        value={dayjs(value)}
        minDate={dayjs(from)}
        onChange={(date) => (date === null ? undefined : onChange?.(date.toISOString()))}
      />
    </div>
  )
}

const later = (from: string, days: number): string => dayjs(from).add(days, 'day').toISOString()
