import { useSay } from '../../shared/language.ts';

/** The rule of a field that must not be left empty. */
export const useRequired = () => {
  const say = useSay();
  return [{ required: true, message: say('请填写', 'Enter it') }];
};
