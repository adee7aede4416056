import { defaultDays, permission } from '@hufu/authority'
import { riskOf } from '../ui/permission-name.tsx'
import type { RightsChoice } from './rights-field.tsx'

/** Days after which each chosen right ends unless said otherwise, by its risk; null is without end. */
export function defaultEnds({ permissions, roles }: RightsChoice): readonly (number | null)[] {
  const ofKeys = (keys: readonly string[]): number | null => {
    const days = keys.flatMap((key) =>
      permission(key) === undefined ? [] : (defaultDays[riskOf(key)] ?? []),
    )
    return days.length === 0 ? null : Math.min(...days)
  }
  return [...permissions.map((key) => ofKeys([key])), ...roles.map(({ keys }) => ofKeys(keys))]
}
