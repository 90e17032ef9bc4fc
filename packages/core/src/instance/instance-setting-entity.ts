import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const InstanceSettingEntity = defineEntity({
  name: 'InstanceSetting',
  tableName: 'instance_setting',
  properties: { name: p.string().primary(), value: p.json<unknown>(), updatedAt: p.datetime() },
});
export type InstanceSettingRow = InferEntity<typeof InstanceSettingEntity>;
