import type { Db } from '../client'

/** Facts about this database itself. */
export const settingNames = ['sample'] as const
export type SettingName = (typeof settingNames)[number]

export async function findSetting(db: Db, name: SettingName): Promise<string | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

export async function insertSetting(db: Db, name: SettingName, value: string): Promise<void> {
  await db.insertInto('setting').values({ name, value }).execute()
}

/** Whether the sample made this database: only then may anyone sign in as any sample participant. */
export const isSampleDatabase = async (db: Db): Promise<boolean> => (await findSetting(db, 'sample')) === '1'
