import { useMatters } from './matter-query.ts';

/** What a matter is called in the filing standards. */
export const MatterName = ({ code }: { readonly code: string }) => {
  const matter = useMatters().find(({ matterCode }) => matterCode === code);
  return <>{matter === undefined ? code : `${matter.majorName} ${matter.name}`}</>;
};
