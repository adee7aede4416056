import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { DatePicker, Drawer, Form } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { usePhone } from '../ui/phone.ts'
import { Shown } from '../ui/states.tsx'
import { Answer } from './answer.tsx'
import { PlaceField } from './place-field.tsx'
import { placeOf } from './place.ts'
import type { Place } from './place.ts'
import type { Reader } from './ways.tsx'
import './rights.css'

type Props = {
  readonly memberId: string
  readonly name: string
  readonly permissionKey: string
  readonly reader: Reader
  readonly onClose: () => void
}

/** Why, or why not: one permission of one person, on a target and at a time one chooses. */
export function ExplainDrawer({ memberId, name, permissionKey, reader, onClose }: Props) {
  const { t } = useTranslation('authority')
  const { t: explorer } = useTranslation('explorer')
  const phone = usePhone()
  const [where, setWhere] = useState(() => firstPlace(permissionKey))
  const [at, setAt] = useState<string | null>(null)
  const target = placeOf(where, memberId)
  return (
    <Drawer open size={phone ? '100%' : 640} title={t('explain.title')} onClose={onClose}>
      <h2>{t('explain.question', { name, permission: nameOfPermission(permissionKey) })}</h2>
      <Form layout="vertical" className="explain-form" requiredMark={false}>
        <Form.Item label={t('explain.target')}>
          <PlaceField value={where} onChange={setWhere} />
        </Form.Item>
        <Form.Item label={t('explain.at')}>
          <DatePicker
            showTime
            value={at === null ? null : dayjs(at)}
            onChange={(next) => setAt(next === null ? null : next.toISOString())}
            placeholder={t('explain.atNow')}
          />
        </Form.Item>
      </Form>
      {target === null ? null : <Explained {...{ memberId, permissionKey, target, at, reader }} />}
      {reader === 'console' ? (
        <p className="explain-on">
          <Link
            to="/console/explorer"
            search={{ member: memberId, permission: permissionKey, target: where, at: at ?? undefined }}
          >
            {explorer('open')}
          </Link>
        </p>
      ) : null}
    </Drawer>
  )
}

type ExplainedProps = {
  readonly memberId: string
  readonly permissionKey: string
  readonly target: Place
  /** ISO-8601 UTC; null: now. */
  readonly at: string | null
  readonly reader: Reader
}

/** The answer to one question, read from the server. */
export function Explained({ memberId, permissionKey, target, at, reader }: ExplainedProps) {
  const read = useAsk(contract.authority.explain, {
    body: { memberId, permission: permissionKey, target, ...(at === null ? {} : { at }) },
  })
  return <Shown read={read}>{(decision) => <Answer decision={decision} reader={reader} />}</Shown>
}

const firstPlace = (key: string): string => (permission(key)?.scope === 'self' ? 'self' : 'workspace')
