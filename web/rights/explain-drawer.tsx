import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { DecisionView } from '@hufu/contract'
import { DatePicker, Drawer, Form, Segmented } from 'antd'
import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../data/queries.ts'
import { Facts } from '../ui/facts.tsx'
import { PickerField } from '../ui/fields.tsx'
import { nameOfPermission } from '../ui/permission-name.tsx'
import { usePhone } from '../ui/phone.ts'
import type { Chosen } from '../ui/picker.ts'
import { clockTime } from '../ui/time.tsx'
import { Shown } from '../ui/states.tsx'
import './rights.css'

type Props = {
  readonly memberId: string
  readonly name: string
  readonly permissionKey: string
  readonly onClose: () => void
}
const aims = ['self', 'workspace', 'department', 'member'] as const
type Aim = (typeof aims)[number]

/** Why, or why not: one permission of one person, on a target and at a time one chooses. */
export function ExplainDrawer({ memberId, name, permissionKey, onClose }: Props) {
  const { t } = useTranslation('authority')
  const phone = usePhone()
  const [aim, setAim] = useState<Aim>(() => firstAim(permissionKey))
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [at, setAt] = useState<Dayjs | null>(null)
  const target = targetOf(aim, chosen[0]?.id, memberId)
  return (
    <Drawer open size={phone ? '100%' : 480} title={t('explain.title')} onClose={onClose}>
      <h2>{t('explain.question', { name, permission: nameOfPermission(permissionKey) })}</h2>
      <Form layout="vertical" className="explain-form" requiredMark={false}>
        <Form.Item label={t('explain.target')}>
          <Segmented
            value={aim}
            options={aims.map((each) => ({ value: each, label: t(`explain.${each}`) }))}
            onChange={(next) => {
              setAim(next)
              setChosen([])
            }}
          />
          {aim === 'department' || aim === 'member' ? (
            <div className="explain-target">
              <PickerField
                what={aim === 'member' ? 'members' : 'departments'}
                many={false}
                label={t(`explain.${aim}`)}
                value={chosen}
                onChange={setChosen}
              />
            </div>
          ) : null}
        </Form.Item>
        <Form.Item label={t('explain.at')}>
          <DatePicker showTime value={at} onChange={setAt} placeholder={t('explain.atNow')} />
        </Form.Item>
      </Form>
      {target === null ? null : (
        <Answer
          key={JSON.stringify([target, at?.valueOf() ?? 0])}
          {...{ memberId, permissionKey, target, at }}
        />
      )}
    </Drawer>
  )
}

type Target = { type: 'workspace' } | { type: 'department' | 'member'; id: string }
type AnswerProps = {
  readonly memberId: string
  readonly permissionKey: string
  readonly target: Target
  readonly at: Dayjs | null
}

function Answer({ memberId, permissionKey, target, at }: AnswerProps) {
  const read = useAsk(contract.authority.explain, {
    body: {
      memberId,
      permission: permissionKey,
      target,
      ...(at === null ? {} : { at: dayjs(at).toISOString() }),
    },
  })
  return <Shown read={read}>{(decision) => <Decision decision={decision} />}</Shown>
}

function Decision({ decision }: { readonly decision: DecisionView }) {
  const { t } = useTranslation('authority')
  const { allowed, words, by, missing, whoCouldGive, revision } = decision
  const list = (lines: readonly { readonly key: string; readonly text: string }[]) => (
    <ul className="plain-lines">
      {lines.map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  )
  const facts = by.map(({ kind, id, label, because, givenBy, givenAt }) => {
    const fact = label === '' ? kindWord(t, kind) : `${kindWord(t, kind)} · ${label}`
    const said =
      because === null || givenBy === null || givenAt === null
        ? ''
        : t('explain.said', { givenBy, because, at: clockTime(givenAt) })
    return { key: id, text: `${fact}${said}` }
  })
  return (
    <section className={allowed ? 'decision decision-yes' : 'decision decision-no'} aria-live="polite">
      <p className="decision-word">
        <strong>{t(allowed ? 'explain.yes' : 'explain.no')}</strong> {words}
      </p>
      <Facts
        facts={[
          {
            key: 'facts',
            label: t('explain.facts'),
            value: facts.length === 0 ? t('explain.noFacts') : list(facts),
          },
          ...(missing === undefined
            ? []
            : [{ key: 'missing', label: t('explain.missing'), value: missingWords(t, missing) }]),
          ...(whoCouldGive.length === 0
            ? []
            : [
                {
                  key: 'who',
                  label: t('explain.whoCould'),
                  value: whoCouldGive.map(({ name }) => name).join('、'),
                },
              ]),
        ]}
      />
      <small className="quiet">{t('explain.revision', { revision })}</small>
    </section>
  )
}

type Translate = ReturnType<typeof useTranslation<'authority'>>['t']
const kinds = ['grant', 'restriction', 'administrator', 'status', 'relation'] as const
const kindWord = (t: Translate, kind: string): string => {
  const known = kinds.find((each) => each === kind)
  return known === undefined ? kind : t(`explain.kinds.${known}`)
}

const targets = ['workspace', 'department', 'member', 'resource', 'self'] as const
function missingWords(t: Translate, missing: NonNullable<DecisionView['missing']>): string {
  const target = targets.find((each) => each === missing.scope)
  return t(missing.kind === 'administrator' ? 'explain.missingSeat' : 'explain.missingGrant', {
    permission: nameOfPermission(missing.permission),
    scope: target === undefined ? missing.scope : t(`explain.targets.${target}`),
  })
}

function firstAim(key: string): Aim {
  const scope = permission(key)?.scope
  return scope === 'self' ? 'self' : 'workspace'
}

function targetOf(aim: Aim, id: string | undefined, memberId: string): Target | null {
  if (aim === 'workspace') return { type: 'workspace' }
  if (aim === 'self') return { type: 'member', id: memberId }
  return id === undefined ? null : { type: aim, id }
}
