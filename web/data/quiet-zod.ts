/**
 * Tells zod not to try `new Function`: our content security policy forbids it, and the try alone would be reported.
 * Imported before anything that parses. The name is zod's own place for its settings.
 */
const settings = globalThis as { __zod_globalConfig?: { jitless?: boolean } }
settings.__zod_globalConfig = { ...settings.__zod_globalConfig, jitless: true }

export {}
