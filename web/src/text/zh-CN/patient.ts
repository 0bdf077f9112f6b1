export const patient = {
  title: '视频问诊',
} as const;
