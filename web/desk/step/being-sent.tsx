import { useSay } from '../../shared/language.ts';

/** In the place of a step that was done and can still be taken back. */
export const BeingSent = ({ name }: { readonly name: string }) => {
  const say = useSay();
  return (
    <p className="step-form" role="status">
      {name}
      {say('：已办理，正在提交', ': done, being sent')}
    </p>
  );
};
