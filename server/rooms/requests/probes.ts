import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.requests

/** Probes of what this room asks. */
export const requestProbes: readonly Probe[] = [
  probe('request.answer', routes.waiting),
  probe('request.approve', routes.flow),
  probe('request.appeal.decide', routes.appeals),
]
