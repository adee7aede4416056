import { modules } from '@hufu/authority'

/** The modules in the order in which pages show them. */
export const modulesView = Object.entries(modules).map(([key, { zh, en }]) => ({ key, zh, en }))
