export const staff = {
  title: '医生工作站',
} as const;
